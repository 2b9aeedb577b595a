"""Who else is in the same position: answered like a decision in question, in cases that equal cases speak for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries import checking, decisions
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.likeness import Strengths, difference
from tracker.precedents.rules.scales import measured


def in_same_position(
    session: Session, viewer: Viewer, decision: Decision, nearest: Sequence[Decision], *, now: datetime
) -> list[Decision]:
    """Return the other decisions that the nearest contradicted case contradicts as well, the newest first.

    Of refusals those in cases at least as strong as the granted one, of grants those in cases no stronger than
    the refused one.
    """
    if not nearest:
        return []
    _, ground = checking.ground(session, decision.situation_id, now)
    alike = decisions.answered_alike(session, viewer, decision)
    all_facts = schema.all_facts_from_json([each.facts for each in (nearest[0], *alike)])
    against, *strengths = measured(ground.yardstick, all_facts)
    pairs = zip(alike, strengths, strict=True)
    return [each for each, its_own in pairs if _is_contradicted(each, its_own, against)]


def _is_contradicted(decision: Decision, strengths: Strengths, against: Strengths) -> bool:
    gap = difference(strengths, against)
    return gap.is_at_least() if decision.outcome == Outcome.REFUSED else gap.is_at_most()
