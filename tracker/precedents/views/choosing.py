"""What a request is about: situations to choose from, those first that its words speak for."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.precedents.queries import situations as queries
from tracker.precedents.recognising import sounds_like, suggestions
from tracker.precedents.views.room import blueprint
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block, wants_fragment
from tracker.web.guards import needs_role
from tracker.web.languages import language
from tracker.web.texts import clean_text

MOST_READ = 600
"""Letters of a request that are looked at."""
SWITCHED_OFF = 422


@blueprint.get("/decisions/new")
@needs_role(Role.AGENT, Role.MANAGER)
def choose_situation() -> ResponseReturnValue:
    return choice()


def choice(switched_off: str = "") -> Response:
    """Offer the situations that can be chosen; where somebody came for one that cannot, say so."""
    words, session = clean_text(request.args.get("words"))[:MOST_READ], db.session()
    found = suggestions(session, words, now())
    first = {each.id for each, _ in found}
    answer = page_or_block(
        "precedents/choose.html",
        "found",
        switched_off=switched_off,
        words=words,
        customer=request.args.get("customer", type=number),
        suggested=[(each.id, each.title_in(language()), why.words) for each, why in found],
        situations=[each for each in _all() if each[0] not in first],
    )
    answer.status_code = SWITCHED_OFF if switched_off else answer.status_code
    return answer


def _all() -> list[tuple[int, str]]:
    return [(each.id, each.title_in(language())) for each in queries.situations(db.session(), only_active=True)]


@blueprint.get("/situations/<int:situation_id>/sounds-like")
@needs_role(Role.AGENT, Role.MANAGER)
def question_situation(situation_id: int) -> ResponseReturnValue:
    """Ask, while a request is still being typed, whether it belongs to another situation."""
    if not wants_fragment():
        return see_other(url_for(".decide", situation_id=situation_id))
    situation = queries.situation(db.session(), situation_id)
    words = clean_text(request.args.get("request"))[:MOST_READ]
    other = sounds_like(db.session(), words, situation, now())
    return page_or_block("precedents/decide.html", "sounds", other=other, language=language())
