"""The blueprint of the room, and what its pages put into the frame of every page."""

from flask import Blueprint, url_for

from tracker.alerts.queries import notices as queries
from tracker.alerts.views.alarms import serious_lag
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.web.fragments import wants_fragment
from tracker.web.viewer import viewer_or_none

blueprint = Blueprint("alerts", __name__)


@blueprint.app_context_processor
def frame_facts() -> dict[str, object]:
    """Give what the bell shows, and the alarm while alerts are late; fragments have neither."""
    who = viewer_or_none()
    if who is None or wants_fragment():
        return {}
    return {
        "bell": queries.bell(db.session(), who.id, now()),
        "alerts_lag": serious_lag(db.session(), now()),
        "alarm_address": url_for("alerts.alarm"),
    }
