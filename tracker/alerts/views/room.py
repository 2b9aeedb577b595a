"""The blueprint of the room, and what its pages put into the frame of every page."""

from flask import Blueprint

from tracker.alerts.queries.notices import count_unread
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.web.fragments import wants_fragment
from tracker.web.viewer import viewer_or_none

blueprint = Blueprint("alerts", __name__)


@blueprint.app_context_processor
def unread_notices() -> dict[str, object]:
    """Give the number at the bell; fragments have no bell."""
    who = viewer_or_none()
    if who is None or wants_fragment():
        return {}
    return {"unread_notices": count_unread(db.session(), who.id, now())}
