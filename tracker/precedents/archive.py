"""Decisions at hand, in order of time, found by what they are compared with. Pure.

It answers what is asked of the past for one decision: the newest precedents of the same situation, rule and
zone, and what the same customer got in this situation. A decision that was corrected is no precedent any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured

MOST_COMPARED = 400

Cell = tuple[str, str, Zone]


class Archive:
    """What was decided so far."""

    def __init__(self) -> None:
        self._cells: dict[Cell, list[Measured]] = defaultdict(list)
        self._of_customers: dict[tuple[str, int], list[Measured]] = defaultdict(list)
        self._corrected: set[int] = set()

    def correct(self, decision_id: int) -> None:
        """Take a decision out of the precedents: a later one sets it right."""
        self._corrected.add(decision_id)

    def add(self, decided: Measured) -> None:
        """Take in the next decision."""
        case = decided.case
        if case.is_countable:
            self._cells[_cell(case)].append(decided)
        if case.customer_id is not None:
            self._of_customers[case.situation, case.customer_id].append(decided)

    def comparables(self, case: Case, window: timedelta) -> list[Measured]:
        """Return the newest precedents within the window before the case, the newest first."""
        newest = self._newest(_cell(case), case.decided_at - window)
        return list(islice((each for each in newest if each.case.id not in self._corrected), MOST_COMPARED))

    def _newest(self, cell: Cell, since: datetime) -> Iterator[Measured]:
        for each in reversed(self._cells[cell]):
            if each.case.decided_at < since:
                return
            yield each

    def of_customer(self, case: Case) -> list[Measured]:
        """Return what was decided for the same customer in this situation, the oldest first."""
        return [] if case.customer_id is None else self._of_customers[case.situation, case.customer_id]


def by_cell(decisions: Iterable[Measured]) -> list[list[Measured]]:
    """Return the decisions of each situation, rule and zone together."""
    cells: dict[Cell, list[Measured]] = defaultdict(list)
    for each in decisions:
        cells[_cell(each.case)].append(each)
    return list(cells.values())


def _cell(case: Case) -> Cell:
    return case.situation, case.rule_id, case.zone
