"""Leanings: who grants more, or less, than others did in cases like theirs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import fmean

from tracker.precedents.rules.likeness import ALIKE, no_stronger, no_weaker
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.statistics import discoveries, two_sided, winsorised

AROUND = timedelta(days=180)
PRIOR = 2.0
"""How many cases the rate of the whole situation counts as."""
FEWEST_ALIKE = 2
FEWEST_CASES = 15
LEAST_LEANING = 0.10


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much more often one person granted than was to be expected, as a share; negative for less often.

    `deviation` is the same in standard deviations, `evidence` the cases that went against expectation.
    """

    agent_id: int
    cases: int
    granted: int
    expected: float
    deviation: float
    evidence: tuple[int, ...]
    stands_out: bool = False

    @property
    def leaning(self) -> float:
        """The difference per case."""
        return (self.granted - self.expected) / self.cases


def leanings(cells: Iterable[Sequence[Measured]]) -> list[Leaning]:
    """Return how everybody leans, given the decisions of each situation, rule and zone of discretion."""
    expected: dict[int, list[tuple[Measured, float]]] = {}
    for cell in cells:
        for each, chance in _expectations([one for one in cell if one.case.zone is Zone.DISCRETION]):
            if each.case.agent_id is not None:
                expected.setdefault(each.case.agent_id, []).append((each, chance))
    found = [_leaning(agent_id, expected[agent_id]) for agent_id in sorted(expected)]
    return _judged([each for each in found if each.cases >= FEWEST_CASES])


def _expectations(cell: list[Measured]) -> Iterator[tuple[Measured, float]]:
    """Give each decision the chance of a grant, by those of others in cases like it around the same time."""
    if not cell:
        return
    overall = sum(each.is_grant for each in cell) / len(cell)
    ordered = sorted(cell, key=lambda each: each.case.decided_at)
    moments = [each.case.decided_at for each in ordered]
    for each in ordered:
        first = bisect_left(moments, each.case.decided_at - AROUND)
        last = bisect_right(moments, each.case.decided_at + AROUND)
        alike = _by_others_and_alike(each, ordered[first:last])
        if len(alike) >= FEWEST_ALIKE:
            yield each, (sum(other.is_grant for other in alike) + PRIOR * overall) / (len(alike) + PRIOR)


def _by_others_and_alike(one: Measured, among: Sequence[Measured]) -> list[Measured]:
    near = no_weaker(no_stronger(among, one.strengths, ALIKE), one.strengths, ALIKE)
    return [other for other in near if other.case.agent_id != one.case.agent_id]


def _leaning(agent_id: int, expected: list[tuple[Measured, float]]) -> Leaning:
    granted = sum(each.is_grant for each, _ in expected)
    chances = [chance for _, chance in expected]
    variance = sum(chance * (1 - chance) for chance in chances)
    deviation = (granted - sum(chances)) / sqrt(variance) if variance else 0.0
    is_lenient = deviation > 0
    against = tuple(each.case.id for each, _ in expected if each.is_grant == is_lenient)
    return Leaning(agent_id, len(expected), granted, sum(chances), deviation, against)


def _judged(found: list[Leaning]) -> list[Leaning]:
    """Mark those that stand out even when everybody is allowed the spread that all of them show."""
    if not found:
        return []
    spread = max(1.0, fmean(value * value for value in winsorised([each.deviation for each in found])))
    standing = discoveries([two_sided(each.deviation / sqrt(spread)) for each in found])
    return [_marked(each, is_found) for each, is_found in zip(found, standing, strict=True)]


def _marked(each: Leaning, is_found: bool) -> Leaning:  # noqa: FBT001
    stands_out = is_found and abs(each.leaning) >= LEAST_LEANING
    return Leaning(
        each.agent_id, each.cases, each.granted, each.expected, each.deviation, each.evidence, stands_out=stands_out
    )
