"""Decisions as the rules see them, read quickly: hundreds for every request, of which few matter in the end."""

from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Float, Table, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from tracker.kernel.storage import as_stored, moment_of
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.likeness import Strengths, Yardstick
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.scales import measured
from tracker.precedents.rules.situations import Facts

CASES = cast(Table, Decision.__table__).c
"""Rows come from the table itself, by statements made once: hundreds are read for every request."""
CASE = select(
    *(CASES.id, CASES.outcome, CASES.facts, as_stored(CASES.decided_at), CASES.decided_by_id, CASES.team_id),
    *(type_coerce(CASES.amount, Float), CASES.one_off),
).where(
    CASES.situation_id == bindparam("situation_id"),
    CASES.decided_at >= bindparam("since"),
    CASES.decided_at <= bindparam("until"),
)
OUTCOME, FACTS = 1, 2
"""Where they stand in a row."""
OUTCOMES = {each.value: each for each in Outcome}
ZONES = {each.value: each for each in Zone}
"""Looked up, which is quicker than asking the enumeration."""
NEWEST_FIRST = (CASES.decided_at.desc(), CASES.id.desc())
IN_ANY_CELL = CASE.add_columns(CASES.rule_key, CASES.zone)
"""Of precedents both are known; in each column that is not read for hundreds of rows lies a good part of the time."""


Understood = tuple[Facts, Strengths]
MOST_KEPT = 1_000
MOST_SITUATIONS = 32
"""So much each process remembers of so many situations: some 25 MB at most."""


class Read(NamedTuple):
    """A decision as it was read: enough to see whether it can matter."""

    row: Any
    facts: Facts
    strengths: Strengths
    is_grant: bool

    def measured(self, situation: str, cell: tuple[str, ...] = ()) -> Measured:
        """Return it as the rules see it; its rule and zone were read with it, or are known."""
        return Measured(_case((*self.row, *cell), self.facts, situation), self.strengths, self.is_grant)


def read(session: Session, asked: Any, values: dict[str, Any], yardstick: Yardstick) -> list[Read]:
    """Return the decisions that a statement finds, measured; the statement is made of `CASE` or `IN_ANY_CELL`."""
    rows = session.execute(asked, values).all()
    known = _understood(yardstick, [row[FACTS] for row in rows])
    refused = Outcome.REFUSED.value
    return [Read(row, *known[row[FACTS]], row[OUTCOME] != refused) for row in rows]


def _understood(yardstick: Yardstick, texts: list[str]) -> dict[str, Understood]:
    """Return facts and strengths by the text in which they are stored.

    The next request in a situation reads mostly the same decisions again, so what was understood is kept for a while.
    """
    memory = _memory(yardstick)
    found = {text: memory.get(text) for text in texts}
    new = [text for text, known in found.items() if known is None]
    all_facts = schema.all_facts_from_json(new)
    understood = dict(zip(new, zip(all_facts, measured(yardstick, all_facts), strict=True), strict=True))
    if len(memory) + len(new) > MOST_KEPT:
        memory.clear()
    memory.update(understood)
    return {text: known for text, known in found.items() if known is not None} | understood


@lru_cache(maxsize=MOST_SITUATIONS)
def _memory(_yardstick: Yardstick) -> dict[str, Understood]:
    """Return what this process remembers of the decisions that are measured so."""
    return {}


def _case(row: tuple[Any, ...], facts: Facts, situation: str) -> Case:
    number, outcome, _, decided_at, agent_id, team_id, amount, is_one_off, rule_key, zone = row
    return Case(
        id=number,
        situation=situation,
        rule_id=rule_key,
        zone=ZONES[zone],
        decided_at=moment_of(decided_at),
        outcome=OUTCOMES[outcome],
        facts=facts,
        agent_id=agent_id,
        team_id=team_id,
        amount=None if amount is None else float(amount),
        is_one_off=is_one_off,
    )
