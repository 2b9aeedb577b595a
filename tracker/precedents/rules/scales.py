"""What numbers are measured on, from the first case of a situation on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tracker.precedents.rules.likeness import Dimension, Scale, Strengths, Yardstick, yardstick
from tracker.precedents.rules.situations import (
    Factor,
    FactorKind,
    Facts,
    SituationFacts,
    Tolerance,
    ToleranceKind,
    Value,
)

FEWEST_ON_A_SCALE = 40
"""From so many cases on, their spread says which numbers are alike."""
AT_FIRST = Tolerance(kind=ToleranceKind.PERCENT, amount=25)
"""What a number tolerates until then."""
NEWEST = 2_000
"""Scales are made of so many decisions."""
ALWAYS_ANEW = 200
GROWTH = 1.1


def fitted(situation: SituationFacts, scales: Mapping[str, Scale]) -> Yardstick:
    """Return what the situation's cases are compared by, be there many of them or hardly any."""
    known = {name: scale for name, scale in scales.items() if len(scale.points) >= FEWEST_ON_A_SCALE}
    return yardstick(_tolerant_at_first(situation, known), known)


class _Known(dict[Value, float]):
    """The strengths of the values that came up in one dimension: hundreds of cases share a few."""

    def __init__(self, dimension: Dimension) -> None:
        super().__init__()
        self._dimension = dimension

    def __missing__(self, value: Value) -> float:
        self[value] = strength = self._dimension.strength(value)
        return strength


def measured(yardstick: Yardstick, cases: Sequence[Facts]) -> list[Strengths]:
    """Return the strengths of many cases, in order; the same as measuring them one by one, but quick."""
    columns = []
    for dimension in yardstick.dimensions:
        name, known = dimension.factor.name, _Known(dimension)
        columns.append([known[facts.get(name)] for facts in cases])
    return list(zip(*columns, strict=True)) if columns else [()] * len(cases)


def scales_of(cases: Iterable[Facts]) -> dict[str, Scale]:
    """Return the scale of every number in these cases."""
    values: dict[str, list[float]] = defaultdict(list)
    for facts in cases:
        for name, value in facts.items():
            if isinstance(value, int | float):
                values[name].append(float(value))
    return {name: Scale.of(found) for name, found in values.items()}


def is_outgrown(decided: int, scaled_at: int) -> bool:
    """Whether the scales are too old: made of `scaled_at` cases, where there are `decided` now."""
    return decided <= ALWAYS_ANEW or decided >= scaled_at * GROWTH


def _tolerant_at_first(situation: SituationFacts, known: Mapping[str, Scale]) -> SituationFacts:
    return replace(situation, factors=tuple(_tolerant(each, known) for each in situation.factors))


def _tolerant(factor: Factor, known: Mapping[str, Scale]) -> Factor:
    has_measure = factor.tolerance is not None or factor.name in known
    return factor if has_measure or factor.kind is not FactorKind.NUMBER else replace(factor, tolerance=AT_FIRST)
