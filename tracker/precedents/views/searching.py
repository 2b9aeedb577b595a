"""Searching precedents by situation, factors and words."""

from flask import request
from flask.typing import ResponseReturnValue

from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.precedents.forms.deciding import DecisionForm, decision_form
from tracker.precedents.queries import situations as queries
from tracker.precedents.queries.similar import MOST_LOOKED_AT
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.searching import Sought, search
from tracker.precedents.shown import facts_in_a_line
from tracker.precedents.views.decisions import tier_names
from tracker.precedents.views.room import blueprint, tabs
from tracker.precedents.words import OUTCOMES
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.texts import clean_line


@blueprint.get("/decisions/search")
@needs_sign_in
def search_precedents() -> ResponseReturnValue:
    session, who, tiers = db.session(), viewer(), tier_names()
    form = _form(request.args.get("situation", type=number))
    sought = _sought(form)
    return page_or_block(
        "precedents/search.html",
        "main",
        form=form,
        sought=sought,
        found=search(session, who, sought, now()),
        facts=lambda each: facts_in_a_line(each.situation.facts(), schema.facts_from_json(each.facts), tiers),
        title_of=lambda each: each.situation.title_in(language()),
        situations=[(each.id, each.title_in(language())) for each in queries.situations(session)],
        outcomes=[(key.value, words) for key, words in OUTCOMES.items()],
        most=MOST_LOOKED_AT,
        tabs=tabs(who, "precedents.decisions"),
    )


def _form(situation_id: int | None) -> DecisionForm | None:
    """Return the form of a situation with what is known of the case; None where no situation is chosen."""
    if situation_id is None:
        return None
    return decision_form(queries.situation(db.session(), situation_id).facts())(request.args)


def _sought(form: DecisionForm | None) -> Sought:
    outcome = request.args.get("outcome", "")
    return Sought(
        words=clean_line(request.args.get("q")),
        situation_id=request.args.get("situation", type=number),
        facts={} if form is None else form.facts(),
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
    )
