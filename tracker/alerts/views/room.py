"""The blueprint of the room, and what its pages put into the frame of every page."""

from flask import Blueprint

from tracker.alerts.queries import notices as queries
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.web.fragments import wants_fragment
from tracker.web.viewer import viewer_or_none

blueprint = Blueprint("alerts", __name__)


@blueprint.app_context_processor
def unread_notices() -> dict[str, object]:
    """Give what the bell shows; fragments have no bell."""
    who = viewer_or_none()
    if who is None or wants_fragment():
        return {}
    return {"bell": queries.bell(db.session(), who.id, now())}
