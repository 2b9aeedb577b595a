"""A funnel plot: groups by size and rate, and between which rates chance alone would let them lie. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from typing import Self

from tracker.promises.measures import FEW, Measures
from tracker.reports.rules.figures import control_limits, funnel_steps

HEIGHT = 220
WIDEST = 84.0
"""Where the largest group lies, in percent: beside it there is room for the rates of the scale."""

LABEL = 15.0
"""Names of groups are so far apart, in pixels: on the next line, where they would be written over each other."""

LETTER = 1.9
"""How wide a letter is on a phone, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A group; `is_outside` when chance alone does not explain its rate. Its name stands at `label_y`.

    `place` is where it stands among all groups.
    """

    place: int
    x: float
    y: float
    label_y: float
    name: str
    is_outside: bool
    is_left: bool

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where its name reaches, in percent."""
        length = LETTER * len(self.name)
        return (self.x - length, self.x) if self.is_left else (self.x, self.x + length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The dots, the rate of all, pieces of the two limits, the percentages at head and foot, and the largest group."""

    dots: tuple[Dot, ...]
    middle: float
    limits: tuple[tuple[float, float, float, float], ...]
    highest: int
    lowest: int
    most: int


def funnel(groups: Sequence[tuple[str, Measures]], whole: Measures) -> Funnel | None:
    """Return the funnel of groups with enough promises; None where there is nothing to compare."""
    large = [(place, *group) for place, group in enumerate(groups) if group[1].judged >= FEW]
    rate = whole.kept_rate.rate
    if len(large) < 3 or rate is None:  # noqa: PLR2004 - two dots are no comparison
        return None
    scale = _Scale.of([measures for _, _, measures in large], rate)
    steps = [(scale.x(many), control_limits(rate, many)) for many in funnel_steps(scale.least, scale.most)]
    limits = [
        (left, scale.y(limit[side]), right, scale.y(next_limit[side]))
        for side in (0, 1)
        for (left, limit), (right, next_limit) in pairwise(steps)
    ]
    return Funnel(
        dots=tuple(_labelled([replace(_dot(name, each, rate, scale), place=place) for place, name, each in large])),
        middle=scale.y(rate),
        limits=tuple(limits),
        highest=scale.highest,
        lowest=scale.lowest,
        most=scale.most,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Where a number of promises and a rate lie: the smallest and largest group, the percentages at head and foot."""

    least: int
    most: int
    highest: int
    lowest: int

    @classmethod
    def of(cls, groups: Sequence[Measures], rate: float) -> Self:
        """Return the scale on which all groups lie, and the limits of the smallest."""
        sizes = [measures.judged for measures in groups]
        shown = [*control_limits(rate, min(sizes)), *(measures.kept_rate.rate or 0.0 for measures in groups)]
        lowest = floor(round(min(shown) * 10, 9)) * 10
        highest = max(ceil(round(max(shown) * 10, 9)) * 10, lowest + 10)
        return cls(least=min(sizes), most=max(sizes), highest=highest, lowest=lowest)

    def x(self, many: int) -> float:
        return round(WIDEST * many / self.most, 2)

    def y(self, rate: float) -> float:
        return round(HEIGHT * (self.highest - rate * 100) / (self.highest - self.lowest), 1)


def _dot(name: str, measures: Measures, rate: float, scale: _Scale) -> Dot:
    low, high = control_limits(rate, measures.judged)
    own, x = measures.kept_rate.rate or 0.0, scale.x(measures.judged)
    y = scale.y(own)
    return Dot(place=0, x=x, y=y, label_y=y, name=name, is_outside=not low <= own <= high, is_left=x > WIDEST / 2)


def _labelled(dots: Sequence[Dot]) -> list[Dot]:
    """Return the dots in their order; a name that would be written over one above it moves down."""
    moved: dict[int, Dot] = {}
    for place, dot in sorted(enumerate(dots), key=lambda each: each[1].y):
        near = [other.label_y for other in moved.values() if _share_a_column(dot, other)]
        y = max([dot.y, *(above + LABEL for above in near if above + LABEL > dot.y)]) if dot.is_outside else dot.y
        moved[place] = replace(dot, label_y=round(y, 1))
    return [moved[place] for place in range(len(dots))]


def _share_a_column(dot: Dot, other: Dot) -> bool:
    (left, right), (other_left, other_right) = dot.ends, other.ends
    return other.is_outside and left < other_right and other_left < right
