"""A customer has heard of it: the page that answers whether it applies to them, and who else holds it."""

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from tracker.customers import queries as customers
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.precedents.eligibility import Heard
from tracker.precedents.eligibility import eligibility as judge
from tracker.precedents.queries import holders
from tracker.precedents.queries import situations as queries
from tracker.precedents.queries.checking import ground
from tracker.precedents.recognising import suggestions
from tracker.precedents.records import Situation
from tracker.precedents.rules.situations import CHANNEL
from tracker.precedents.views.room import blueprint, today
from tracker.precedents.words import ELIGIBLE
from tracker.promises.shown import scope_in_words
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after
from tracker.web.texts import clean_line


@blueprint.get("/eligibility")
@needs_sign_in
def eligibility() -> ResponseReturnValue:
    session, who = db.session(), viewer()
    situation, customer_id = _situation(), request.args.get("customer", type=number)
    typed = clean_line(request.args.get("who"))
    channel, found = _channel(situation), None
    if situation is not None and customer_id is not None and not typed:
        heard = Heard(situation_id=situation.id, customer_id=customer_id, channel=channel or None)
        found = judge(session, who, heard, now=now(), today=today(who))
    return page_or_block(
        "precedents/eligibility.html",
        "main",
        situation=situation,
        title=situation.title_in(language()) if situation is not None else "",
        found=found,
        customer=customers.customer(session, who, customer_id) if customer_id is not None else None,
        typed=typed,
        channel=channel,
        channels=TELLING_CHANNELS,
        candidates=customers.suggest(session, who, typed),
        situations=[(each.id, each.title_in(language())) for each in queries.situations(session, only_active=True)],
        page=_holders(situation),
        scope=partial(scope_in_words, tiers=customers.tiers(session)),
        eligible=ELIGIBLE,
    )


def _situation() -> Situation | None:
    """Return the situation that was chosen, or the one that the words speak for."""
    chosen = request.args.get("situation", type=number)
    if chosen is not None:
        return queries.situation(db.session(), chosen)
    suggested = suggestions(db.session(), clean_line(request.args.get("words")), now())
    return suggested[0][0] if suggested else None


def _channel(situation: Situation | None) -> str | None:
    """Return over what it is asked: empty where that is not known, None where the policy does not ask for it."""
    if situation is None or CHANNEL in {each.name for each in situation.facts().factors}:
        return None
    if not ground(db.session(), situation.id, now())[1].rule.mentions(CHANNEL):
        return None
    chosen = request.args.get("channel", "")
    return chosen if chosen in dict(TELLING_CHANNELS) else ""


def _holders(situation: Situation | None) -> object:
    if situation is None:
        return None
    after = requested_after("holders")
    found = holders.holders(db.session(), viewer(), situation.id, now=now(), after=after, limit=PAGE_SIZE + 1)
    return page_of(found, "holders", lambda each: (each[0].decided_at, each[0].id))
