"""Equal treatment: whether deciding a case so contradicts what was decided in cases like it.

The test is that of precedent by dominance: a case that is refused contradicts a grant in a case that was no
stronger, and a case that is granted contradicts a refusal in a case that was no weaker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.precedents.rules.practice import Precedent, total_weight
from tracker.precedents.rules.statistics import Z_90, wilson

LEAST_CONFLICT = 0.8
SHARE_OF_CONFLICT = 0.7
STRONG = 0.5


class Severity(StrEnum):
    """How sure a finding is."""

    NOTICE = "notice"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Weighing:
    """The precedents against deciding so, and those for it, the nearest first."""

    against: tuple[Precedent, ...]
    supporting: tuple[Precedent, ...]

    @property
    def weight_against(self) -> float:
        """How much the contradicted ones count."""
        return total_weight(self.against)

    @property
    def share_against(self) -> float:
        """Their share of all that speaks to the case."""
        both = self.weight_against + total_weight(self.supporting)
        return self.weight_against / both if both else 0.0

    def is_inconsistent(self, threshold: float = SHARE_OF_CONFLICT) -> bool:
        """Whether equal cases would be treated unequally."""
        return self.weight_against >= LEAST_CONFLICT and self.share_against > threshold

    @property
    def severity(self) -> Severity:
        """How sure that is, by the lower end of the 90 % interval."""
        whole = len(self.against) + len(self.supporting)
        low, _ = wilson(self.share_against * whole, whole, Z_90)
        return Severity.STRONG if low > STRONG else Severity.NOTICE


def weigh(granting: bool, precedents: Iterable[Precedent]) -> Weighing:  # noqa: FBT001 - the question itself
    """Return what speaks against granting (or refusing) a case, and what for it."""
    speaking = [each for each in precedents if each.speaks]
    return Weighing(
        against=_nearest_first([each for each in speaking if each.is_grant != granting]),
        supporting=_nearest_first([each for each in speaking if each.is_grant == granting]),
    )


def _nearest_first(precedents: list[Precedent]) -> tuple[Precedent, ...]:
    return tuple(sorted(precedents, key=lambda each: (-each.weight, each.difference.apart, -each.case.id)))
