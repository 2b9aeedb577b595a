"""What a case is compared with: the earlier decisions on cases like it, and what each of them says."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.likeness import Difference, Strengths, Yardstick, difference, is_behind
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
    """An earlier decision, and how the case at hand differs from it."""

    case: Case
    difference: Difference
    is_grant: bool

    @property
    def speaks(self) -> bool:
        """Whether it decides the case at hand, by being alike or all the more."""
        return self.difference.is_at_least() if self.is_grant else self.difference.is_at_most()

    @property
    def weight(self) -> float:
        """How much it counts."""
        gap = self.difference
        likeness = max(FAINT, 1 - FADING * gap.apart) if gap.is_near() else A_FORTIORI
        return float(likeness * PER_UNKNOWN**gap.unknown)


def compare(strengths: Strengths, earlier: Iterable[Measured]) -> list[Precedent]:
    """Return the earlier decisions that say something about a case, and how it differs from each, in their order.

    A grant says something about cases that are no weaker, a refusal about those that are no stronger.
    """
    return [
        Precedent(each.case, difference(strengths, each.strengths), each.is_grant)
        for each in earlier
        if not (
            is_behind(strengths, each.strengths, WIDEST)
            if each.is_grant
            else is_behind(each.strengths, strengths, WIDEST)
        )
    ]


def total_weight(precedents: Sequence[Precedent]) -> float:
    """Return how much they count together."""
    return sum(each.weight for each in precedents)


def is_comparable(zone: Zone) -> bool:
    """Whether precedents say anything there: not where a fact is missing."""
    return zone is not Zone.UNDECIDABLE
