"""Deciding a request, and taking a decision back that was recorded by mistake."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents import considering
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import flags as flagged
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules import deciding as rules
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.use_cases.counting import count_out
from tracker.precedents.use_cases.recording import Decide, check_said, decision_of, raise_flags, write_down


def decide(session: Session, decide: Decide, now: datetime) -> Decision:
    """Record the answer to a request, and flag it where it contradicts policy or practice.

    Raises Invalid, naming the field, when it does so and nobody says why it may.
    """
    corrected = to_set_right(session, decide)
    considered = considering.consider(session, decide.draft, now)
    if corrected is None:
        rules.check_active(considered.ground.situation)
    wish, who = decide.wish, decide.draft.actor
    rules.check_wish(wish, who, has_amount=considered.ground.situation.has_amount)
    rules.check_zone(considered.zone, wish)
    check_said(decide)
    found = considered.findings(wish)
    rules.check_departure(found, considered.ground.rule, wish, who.role.value)
    departed = rules.departure(found, considered.ground.rule, wish, who.role.value)
    decision = decision_of(decide, considered, departed, now)
    write_down(session, decision, now)
    if corrected is not None:
        set_right(session, corrected, decision, now)
    if departed is Departure.OVERRULED:
        _overrule(session, decision, [each.case.id for each in found.weighing.against])
    elif departed is Departure.DISTINGUISHED:
        raise_flags(session, decision, found, now)
    return decision


def retract(session: Session, viewer: Viewer, decision_id: int, *, seen_version: int, now: datetime) -> Decision:
    """Take back a decision that was recorded by mistake: it counts nowhere any more."""
    decision = finding.decision_for_update(session, viewer, decision_id)
    open_flags = flagged.open_about(session, decision.id)
    _check_may_retract(decision, viewer, is_flagged=bool(open_flags))
    if decision.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this decision meanwhile."))
    decision.state, decision.retracted_at, decision.countable = "retracted", now, False
    session.flush()
    count_out(session, decision)
    gone = [*open_flags, *flagged.open_shown_only_by(session, decision.id)]
    _close(gone, FlagState.EVIDENCE_REMOVED, now)
    told = Happening(kind="decision_retracted", subject_type="decision", subject_id=decision.id, actor_id=viewer.id)
    record(session, told, now)
    return decision


def _is_theirs(decision: Decision, viewer: Viewer) -> bool:
    return decision.decided_by_id == viewer.id or decision.team_id in viewer.managed_team_ids


def _check_may_retract(decision: Decision, viewer: Viewer, *, is_flagged: bool) -> None:
    """Raise unless the viewer may: whoever takes a flagged decision back takes the flag with it."""
    if not _is_theirs(decision, viewer):
        raise Forbidden(N_("Only who decided, or the manager of the team, takes a decision back."))
    if is_flagged and decision.team_id not in viewer.managed_team_ids:
        raise Forbidden(N_("Something was found against this decision: only the manager of the team takes it back."))
    if decision.state != "decided":
        raise Invalid(N_("This decision was taken back already."))


def to_set_right(session: Session, decide: Decide) -> Decision | None:
    """Return the decision that is set right, locked."""
    if decide.corrects_id is None:
        return None
    corrected = finding.decision_for_update(session, decide.draft.actor, decide.corrects_id)
    if not _is_theirs(corrected, decide.draft.actor):
        raise Forbidden(N_("Only who decided, or the manager of the team, decides this anew."))
    if corrected.state != "decided" or corrected.situation_id != decide.draft.situation_id:
        raise Invalid(N_("This decision cannot be set right in this way."))
    if finding.correction_of(session, corrected.id) is not None:
        raise Invalid(N_("Somebody has decided this anew already."))
    return corrected


def set_right(session: Session, corrected: Decision, by: Decision, now: datetime) -> None:
    """Let a corrected decision bind nobody any more.

    What was found against it is settled when the customer got another answer; with the same answer on other facts it
    still waits for the manager.
    """
    corrected.countable = False
    if Outcome(corrected.outcome).is_grant is not Outcome(by.outcome).is_grant or corrected.amount != by.amount:
        _close(flagged.open_about(session, corrected.id), FlagState.CORRECTED, now, by.decided_by_id)


def _overrule(session: Session, decision: Decision, contradicted: Sequence[int]) -> None:
    """Let what the decision contradicts bind nobody any more: from now on it is done this way."""
    overruled = update(Decision).where(Decision.id.in_(contradicted))
    values = {"countable": False, "overruled_by_id": decision.id, "row_version": Decision.row_version + 1}
    session.execute(overruled.values(values), execution_options={"synchronize_session": False})


def _close(flags: Iterable[Flag], state: FlagState, now: datetime, by_id: int | None = None) -> None:
    for each in flags:
        each.state, each.closed_at, each.closed_by_id = state.value, now, by_id
