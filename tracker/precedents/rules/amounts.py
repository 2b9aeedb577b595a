"""Equal amounts: whether a grant is far from what cases like it got."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from tracker.precedents.rules.breaches import limit
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.practice import WIDEST, Precedent
from tracker.precedents.rules.situations import Facts
from tracker.precedents.rules.statistics import spread_of_logarithms

FEWEST = 2
ENOUGH = 5
FAR_ABOVE = 1.8
FAR_BELOW = 0.55
DEVIATIONS = 3


@dataclass(frozen=True, slots=True)
class AmountFinding:
    """An amount, what cases like it usually got in proportion, and the factor between the two."""

    usual: float
    ratio: float
    evidence: tuple[Case, ...]


def relative(amount: float | None, facts: Facts, basis: str | None) -> float | None:
    """Return the amount in proportion to what it is measured against; None where that cannot be said."""
    if amount is None or basis is None:
        return amount
    against = facts.get(basis)
    return amount / against if isinstance(against, float | int) and against > 0 else None


def is_as_far_off(given: float | None, usual: float, ratio: float) -> bool:
    """Whether an amount lies as far from the usual one as this ratio, or is too far from it, on the same side."""
    if given is None:
        return False
    return given / usual >= min(ratio, FAR_ABOVE) if ratio > 1 else given / usual <= max(ratio, FAR_BELOW)


def is_free(case: Case, rule: RuleFacts) -> bool:
    """Whether who decided may choose the amount: from the written band up to one's own authority."""
    if case.amount is None or (rule.band is None and case.role not in rule.authority):
        return False
    return (rule.band[0] if rule.band else 0.0) <= case.amount <= limit(rule, case.role)


def unusual_amount(
    case: Case, rule: RuleFacts, basis: str | None, precedents: Sequence[Precedent]
) -> AmountFinding | None:
    """Return how far the amount is from the usual one, where it is too far; None otherwise."""
    given = relative(case.amount, case.facts, basis)
    if case.outcome is Outcome.REFUSED or given is None or given <= 0 or is_free(case, rule):
        return None
    alike = [each.case for each in precedents if _is_comparable_grant(each)]
    shares = {other.id: relative(other.amount, other.facts, basis) for other in alike}
    usual = {number: share for number, share in shares.items() if share is not None and share > 0}
    if len(usual) < FEWEST:
        return None
    ratio = given / median(usual.values())
    if FAR_BELOW < ratio < FAR_ABOVE or _is_within_spread(ratio, list(usual.values())):
        return None
    return AmountFinding(median(usual.values()), ratio, tuple(other for other in alike if other.id in usual))


def _is_comparable_grant(precedent: Precedent) -> bool:
    gap = precedent.difference
    return precedent.is_grant and gap.unknown == 0 and gap.is_near(WIDEST)


def _is_within_spread(ratio: float, usual: Sequence[float]) -> bool:
    return len(usual) >= ENOUGH and abs(log(ratio)) <= DEVIATIONS * spread_of_logarithms(usual)
