"""Decisions at hand, in order of time, found by what they are compared with. Pure.

It answers what is asked of the past for one decision: the newest precedents of the same situation, rule and
zone, and what the same customer got in this situation. A decision that was corrected is not there any more.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.likeness import Yardstick
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.scales import measured

MOST_COMPARED = 400

Cell = tuple[str, str, Zone]


class Archive:
    """What was decided so far."""

    def __init__(self) -> None:
        self._cells: dict[Cell, list[Measured]] = defaultdict(list)
        self._of_customers: dict[tuple[str, int], list[Measured]] = defaultdict(list)
        self._standing: dict[int, Measured] = {}

    def correct(self, decision_id: int) -> None:
        """Take a decision out: a later one sets it right."""
        corrected = self._standing.pop(decision_id, None)
        if corrected is None:
            return
        if corrected.case.is_countable:
            self._cells[_cell(corrected.case)].remove(corrected)
        if corrected.case.customer_id is not None:
            self._of_customers[corrected.case.situation, corrected.case.customer_id].remove(corrected)

    def add(self, decided: Measured) -> None:
        """Take in the next decision."""
        case = decided.case
        self._standing[case.id] = decided
        if case.is_countable:
            self._cells[_cell(case)].append(decided)
        if case.customer_id is not None:
            self._of_customers[case.situation, case.customer_id].append(decided)

    def measure_anew(self, by: Yardstick) -> None:
        """Measure everything by another yardstick: as more is decided, it is known better what is usual."""
        cases = [each.case for each in self._standing.values()]
        strengths = measured(by, [case.facts for case in cases])
        pairs = zip(cases, strengths, strict=True)
        self._standing = {case.id: Measured(case, its_own, case.is_grant) for case, its_own in pairs}
        for known in (*self._cells.values(), *self._of_customers.values()):
            known[:] = [self._standing[each.case.id] for each in known]

    def __len__(self) -> int:
        """Return how many decisions stand."""
        return len(self._standing)

    @property
    def cases(self) -> list[Case]:
        """All that stands, in order of time."""
        return [each.case for each in self._standing.values()]

    def comparables(self, case: Case, window: timedelta) -> list[Measured]:
        """Return the newest precedents within the window before the case, the newest first."""
        cell, since = self._cells[_cell(case)], case.decided_at - window
        first = bisect_left(cell, since, key=lambda each: each.case.decided_at)
        return cell[max(first, len(cell) - MOST_COMPARED) :][::-1]

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
