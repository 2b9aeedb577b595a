"""The blueprint to which every module of this package adds its pages."""

from flask import Blueprint

from tracker.expectations.words import ANSWERS, BADGES, SOURCES

blueprint = Blueprint("expectations", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Give what sources and answers are called; pages of other rooms that show ours have to be given it."""
    return {"source_words": SOURCES, "answer_words": ANSWERS, "answer_badges": BADGES}
