"""Deciding a request, and taking a decision back that was recorded by mistake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents import considering
from tracker.precedents.considering import Considered, Draft
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import flags as flagged
from tracker.precedents.records import Decision, Flag, FlagEvidence
from tracker.precedents.rules import deciding as rules
from tracker.precedents.rules import schema
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.deciding import Departure, Wish
from tracker.precedents.rules.flags import FlagState, Raised, raised
from tracker.precedents.use_cases.counting import count_in, count_out
from tracker.promises.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """A request, how it is answered, and what else is remembered of it.

    `request` is what the customer asked for, in their words; `corrects_id` the decision that this one sets
    right; a form (`form_key`) sent twice decides once.
    """

    draft: Draft
    wish: Wish
    request: str = ""
    channel: Channel = Channel.PHONE
    corrects_id: int | None = None
    form_key: str | None = None


def decide(session: Session, decide: Decide, now: datetime) -> Decision:
    """Record the answer to a request, and flag it where it contradicts policy or practice.

    Raises Invalid, naming the field, when it does so and nobody says why it may.
    """
    corrected = _corrected(session, decide)
    considered = considering.consider(session, decide.draft, now)
    wish, who = decide.wish, decide.draft.actor
    rules.check_wish(wish, who, has_amount=considered.ground.situation.has_amount)
    rules.check_zone(considered.zone, wish)
    found = considered.findings(wish)
    rules.check_departure(found, considered.ground.rule, wish, who.role.value)
    departed = rules.departure(found, considered.ground.rule, wish, who.role.value)
    decision = _decision(decide, considered, departed, now)
    session.add(decision)
    session.flush()
    count_in(session, decision)
    if corrected is not None:
        _set_right(session, corrected, decision, now)
    if departed is Departure.OVERRULED:
        _overrule(session, decision, [each.case.id for each in found.weighing.against])
    elif departed is Departure.DISTINGUISHED:
        _flag(session, decision, found, now)
    record(session, _told(decision, decide, "decision_made"), now)
    return decision


def retract(session: Session, viewer: Viewer, decision_id: int, *, seen_version: int, now: datetime) -> Decision:
    """Take back a decision that was recorded by mistake: it counts nowhere any more."""
    decision = finding.decision_for_update(session, viewer, decision_id)
    _check_may_retract(decision, viewer)
    if decision.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this decision meanwhile."))
    decision.state, decision.retracted_at, decision.countable = "retracted", now, False
    session.flush()
    count_out(session, decision)
    gone = [*flagged.open_about(session, decision.id), *flagged.open_shown_only_by(session, decision.id)]
    _close(gone, FlagState.EVIDENCE_REMOVED, now)
    told = Happening(kind="decision_retracted", subject_type="decision", subject_id=decision.id, actor_id=viewer.id)
    record(session, told, now)
    return decision


def _check_may_retract(decision: Decision, viewer: Viewer) -> None:
    if decision.decided_by_id != viewer.id and decision.team_id not in viewer.managed_team_ids:
        raise Forbidden(N_("Only who decided, or the manager of the team, takes a decision back."))
    if decision.state != "decided":
        raise Invalid(N_("This decision was taken back already."))


def _corrected(session: Session, decide: Decide) -> Decision | None:
    """Return the decision that is set right, locked."""
    if decide.corrects_id is None:
        return None
    corrected = finding.decision_for_update(session, decide.draft.actor, decide.corrects_id)
    if corrected.state != "decided" or corrected.situation_id != decide.draft.situation_id:
        raise Invalid(N_("This decision cannot be set right in this way."))
    if finding.correction_of(session, corrected.id) is not None:
        raise Invalid(N_("Somebody has decided this anew already."))
    return corrected


def _decision(decide: Decide, considered: Considered, departed: Departure, now: datetime) -> Decision:
    actor, wish, ground = decide.draft.actor, decide.wish, considered.ground
    return Decision(
        situation_id=ground.situation_id,
        policy_version_id=ground.version.id if ground.version is not None else None,
        rule_key=ground.rule_key,
        zone=considered.zone.value,
        outcome=wish.outcome.value,
        countable=rules.is_precedent(departed, wish),
        decided_at=now,
        decided_by_id=actor.id,
        role=actor.role.value,
        team_id=considered.case.team_id,
        customer_id=considered.asker.id,
        channel=decide.channel.value,
        request=decide.request,
        facts=schema.written(considered.case.facts),
        amount=wish.amount if wish.outcome.is_grant else None,
        departure=departed.value,
        reason=wish.reason,
        approver_role=actor.role.value if departed is Departure.EXCEPTED else None,
        one_off=wish.is_one_off and wish.outcome.is_grant,
        corrects_id=decide.corrects_id,
        form_key=decide.form_key,
    )


def _set_right(session: Session, corrected: Decision, by: Decision, now: datetime) -> None:
    """Let a corrected decision bind nobody any more; what was found against it is settled."""
    corrected.countable = False
    _close(flagged.open_about(session, corrected.id), FlagState.CORRECTED, now, by.decided_by_id)


def _overrule(session: Session, decision: Decision, contradicted: Sequence[int]) -> None:
    """Let what the decision contradicts bind nobody any more: from now on it is done this way."""
    overruled = update(Decision).where(Decision.id.in_(contradicted))
    values = {"countable": False, "overruled_by_id": decision.id, "row_version": Decision.row_version + 1}
    session.execute(overruled.values(values), execution_options={"synchronize_session": False})


def _flag(session: Session, decision: Decision, found: Findings, now: datetime) -> None:
    session.add_all(_flag_of(decision, each, now) for each in raised(found))
    session.flush()


def _flag_of(decision: Decision, each: Raised, now: datetime) -> Flag:
    return Flag(
        type=each.type.value,
        severity=each.severity.value,
        decision_id=decision.id,
        team_id=decision.team_id,
        numbers=schema.written(dict(each.numbers)),
        created_at=now,
        evidence=[FlagEvidence(decision_id=number, position=place) for place, number in enumerate(each.evidence)],
    )


def _close(flags: Iterable[Flag], state: FlagState, now: datetime, by_id: int | None = None) -> None:
    for each in flags:
        each.state, each.closed_at, each.closed_by_id = state.value, now, by_id


def _told(decision: Decision, decide: Decide, kind: str) -> Happening:
    words = {
        "outcome": decision.outcome,
        "situation_id": decision.situation_id,
        "customer_id": decision.customer_id,
        "departure": decision.departure,
        "corrects_id": decide.corrects_id,
    }
    return Happening(
        kind=kind,
        subject_type="decision",
        subject_id=decision.id,
        actor_id=decision.decided_by_id,
        words={name: value for name, value in words.items() if value},
    )
