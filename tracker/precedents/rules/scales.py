"""What numbers are measured on, from the first case of a situation on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tracker.precedents.rules.likeness import Scale, Strengths, Yardstick, yardstick
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
ALWAYS_ANEW = 200
GROWTH = 1.1


def fitted(situation: SituationFacts, scales: Mapping[str, Scale]) -> Yardstick:
    """Return what the situation's cases are compared by, be there many of them or hardly any."""
    known = {name: scale for name, scale in scales.items() if len(scale.points) >= FEWEST_ON_A_SCALE}
    return yardstick(_tolerant_at_first(situation, known), known)


def measuring(yardstick: Yardstick) -> Callable[[Facts], Strengths]:
    """Return what measures cases as the yardstick does, each value once: hundreds of cases share a few."""
    dimensions = [(each.factor.name, each.strength, dict[Value, float]()) for each in yardstick.dimensions]

    def measure(facts: Facts) -> Strengths:
        strengths = []
        for name, strength, known in dimensions:
            value = facts.get(name)
            if value not in known:
                known[value] = strength(value)
            strengths.append(known[value])
        return tuple(strengths)

    return measure


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
