"""How alike two cases are, and which of them is the stronger one.

Every compared factor is brought to one measure, on which more speaks for granting and a difference of 1
is as much as two cases may differ and still be alike. Yes and no, and the steps of a tier, tolerate nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, nan
from typing import NamedTuple, Protocol, TypeVar
from zlib import crc32

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
POINTS = 128
"""Scales of so many points and an eighth of tolerance make units that floating point can add up exactly."""
ALIKE = 1.000001
"""Up to which difference cases are alike: a hair more than a unit, for tolerances that it cannot."""
STRICT = 1e9
"""One step of what tolerates no difference, in units of what is tolerated."""
LEAST = 1e-9

Strengths = tuple[float, ...]
"""How strong a case is in every dimension. What is not known is `nan`, from which nothing is far away."""
UNKNOWN = nan


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a number stands among those of its situation: up to 128 sorted points of them.

    Where nothing lies between two numbers, the share of cases between them says nothing. So what is wider than half of
    the range in which most cases lie (`usual`) counts by its own width (`stretched`), as does what is beyond the ends.
    """

    points: tuple[float, ...] = ()
    usual: float = field(init=False, compare=False, repr=False, default=LEAST)
    stretched: tuple[float, ...] = field(init=False, compare=False, repr=False, default=())

    def __post_init__(self) -> None:
        """Measure the gaps once: strengths are asked for very often."""
        if self.points:
            object.__setattr__(self, "usual", _usual_width(self.points))
            object.__setattr__(self, "stretched", tuple(self._stretches()))

    def _stretches(self) -> Iterator[float]:
        yield 0.0
        beyond = 0.0
        for low, high in pairwise(self.points):
            beyond += (high - low) / self.usual if high - low > self.usual else 0.0
            yield beyond

    @classmethod
    def of(cls, values: Sequence[float]) -> "Scale":
        """Return the scale of these values; of many, as many points at equal steps."""
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

    def stretch(self, value: float) -> float:
        """Return how many usual widths of emptiness lie below the value, counted from the first point."""
        if not self.points:
            return 0.0
        place = bisect_right(self.points, value) - 1
        if place < 0:
            return (value - self.points[0]) / self.usual
        is_last = place == len(self.points) - 1
        is_wide = is_last or self.points[place + 1] - self.points[place] > self.usual
        return self.stretched[place] + ((value - self.points[place]) / self.usual if is_wide else 0.0)


def _usual_width(points: Sequence[float]) -> float:
    """Return half of the range in which four fifths of the points lie; of all, where these are equal."""
    tenth = len(points) // 10
    width = points[-1 - tenth] - points[tenth] or points[-1] - points[0] or abs(points[0])
    return max(width / 2, LEAST)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One factor with its scale. One that has no side makes two dimensions, so that any difference counts both ways."""

    factor: Factor
    scale: Scale
    side: int

    def strength(self, value: Value) -> float:
        """Return how strongly the value speaks for granting, in units of what is tolerated.

        Where nothing is tolerated, the smallest step is endless.
        """
        if value is None:
            return UNKNOWN
        if isinstance(value, str):
            return self.side * crc32(value.encode()) * STRICT
        return self.side * self._measured(float(value))

    def _measured(self, value: float) -> float:
        if self.factor.tolerance is not None:
            return _in_units(value, self.factor.tolerance)
        if self.factor.kind is FactorKind.NUMBER:
            return self.scale.share_below(value) / TOLERATED_SHARE + self.scale.stretch(value)
        return value * STRICT


def _in_units(value: float, tolerance: Tolerance) -> float:
    """Return a number in units of its own tolerance; percents go on below zero as they do above it, mirrored."""
    if tolerance.kind is ToleranceKind.ABSOLUTE:
        return value / tolerance.amount
    size = log(max(abs(value), LEAST))
    return (size if value >= 0 else 2 * log(LEAST) - size) / log(1 + tolerance.amount / 100)


class Difference(NamedTuple):
    """How far a case is ahead of another at most, and how far behind, in units of what is tolerated.

    Both are 0 at least. `apart` sums up the distances of all dimensions; `unknown` says in how many one of the
    two is not known. A tuple, because hundreds are made for every decision.
    """

    ahead: float
    behind: float
    apart: float
    unknown: int

    def is_near(self, reach: float = ALIKE) -> bool:
        """Whether the two are alike."""
        return self.ahead <= reach and self.behind <= reach

    def is_at_least(self, reach: float = ALIKE) -> bool:
        """Whether the case is as strong as the other, or stronger."""
        return self.behind <= reach

    def is_at_most(self, reach: float = ALIKE) -> bool:
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
    return Yardstick(
        tuple(
            Dimension(factor, scales.get(factor.name, Scale()), side)
            for factor in situation.compared
            for side in factor.sides
        )
    )


def difference(one: Strengths, other: Strengths) -> Difference:
    """Return how two measured cases differ."""
    ahead = behind = apart = 0.0
    unknown = 0
    for mine, yours in zip(one, other, strict=True):
        gap = mine - yours
        if gap > 0:
            apart += gap
            ahead = max(ahead, gap)
        elif gap < 0:
            apart -= gap
            behind = max(behind, -gap)
        elif gap != 0:
            unknown += 1
    return Difference(ahead, behind, apart, unknown)


class HasStrengths(Protocol):
    """Whatever was measured."""

    @property
    def strengths(self) -> Strengths:
        """Its strength in every dimension."""


M = TypeVar("M", bound=HasStrengths)


def no_stronger(cases: Sequence[M], than: Strengths, reach: float) -> Sequence[M]:
    """Return the cases that are in no dimension ahead by more than the reach; quick, for it is asked of very many."""
    for place, strength in enumerate(than):
        most = strength + reach
        cases = [each for each in cases if not each.strengths[place] > most]  # so that what is unknown is kept
    return cases


def no_weaker(cases: Sequence[M], than: Strengths, reach: float) -> Sequence[M]:
    """Return the cases that are in no dimension behind by more than the reach."""
    for place, strength in enumerate(than):
        least = strength - reach
        cases = [each for each in cases if not each.strengths[place] < least]
    return cases
