"""In what two cases differ: the factors, both values, and for which of the two the difference speaks."""

from dataclasses import dataclass

from tracker.precedents.rules.conditions import Term, terms
from tracker.precedents.rules.likeness import ALIKE, Yardstick
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.situations import Factor, Facts, Value


@dataclass(frozen=True, slots=True)
class Differing:
    """One factor in which a case differs from another.

    `ahead` says by how much it speaks for granting this one rather than the other, in units of what is
    tolerated: negative where it speaks against. None where it has no side, or one value is not known.
    """

    factor: Factor
    mine: Value
    theirs: Value
    ahead: float | None

    @property
    def is_material(self) -> bool:
        """Whether it is more than is tolerated; what has no side, or is not known, may be."""
        return self.ahead is None or abs(self.ahead) > ALIKE


def differences(yardstick: Yardstick, mine: Facts, theirs: Facts) -> tuple[Differing, ...]:
    """Return the compared factors in which two cases differ, the greatest difference first."""
    found = []
    for factor in dict.fromkeys(each.factor for each in yardstick.dimensions):
        one, other = mine.get(factor.name), theirs.get(factor.name)
        if one != other:
            found.append(Differing(factor, one, other, _ahead(yardstick, factor, one, other)))
    return tuple(sorted(found, key=lambda each: -abs(each.ahead or 0.0)))


def _ahead(yardstick: Yardstick, factor: Factor, one: Value, other: Value) -> float | None:
    if one is None or other is None or len(factor.sides) > 1:
        return None
    dimension = next(each for each in yardstick.dimensions if each.factor is factor)
    return dimension.strength(one) - dimension.strength(other)


def grounds(rule: RuleFacts, zone: Zone, facts: Facts) -> tuple[Term, ...]:
    """Return the comparisons by which the policy puts a case into its zone: those that hold, each once."""
    condition = {Zone.ENTITLED: rule.entitled, Zone.PROHIBITED: rule.prohibited}.get(zone)
    holding = (term for term in (terms(condition) if condition is not None else ()) if term.holds(facts))
    return tuple(dict.fromkeys(holding))
