"""Charts as shapes: positions across in percent, heights in pixels, so that words keep their size. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from tracker.promises.measures import FEW, Measures
from tracker.reports.rules.figures import control_limits, funnel_steps

HEIGHT = 160
GAP = 1.5
SHARE_OF_SLOT = 0.7
FUNNEL_HEIGHT = 220
WIDEST = 94.0
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a part of one; `look` names its colour."""

    look: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar: its parts, the words below it (empty where they would collide), and its number above."""

    parts: tuple[Rect, ...]
    middle: float
    top: float
    label: str
    whole: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A group in a funnel; `is_outside` when chance alone does not explain its rate."""

    x: float
    y: float
    name: str
    is_outside: bool
    is_left: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """Groups by size and rate, the rate of all, and pieces of the two lines between which chance alone lies."""

    dots: tuple[Dot, ...]
    middle: float
    limits: tuple[tuple[float, float, float, float], ...]
    most: int


def stacked(groups: Sequence[tuple[str, Measures]]) -> list[Bar]:
    """Return a bar for each group: kept on time, kept late, and what was not kept or is overdue, on each other."""
    most = max((measures.judged for _, measures in groups), default=0)
    if not most:
        return []
    slot = 100 / len(groups)
    every = -(-len(groups) // MOST_LABELS)
    return [
        _bar(measures, words if n % every == 0 else "", x=n * slot, slot=slot, scale=HEIGHT / most)
        for n, (words, measures) in enumerate(groups)
    ]


def _bar(measures: Measures, words: str, *, x: float, slot: float, scale: float) -> Bar:
    width = slot * SHARE_OF_SLOT
    left = x + (slot - width) / 2
    missed = measures.judged - measures.kept_on_time - measures.kept_late
    parts, top = [], float(HEIGHT)
    for look, many in (("kept", measures.kept_on_time), ("late", measures.kept_late), ("missed", missed)):
        if many:
            height = max(many * scale - GAP, 1.0)
            parts.append(Rect(look, round(left, 2), round(top - height, 1), round(width, 2), round(height, 1)))
            top -= height + GAP
    return Bar(tuple(parts), round(x + slot / 2, 2), round(top, 1), words, measures.judged)


def funnel(groups: Sequence[tuple[str, Measures]], whole: Measures) -> Funnel | None:
    """Return the funnel of groups with enough promises; None where there is nothing to compare."""
    large = [(name, measures) for name, measures in groups if measures.judged >= FEW]
    rate = whole.kept_rate.rate
    if len(large) < 3 or rate is None:  # noqa: PLR2004 - two dots are no comparison
        return None
    scale = _Scale.of(large, rate)
    steps = [(scale.x(many), control_limits(rate, many)) for many in funnel_steps(scale.most)]
    limits = [
        (left, scale.y(limit[side]), right, scale.y(next_limit[side]))
        for side in (0, 1)
        for (left, limit), (right, next_limit) in pairwise(steps)
    ]
    dots = [_dot(name, each, rate, scale) for name, each in large]
    return Funnel(tuple(dots), scale.y(rate), tuple(limits), scale.most)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a number of promises and a rate lie in a funnel; `lowest` is the percentage at its foot."""

    most: int
    lowest: int

    @classmethod
    def of(cls, groups: Sequence[tuple[str, Measures]], rate: float) -> Self:
        rates = [measures.kept_rate.rate or 0.0 for _, measures in groups]
        lowest = max(0, int(min(*rates, control_limits(rate, FEW)[0]) * 10) * 10)
        return cls(max(measures.judged for _, measures in groups), lowest)

    def x(self, many: int) -> float:
        return round(WIDEST * many / self.most, 2)

    def y(self, rate: float) -> float:
        return round(FUNNEL_HEIGHT * (100 - rate * 100) / (100 - self.lowest), 1)


def _dot(name: str, measures: Measures, rate: float, scale: _Scale) -> Dot:
    low, high = control_limits(rate, measures.judged)
    own, x = measures.kept_rate.rate or 0.0, scale.x(measures.judged)
    return Dot(x, scale.y(own), name, is_outside=not low <= own <= high, is_left=x > WIDEST / 2)


@dataclass(frozen=True, slots=True)
class Step:
    """A horizontal bar: its words, how many, its length in percent, and the share of all up to here."""

    words: str
    many: int
    length: float
    so_far: int


def pareto(counts: Sequence[tuple[str, int]]) -> list[Step]:
    """Return causes with the most frequent first, each with the share that it and those before it make up."""
    ordered = sorted((each for each in counts if each[1] > 0), key=lambda each: (-each[1], each[0]))
    whole, so_far, steps = sum(many for _, many in ordered), 0, []
    for words, many in ordered:
        so_far += many
        steps.append(Step(words, many, round(100 * many / ordered[0][1], 1), round(100 * so_far / whole)))
    return steps
