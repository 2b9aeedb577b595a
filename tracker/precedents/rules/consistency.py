"""How consistent decisions are: how often two people who decide the same case would answer alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.precedents.rules.likeness import ALIKE, no_stronger, no_weaker
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured

FEWEST_ALIKE = 2
MOST_JUDGED = 400
"""So many of the newest decisions of a situation, rule and zone are judged."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many cases there were others like them, and the sum of the shares of these that were answered alike."""

    cases: int = 0
    agreed: float = 0.0

    def __add__(self, other: "Agreement") -> "Agreement":
        """Return both together."""
        return Agreement(self.cases + other.cases, self.agreed + other.agreed)


def agreement(cells: Iterable[Sequence[Measured]]) -> Agreement:
    """Return how decisions at discretion agree, given those of each situation, rule and zone, the newest first.

    That is 1 less the mean distance of an answer from the mean answer in cases like it, itself left out: the
    consistency of Zemel and others, International Conference on Machine Learning 28 (2013), page 325.
    """
    found = Agreement()
    for cell in cells:
        judged = [each for each in cell if each.case.zone is Zone.DISCRETION][:MOST_JUDGED]
        for each in judged:
            found += _of_one(each, judged)
    return found


def _of_one(one: Measured, among: Sequence[Measured]) -> Agreement:
    near = no_weaker(no_stronger(among, one.strengths, ALIKE), one.strengths, ALIKE)
    alike = [other.is_grant for other in near if other is not one]
    if len(alike) < FEWEST_ALIKE:
        return Agreement()
    return Agreement(1, sum(each == one.is_grant for each in alike) / len(alike))
