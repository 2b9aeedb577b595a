"""What a case is compared with: the earlier decisions on cases like it, and what each of them says."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.likeness import Difference, Strengths, Yardstick, difference, no_stronger, no_weaker
from tracker.precedents.rules.policies import Zone

WIDEST = 1.6
"""How far cases are looked at that are not quite alike any more: amounts are compared so wide."""
A_FORTIORI = 0.15
"""What a precedent counts that is not alike but decides all the more."""
FADING = 0.3
FAINT = 0.1
"""How much less a precedent counts for every tolerance that it lies apart, and what it counts at least."""
PER_UNKNOWN = 0.5
"""A precedent counts half for every dimension in which one of the two cases is not known."""


class Measured(NamedTuple):
    """A decision with its strength in every compared dimension."""

    case: Case
    strengths: Strengths
    is_grant: bool

    @classmethod
    def of(cls, case: Case, yardstick: Yardstick) -> "Measured":
        """Return the decision, measured."""
        return cls(case, yardstick.measure(case.facts), case.is_grant)


class Precedent(NamedTuple):
    """An earlier decision, how the case at hand differs from it, and how much it counts."""

    case: Case
    difference: Difference
    is_grant: bool
    weight: float

    @classmethod
    def of(cls, strengths: Strengths, earlier: Measured) -> "Precedent":
        """Return what an earlier decision is to a case of these strengths."""
        gap = difference(strengths, earlier.strengths)
        return cls(earlier.case, gap, earlier.is_grant, _weight(gap))

    @property
    def speaks(self) -> bool:
        """Whether it decides the case at hand, by being alike or all the more."""
        return self.difference.is_at_least() if self.is_grant else self.difference.is_at_most()


def _weight(gap: Difference) -> float:
    likeness = max(FAINT, 1 - FADING * gap.apart) if gap.is_near() else A_FORTIORI
    return float(likeness * PER_UNKNOWN**gap.unknown)


def compare(strengths: Strengths, earlier: Sequence[Measured], reach: float = WIDEST) -> list[Precedent]:
    """Return the earlier decisions that say something about a case, and how it differs from each, grants first.

    A grant says something about cases that are no weaker, a refusal about those that are no stronger.
    """
    grants = no_stronger([each for each in earlier if each.is_grant], strengths, reach)
    refusals = no_weaker([each for each in earlier if not each.is_grant], strengths, reach)
    return [Precedent.of(strengths, each) for each in (*grants, *refusals)]


def total_weight(precedents: Sequence[Precedent]) -> float:
    """Return how much they count together."""
    return sum(each.weight for each in precedents)


def is_comparable(zone: Zone) -> bool:
    """Whether precedents say anything there: not where a fact is missing."""
    return zone is not Zone.UNDECIDABLE
