"""Deciding a request: what it is about, what is to be known before it is answered, and the answer."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from tracker.customers import queries as customers
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid, Refusal
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.advising import Advice
from tracker.precedents.considering import consider
from tracker.precedents.forms.deciding import DecisionForm, decision_form
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import situations as queries
from tracker.precedents.queries.checking import ground
from tracker.precedents.recognising import sounds_like
from tracker.precedents.records import Situation
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.situations import CHANNEL
from tracker.precedents.use_cases.approvals import ask_approval
from tracker.precedents.use_cases.deciding import check_may_decide_anew
from tracker.precedents.use_cases.deciding import decide as decide_request
from tracker.precedents.views.advice import advice_for
from tracker.precedents.views.asking_once import ask_once
from tracker.precedents.views.choosing import MOST_READ, choice
from tracker.precedents.views.comparing import address_of_comparison, is_resumed, resumed
from tracker.precedents.views.room import blueprint
from tracker.precedents.words import OUTCOMES
from tracker.promises.views.entering import customer_of, offer_candidates, settle_whom
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block, wants_fragment
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language
from tracker.web.texts import clean_text


@blueprint.route("/situations/<int:situation_id>/decide", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def decide(situation_id: int) -> ResponseReturnValue:
    situation = queries.situation(db.session(), situation_id)
    if not situation.active and not request.values.get("corrects"):
        return choice(situation.title_in(language()))
    form = decision_form(situation.facts())()
    if request.method == "GET" and is_resumed():
        form = resumed(situation)
    elif request.method == "GET":
        _prefill(form, situation)
    elif request.form.get("do") == "compare":
        return see_other(address_of_comparison(situation_id))
    elif "quick" in request.form or request.form.get("do") == "check":
        form.reason.data = request.form.get("quick") or form.reason.data
        return page_or_block("precedents/decide.html", "main", form=form, **_page(form, situation))
    save = _ask if request.form.get("do") == "ask" else _save
    return answer_form(
        form,
        "precedents/decide.html",
        "main",
        save=lambda: save(form, situation),
        context=lambda: _page(form, situation),
    )


@blueprint.get("/situations/<int:situation_id>/check")
@needs_role(Role.AGENT, Role.MANAGER)
def check(situation_id: int) -> ResponseReturnValue:
    """Answer what is to be known before a request is answered, while it is still being typed."""
    situation = queries.situation(db.session(), situation_id)
    if not wants_fragment():
        return see_other(url_for(".decide", situation_id=situation_id))
    form = decision_form(situation.facts())(request.args)
    form.validate()
    return page_or_block("precedents/decide.html", "advice", form=form, advice=_advice(form, situation.id))


def _prefill(form: DecisionForm, situation: Situation) -> None:
    """Take the customer and over what they ask, or the decision that is set right, from the address."""
    form.start()
    if request.args.get("channel") in dict(TELLING_CHANNELS):
        form.channel.data = request.args["channel"]
    who, session = viewer(), db.session()
    form.request.data = clean_text(request.args.get("words"))[:MOST_READ]
    customer_id = request.args.get("customer", type=number)
    corrects_id = request.args.get("corrects", type=number)
    if customer_id is not None:
        form.choose(customers.customer(session, who, customer_id))
    if corrects_id is not None:
        earlier = finding.decision(session, who, corrects_id)
        check_may_decide_anew(session, earlier, who)
        if earlier.situation_id == situation.id:
            form.show(earlier)
            form.aligns.data = request.args.get("aligns", "")


def _page(form: DecisionForm, situation: Situation) -> dict[str, object]:
    who = viewer()
    if not form.form_key.data:
        form.start()
    shown = _advice(form, situation.id)
    offer_candidates(db.session(), form, who)
    return {
        "situation": situation,
        "title": situation.title_in(language()),
        "language": language(),
        "other": _other(form, situation),
        "asks_channel": ground(db.session(), situation.id, now())[1].rule.mentions(CHANNEL),
        "advice": shown,
        "outcomes": OUTCOMES,
        "may_overrule": who.role is Role.MANAGER,
        "back": next_address(url_for(".choose_situation")),
    }


def _other(form: DecisionForm, situation: Situation) -> Situation | None:
    """Return the situation that the words clearly speak for, if it is another one. A correction stays where it is."""
    said = form.request.data or ""
    return None if form.corrects_id is not None else sounds_like(db.session(), said[:MOST_READ], situation, now())


def _advice(form: DecisionForm, situation_id: int) -> Advice | None:
    """Return what is to be known; None where nothing was typed yet, or it is about nobody who exists."""
    who, session = viewer(), db.session()
    try:
        settle_whom(form, who)
        draft = form.draft(who, situation_id)
        if not any(value is not None for value in draft.facts.values()):
            return None
        considered = consider(session, draft, now(), corrects_id=form.corrects_id)
    except Refusal:
        return None
    return advice_for(who, considered, form.wish(Outcome.GRANTED))


def _save(form: DecisionForm, situation: Situation) -> str:
    """Record the answer; return where to go. A form that was sent before leads to what it recorded."""
    who = viewer()
    settle_whom(form, who)
    try:
        with transaction() as session:
            customer = customer_of(session, form, who)
            if customer is not None:
                form.choose(customer)
            decision = decide_request(session, form.command(form.draft(who, situation.id)), now())
    except (Invalid, IntegrityError):
        earlier = finding.recorded_with(db.session(), who, form.form_key.data or "")
        if earlier is None:
            raise
        return url_for(".show", decision_id=earlier)
    flash(_said(decision.outcome), "ok")
    return url_for(".show", decision_id=decision.id)


def _ask(form: DecisionForm, situation: Situation) -> str:
    """Let the request wait for somebody who may grant it; return where to go."""
    who = viewer()

    def ask() -> int:
        settle_whom(form, who)
        with transaction() as session:
            customer = customer_of(session, form, who)
            if customer is not None:
                form.choose(customer)
            return ask_approval(session, form.command_to(Outcome.GRANTED, form.draft(who, situation.id)), now()).id

    return ask_once(who, form.form_key.data or "", ask)


def _said(outcome: str) -> str:
    return gettext("Recorded: %(answer)s.", answer=OUTCOMES[Outcome(outcome)])
