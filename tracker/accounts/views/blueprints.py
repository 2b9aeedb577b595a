"""Where the pages of this room hang, and what they give to every page."""

from flask import Blueprint

from tracker.accounts.queries.teams import leader_of
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer

blueprint = Blueprint("accounts", __name__)
security = Blueprint("security", __name__)


@blueprint.app_context_processor
def whom_to_ask() -> dict[str, object]:
    """Give what names somebody who may do what this person may not; it asks when it is used."""

    def leader(viewer: Viewer) -> str:
        return leader_of(db.session(), viewer)

    return {"leader_of": leader}
