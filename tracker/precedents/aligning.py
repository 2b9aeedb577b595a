"""Bringing decisions in line with one that was found right, one customer after the other."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.exposure import Finding, exposed, refused_all_the_same
from tracker.precedents.queries import decisions
from tracker.precedents.queries.flags import alignable
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.flags import FlagType


def aligns_to_grant(session: Session, viewer: Viewer, flag_id: int, corrected_id: int, *, now: datetime) -> bool | None:
    """Return which answer brings a decision in line with what a flag shows: a grant or not; None where none does.

    The flag waits or waited for the viewer, and it contrasts the decision, or one in the same position, with one that
    was answered so and stands.
    """
    flag = alignable(session, viewer, flag_id)
    if flag is None or flag.decision_id is None:
        return None
    shown = decisions.by_numbers(session, viewer, [flag.decision_id, *(each.decision_id for each in flag.evidence)])
    corrected = next(iter(decisions.by_numbers(session, viewer, [corrected_id])), None)
    if corrected is None or not _is_meant(session, viewer, flag, [corrected, *shown], now=now):
        return None
    models = [each for each in shown if each.state == "decided" and _is_grant(each) is not _is_grant(corrected)]
    return _is_grant(models[0]) if models else None


def _is_meant(session: Session, viewer: Viewer, flag: Flag, those: list[Decision], *, now: datetime) -> bool:
    """Whether a flag is about the first of these, about one that is shown beside it, or one in the same position."""
    corrected, *shown = those
    if corrected.id in {each.id for each in shown}:
        return True
    found = Finding(type=FlagType(flag.type), decision=shown[0], evidence=shown[1:], numbers={})
    alike = exposed(session, viewer, found, now=now)
    return corrected.id in {each.id for each in (*alike, *refused_all_the_same(session, viewer, found, now=now))}


def _is_grant(decision: Decision) -> bool:
    return Outcome(decision.outcome).is_grant
