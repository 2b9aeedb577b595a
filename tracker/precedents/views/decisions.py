"""Decisions: the list of them, one of them, and taking one back."""

from datetime import UTC, date, timedelta

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext

from tracker.customers import queries as customers
from tracker.kernel.bounds import number, number_or_none
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.precedents.advising import MOST_LISTED
from tracker.precedents.queries import approvals, families
from tracker.precedents.queries import decisions as queries
from tracker.precedents.queries import flags as flagged
from tracker.precedents.queries.decisions import Wanted
from tracker.precedents.queries.situations import situations as all_situations
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.configuring import MOST_DAYS
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.drift import LOOKED_BACK
from tracker.precedents.rules.extending import may_go_on
from tracker.precedents.rules.flags import FlagState, FlagType, state_at
from tracker.precedents.rules.policies import Zone
from tracker.precedents.shown import TierNames, facts_in_a_line, facts_of
from tracker.precedents.use_cases.deciding import hands_of
from tracker.precedents.use_cases.deciding import retract as take_back
from tracker.precedents.use_cases.revoking import grant_of, may_revoke
from tracker.precedents.views.room import blueprint, tabs
from tracker.precedents.words import DEPARTURES, FLAG_STATES, FLAG_TYPES, NO_POLICY, OUTCOMES, UNIT_STATES, ZONES
from tracker.promises.words import CHANNELS
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import language
from tracker.web.paging import PAGE_SIZE, page_of, requested_after

GIVEN = "given"
"""What is asked for as an answer where grants in part are meant as well."""
RULED_OUT = {"outcome": GIVEN, "zone": Zone.PROHIBITED.value, "days": LOOKED_BACK.days, "rule": "now"}
"""The address of the grants that make an exception the rule."""


@blueprint.get("/decisions")
@needs_sign_in
def decisions() -> ResponseReturnValue:
    session, who, wanted = db.session(), viewer(), _wanted()
    found = queries.decisions(session, who, wanted, after=requested_after("decisions"), limit=PAGE_SIZE + 1)
    tiers = tier_names()
    return page_or_block(
        "precedents/decisions.html",
        "list",
        page=page_of(found, "decisions", lambda each: (each.decided_at, each.id)),
        facts=lambda each: facts_in_a_line(each.situation.facts(), schema.facts_from_json(each.facts), tiers),
        wanted=wanted,
        situations=[(each.id, each.title_in(language())) for each in all_situations(session)],
        outcomes=[*((key.value, words) for key, words in OUTCOMES.items()), (GIVEN, gettext("Granted, also in part"))],
        given=GIVEN,
        zone_words=ZONES[Zone(wanted.zone)] if wanted.zone else "",
        title_of=lambda each: each.situation.title_in(language()),
        about_me=flagged.about_person(session, who, now()),
        tabs=tabs(who, "precedents.decisions"),
    )


@blueprint.get("/decisions/<int:decision_id>")
@needs_sign_in
def show(decision_id: int) -> ResponseReturnValue:
    session, who = db.session(), viewer()
    decision = queries.decision(session, who, decision_id)
    version, approval = decision.policy_version, approvals.of_decision(session, decision_id)
    return page_or_block(
        "precedents/decision.html",
        "main",
        decision=decision,
        outcome=Outcome(decision.outcome),
        title=decision.situation.title_in(language()),
        facts=facts_of(decision.situation.facts(), schema.facts_from_json(decision.facts), tier_names()),
        zone_words=NO_POLICY if version is None else ZONES[Zone(decision.zone)],
        policy="" if version is None else version.text_in(language()),
        departure=DEPARTURES.get(Departure(decision.departure), ""),
        channel=CHANNELS[decision.channel],
        flags=[(each, *flag_words(each)) for each in flagged.shown_of(session, who, [decision.id])],
        corrected_by=queries.correction_of(session, decision.id),
        approval=approval,
        promises=queries.promises_of(session, who, decision.id),
        reference=queries.reference_of(decision.id),
        may_change=decision.state == "decided" and hands_of(decision, approval).may_undo(who),
        may_revoke=may_revoke(session, who, decision, now()),
        **_going_on(decision),
    )


def _going_on(decision: Decision) -> dict[str, object]:
    """Return how a grant goes on: whether it can, who waits for that, and how often it did, the newest first."""
    session = db.session()
    found = families.members(session, families.root_of(decision)) if decision.outcome != "refused" else []
    return {
        "may_extend": viewer().role is not Role.ADMIN and may_go_on(grant_of(session, decision), now()),
        "waiting": families.waiting_for(session, decision.id),
        "extensions": [each for each in found if each.extends_id is not None],
        "goes_on": any(each.id > decision.id and each.outcome != "refused" for each in found),
    }


def flag_words(flag: Flag) -> tuple[LazyString, LazyString]:
    """Return what a flag is about, and where it stands."""
    states = UNIT_STATES if flag.decision_id is None else FLAG_STATES
    return FLAG_TYPES[FlagType(flag.type)], states[state_at(FlagState(flag.state), flag.created_at, now())]


@blueprint.post("/decisions/<int:decision_id>/retract")
@needs_sign_in
def retract(decision_id: int) -> ResponseReturnValue:
    seen = request.form.get("seen_version", 0, type=number)
    with transaction() as session:
        take_back(session, viewer(), decision_id, seen_version=seen, now=now())
    flash(gettext("Taken back: it counts nowhere any more."), "ok")
    return see_other(url_for(".show", decision_id=decision_id))


def tier_names() -> TierNames:
    """Return what the tiers are called, by their rank."""
    return {float(each.rank): each.name_in(language()) for each in customers.tiers(db.session())}


def _wanted() -> Wanted:
    outcome, zone, days = (request.args.get(name, "") for name in ("outcome", "zone", "days"))
    counted = number_or_none(days)
    return Wanted(
        situation_id=request.args.get("situation", type=number),
        team_id=request.args.get("team", type=number),
        outcome=outcome if outcome in set(Outcome) else None,
        customer_id=request.args.get("customer", type=number),
        numbers=_numbers(),
        zone=zone if zone in set(Zone) else None,
        since=None if counted is None else first_day(min(max(counted, 1), MOST_DAYS)),
        in_force_at=now() if request.args.get("rule") == "now" else None,
        only_grants=outcome == GIVEN,
    )


def first_day(days: int) -> date:
    """Return the first of so many days up to today, by the calendar of the counts."""
    return now().astimezone(UTC).date() - timedelta(days=days - 1)


def _numbers() -> tuple[int, ...] | None:
    """Return the decisions that the address names, `no=12,15`; None where it names none."""
    named = [number_or_none(each) for each in request.args.get("no", "").split(",")[:MOST_LISTED]]
    found = tuple(each for each in named if each is not None)
    return found or None
