"""The blueprint to which every module of this package adds its pages."""

from flask import Blueprint

from tracker.promises.shown import name_of

blueprint = Blueprint("promises", __name__)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"name_of": name_of}
