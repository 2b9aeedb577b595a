"""Bringing decisions in line with one that was found right, one customer after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.exposure import Finding, exposed, refused_all_the_same
from tracker.precedents.queries import decisions
from tracker.precedents.queries.checking import Ground
from tracker.precedents.queries.flags import alignable
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.flags import FlagState, FlagType, state_at
from tracker.precedents.rules.likeness import difference
from tracker.precedents.rules.scales import measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligning:
    """Which decision is brought in line with what a flag shows, as which case it is answered anew now, and on what."""

    flag_id: int
    corrected_id: int
    case: Case
    ground: Ground


def aligns_to_grant(session: Session, viewer: Viewer, aligning: Aligning, *, now: datetime) -> bool | None:
    """Return which answer brings a decision in line with what a flag shows: a grant or not; None where none does.

    The flag waits or waited for the viewer, and it contrasts the decision, or one in the same position, with one that
    was answered so and stands. The case as it is answered now is still in that position, under the same rule.
    """
    flag = alignable(session, viewer, aligning.flag_id)
    if flag is None or flag.decision_id is None or _has_expired(flag, now):
        return None
    shown = decisions.by_numbers(session, viewer, [flag.decision_id, *(each.decision_id for each in flag.evidence)])
    corrected = next(iter(decisions.by_numbers(session, viewer, [aligning.corrected_id])), None)
    if corrected is None or not _is_meant(session, viewer, flag, [corrected, *shown], now=now):
        return None
    models = [each for each in _standing(session, viewer, shown) if _is_grant(each) is not _is_grant(corrected)]
    found = next((each for each in models if _follows(aligning, corrected, each)), None)
    return None if found is None else _is_grant(found)


def _has_expired(flag: Flag, now: datetime) -> bool:
    return state_at(FlagState(flag.state), flag.created_at, now) is FlagState.EXPIRED


def _standing(session: Session, viewer: Viewer, shown: Sequence[Decision]) -> list[Decision]:
    """Return what stands of these: in place of what was decided anew the last answer to it, be it the same again."""
    last = [decisions.last_answer_to(session, each.id) if each.state == "corrected" else each.id for each in shown]
    return [each for each in decisions.by_numbers(session, viewer, last) if each.state == "decided"]


def _follows(aligning: Aligning, corrected: Decision, model: Decision) -> bool:
    """Whether the case asks for the answer of the model: it is as strong as that, or as weak, and as much is known.

    Under another rule, or on facts that were changed beyond that, it is judged like any other.
    """
    case = aligning.case
    if (case.rule_id, case.zone.value) != (model.rule_key, model.zone):
        return False
    before, there = schema.all_facts_from_json([corrected.facts, model.facts])
    now_so, earlier, as_model = measured(aligning.ground.yardstick, [case.facts, before, there])
    gap = difference(now_so, as_model)
    if gap.unknown > difference(earlier, as_model).unknown:
        return False
    return gap.is_at_least() if _is_grant(model) else gap.is_at_most()


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
