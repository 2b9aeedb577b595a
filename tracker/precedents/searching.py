"""Searching precedents: what is looked for, and the decisions most like it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries import checking, decisions, similar
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.likeness import Strengths
from tracker.precedents.rules.scales import measured
from tracker.precedents.rules.similar import Candidate, most_alike
from tracker.precedents.rules.situations import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: words, or facts of a situation, or both. Facts that are not known are not compared."""

    words: str = ""
    situation_id: int | None = None
    facts: Facts
    outcome: Outcome | None = None

    @property
    def knows_facts(self) -> bool:
        """Whether any fact is given."""
        return self.situation_id is not None and any(value is not None for value in self.facts.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for yet."""
        return not self.words.strip() and not self.knows_facts


def search(session: Session, viewer: Viewer, sought: Sought, now: datetime) -> list[Decision]:
    """Return the decisions most like what is looked for, the most like it first."""
    if sought.is_empty:
        return []
    rows = similar.newest(session, viewer, sought.situation_id, sought.outcome)
    said = [f"{row.title_de} {row.title_en} {row.request} {row.reason}" for row in rows]
    own, theirs = _strengths(session, sought, [row.facts for row in rows], now)
    candidates = [Candidate(row.id, text, strengths) for row, text, strengths in zip(rows, said, theirs, strict=True)]
    return decisions.by_numbers(session, viewer, most_alike(candidates, sought.words, own))


def _strengths(
    session: Session, sought: Sought, facts: list[str], now: datetime
) -> tuple[Strengths | None, list[Strengths]]:
    if sought.situation_id is None or not sought.knows_facts:
        return None, [()] * len(facts)
    _, ground = checking.ground(session, sought.situation_id, now)
    return ground.yardstick.measure(sought.facts), measured(ground.yardstick, schema.all_facts_from_json(facts))
