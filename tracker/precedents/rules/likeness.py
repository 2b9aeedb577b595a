"""How alike two cases are, and which of them is the stronger one.

Every compared factor is brought to one measure, on which more speaks for granting and a difference of 1
is as much as two cases may differ and still be alike. Yes and no, and the steps of a tier, tolerate nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import NamedTuple

from tracker.precedents.rules.situations import (
    Factor,
    FactorKind,
    Facts,
    SituationFacts,
    Tolerance,
    ToleranceKind,
    Value,
)

TOLERATED_SHARE = 0.125
"""Two numbers are alike when at most this share of the situation's cases lies between them."""
POINTS = 100
STRICT = 1e9
"""One step of what tolerates no difference, in units of what is tolerated."""
LEAST = 1e-9

Strength = float | str | None
Strengths = tuple[Strength, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a number stands among those of its situation: up to a hundred sorted points of them."""

    points: tuple[float, ...] = ()

    @classmethod
    def of(cls, values: Sequence[float]) -> "Scale":
        """Return the scale of these values; of many, every hundredth part of them."""
        ordered = sorted(values)
        if len(ordered) > POINTS:
            step = len(ordered) / POINTS
            ordered = [ordered[int((place + 0.5) * step)] for place in range(POINTS)]
        return cls(tuple(ordered))

    def share_below(self, value: float) -> float:
        """Return the share of cases that lie below, counting half of those that are equal."""
        if not self.points:
            return 0.5
        return (bisect_left(self.points, value) + bisect_right(self.points, value)) / (2 * len(self.points))


@dataclass(frozen=True, slots=True)
class Dimension:
    """One factor with its scale."""

    factor: Factor
    scale: Scale

    def strength(self, value: Value) -> Strength:
        """Return how strongly the value speaks for granting, in units of what is tolerated; None if unknown.

        Where nothing is tolerated, the smallest step is endless. Words stay words.
        """
        if value is None or isinstance(value, str):
            return value
        return (self.factor.direction or 1) * self._measured(float(value))

    def _measured(self, value: float) -> float:
        if self.factor.tolerance is not None:
            return _in_units(value, self.factor.tolerance)
        if self.factor.kind is FactorKind.NUMBER:
            return self.scale.share_below(value) / TOLERATED_SHARE
        return value * STRICT


def _in_units(value: float, tolerance: Tolerance) -> float:
    if tolerance.kind is ToleranceKind.ABSOLUTE:
        return value / tolerance.amount
    return log(max(value, LEAST)) / log(1 + tolerance.amount / 100)


class Difference(NamedTuple):
    """How far a case is ahead of another at most, and how far behind, in units of what is tolerated.

    Both are 0 at least. `apart` sums up the distances of all dimensions; `unknown` counts those in which
    one of the two is not known. A tuple, because hundreds are made for every decision.
    """

    ahead: float
    behind: float
    apart: float
    unknown: int

    def is_near(self, reach: float = 1.0) -> bool:
        """Whether the two are alike."""
        return self.ahead <= reach and self.behind <= reach

    def is_at_least(self, reach: float = 1.0) -> bool:
        """Whether the case is as strong as the other, or stronger."""
        return self.behind <= reach

    def is_at_most(self, reach: float = 1.0) -> bool:
        """Whether the case is as weak as the other, or weaker."""
        return self.ahead <= reach


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What cases of one situation are compared by."""

    dimensions: tuple[Dimension, ...]

    def measure(self, facts: Facts) -> Strengths:
        """Return the strength of a case in every dimension."""
        return tuple([each.strength(facts.get(each.factor.name)) for each in self.dimensions])


def yardstick(situation: SituationFacts, scales: Mapping[str, Scale]) -> Yardstick:
    """Return what the situation's cases are compared by, given where their numbers usually lie."""
    return Yardstick(tuple(Dimension(factor, scales.get(factor.name, Scale())) for factor in situation.compared))


def difference(one: Strengths, other: Strengths) -> Difference:
    """Return how two measured cases differ. Words that differ make each of them stronger and weaker."""
    ahead = behind = apart = 0.0
    unknown = 0
    for mine, yours in zip(one, other, strict=True):
        if mine is None or yours is None:
            unknown += 1
        elif isinstance(mine, str) or isinstance(yours, str):
            if mine != yours:
                return APART
        else:
            gap = mine - yours
            apart += abs(gap)
            ahead, behind = max(ahead, gap), max(behind, -gap)
    return Difference(ahead, behind, apart, unknown)


APART = Difference(inf, inf, inf, 0)
"""How cases differ that no direction connects."""


def is_behind(one: Strengths, other: Strengths, reach: float) -> bool:
    """Whether one case is in some dimension weaker than the other by more than the reach; quick, for the many."""
    for mine, yours in zip(one, other, strict=True):
        if mine is None or yours is None:
            continue
        if isinstance(mine, str) or isinstance(yours, str):
            if mine != yours:
                return True
        elif yours - mine > reach:
            return True
    return False
