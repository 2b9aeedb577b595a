"""Deciding a request, and taking a decision back that was recorded by mistake."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.considering import Considered, consider
from tracker.precedents.queries import approvals
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import flags as flagged
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules import deciding as rules
from tracker.precedents.rules.correcting import Hands, check_same_customer
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.use_cases.continuing import (
    as_extension,
    check_extension,
    check_not_extended,
    give_back,
    go_on,
    to_extend,
)
from tracker.precedents.use_cases.correcting import (
    bring_back,
    close,
    follow_evidence,
    give_force_back,
    set_right,
    tell_owners,
)
from tracker.precedents.use_cases.counting import count_out
from tracker.precedents.use_cases.recording import Decide, check_said, decision_of, raise_flags, write_down


def decide(session: Session, decide: Decide, now: datetime) -> Decision:
    """Record the answer to a request, and flag it where it contradicts policy or practice.

    Raises Invalid, naming the field, when it does so and nobody says why it may.
    """
    corrected, extended = to_set_right(session, decide), to_extend(session, decide, now)
    considered = consider(session, decide.draft, now, corrects_id=decide.corrects_id)
    decide = as_extension(decide, extended)
    check_answer(decide, considered, corrected)
    check_extension(decide, considered, extended)
    wish = decide.wish
    found = considered.findings(wish)
    rules.check_departure(found, considered.ground.rule, wish, considered.rank)
    departed = rules.departure(found, considered.ground.rule, wish, considered.rank)
    decision = decision_of(decide, considered, departed, now)
    go_on(session, extended, decision)
    write_down(session, decision, now)
    if corrected is not None:
        set_right(session, corrected, decision, now)
    if departed is Departure.OVERRULED:
        _overrule(session, decision, [each.case.id for each in found.weighing.against])
    raise_flags(session, decision, found, now)
    return decision


def check_answer(decide: Decide, considered: Considered, corrected: Decision | None) -> None:
    """Raise Invalid, naming the field, for what is not answered at all, or not so."""
    if corrected is None:
        rules.check_active(considered.ground.situation)
    else:
        check_same_customer(corrected.customer_id, considered.asker.id, considered.asker.records)
    rules.check_wish(decide.wish, decide.draft.actor, has_amount=considered.ground.situation.has_amount)
    rules.check_zone(considered.zone, decide.wish)
    check_said(decide)


def retract(session: Session, viewer: Viewer, decision_id: int, *, seen_version: int, now: datetime) -> Decision:
    """Take back a decision that was recorded by mistake: it counts nowhere any more."""
    decision = finding.decision_for_update(session, viewer, decision_id)
    open_flags = flagged.open_about(session, decision.id)
    _check_theirs(session, decision, viewer, N_("Only who decided, or the manager of the team, takes a decision back."))
    _check_may_retract(decision, viewer, is_flagged=bool(open_flags))
    check_not_extended(session, decision)
    if decision.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this decision meanwhile."))
    decision.state, decision.retracted_at, decision.countable = "retracted", now, False
    session.flush()
    count_out(session, decision)
    give_force_back(session, decision)
    bring_back(session, decision, now)
    give_back(session, decision)
    close(open_flags, FlagState.EVIDENCE_REMOVED, now)
    follow_evidence(session, decision, now)
    tell_owners(session, decision, decision.id, now)
    told = Happening(kind="decision_retracted", subject_type="decision", subject_id=decision.id, actor_id=viewer.id)
    record(session, told, now)
    return decision


def hands_of(decision: Decision, approval: Approval | None) -> Hands:
    """Return through whose hands a decision went, given the request that it answers."""
    return Hands(
        decided_by_id=decision.decided_by_id,
        team_id=decision.team_id,
        asked_by_id=None if approval is None else approval.asked_by_id,
        approved_by_id=None if approval is None else approval.answered_by_id,
    )


def check_may_decide_anew(session: Session, decision: Decision, viewer: Viewer) -> None:
    """Raise Forbidden unless the viewer may, before anything is filled in.

    Who settles a flag about it may as well: of a manager's own decision that is the manager above.
    """
    otherwise = N_("Only who decided, or the manager of the team, decides this anew.")
    _check_theirs(session, decision, viewer, otherwise, settles=flagged.wait_about(session, viewer, decision.id))


def _check_theirs(
    session: Session, decision: Decision, viewer: Viewer, otherwise: str, *, settles: bool = False
) -> None:
    hands = hands_of(decision, approvals.of_decision(session, decision.id))
    if viewer.id == hands.asked_by_id:
        raise Forbidden(N_("Somebody else answered this for you: only they, or the manager of the team, undo it."))
    if not (settles or hands.may_undo(viewer)):
        raise Forbidden(otherwise)


def _check_may_retract(decision: Decision, viewer: Viewer, *, is_flagged: bool) -> None:
    """Raise unless the viewer may: whoever takes a flagged decision back takes the flag with it."""
    if is_flagged and decision.team_id not in viewer.managed_team_ids:
        raise Forbidden(N_("Something was found against this decision: only the manager of the team takes it back."))
    if decision.state == "corrected":
        raise Invalid(N_("Somebody has decided this anew already."))
    if decision.state != "decided":
        raise Invalid(N_("This decision was taken back already."))


def to_set_right(session: Session, decide: Decide) -> Decision | None:
    """Return the decision that is set right, locked."""
    if decide.corrects_id is None:
        return None
    who = decide.draft.actor
    corrected = finding.decision_for_update(session, who, decide.corrects_id)
    check_may_decide_anew(session, corrected, who)
    if corrected.state == "corrected":
        raise Invalid(N_("Somebody has decided this anew already."))
    if corrected.state != "decided" or corrected.situation_id != decide.draft.situation_id:
        raise Invalid(N_("This decision cannot be set right in this way."))
    if corrected.extends_id is not None:
        raise Invalid(N_("An extension is not decided anew: take it back, and extend the grant again."))
    check_not_extended(session, corrected)
    return corrected


def _overrule(session: Session, decision: Decision, contradicted: Sequence[int]) -> None:
    """Let what the decision contradicts bind nobody any more: from now on it is done this way."""
    overruled = update(Decision).where(Decision.id.in_(contradicted))
    values = {"countable": False, "overruled_by_id": decision.id, "row_version": Decision.row_version + 1}
    session.execute(overruled.values(values), execution_options={"synchronize_session": False})
