"""What is left of a decision when its customer is erased: a case that nobody can be recognised by, or nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from math import floor, log10

from tracker.precedents.rules.situations import BY_CUSTOMER, REGION, FactorKind, Facts, SituationFacts, Value

FEWEST_LIKE_IT = 5
"""Among fewer decisions of the same situation, rule and zone a case might be recognised: then nothing is kept of it."""
DIGITS = 2
CENT = Decimal("0.01")


def coarse(value: Value) -> Value:
    """Return a number with two digits that count; yes, no and words of a list are as they were."""
    if value is None or isinstance(value, bool | str) or not value:
        return value
    places = DIGITS - 1 - floor(log10(abs(value)))
    return float(round(value, places))


def blurred(value: float, others: Sequence[float], side: int = 0) -> float | None:
    """Return a number that is not one case's own: the value where enough others have it too, else one of theirs.

    That is the middle one of the nearest others, on the given side of it (1 for more, -1 for less) where there is one;
    None where there are not enough of them.
    """
    mine, theirs = _two_digits(value), [_two_digits(each) for each in others]
    if theirs.count(mine) >= FEWEST_LIKE_IT:
        return mine
    beside = [each for each in theirs if not side or (each - mine) * side >= 0]
    nearest = sorted(beside, key=lambda each: abs(each - mine))[:FEWEST_LIKE_IT]
    return sorted(nearest)[FEWEST_LIKE_IT // 2] if len(nearest) == FEWEST_LIKE_IT else None


def blurred_facts(situation: SituationFacts, facts: Facts, others: Sequence[Facts], *, is_grant: bool) -> Facts:
    """Return the facts of a case, of which no number is its own; where the customer was at home is forgotten.

    What is replaced makes a grant stronger and a refusal weaker, so that the case says nothing against a later one that
    it did not say before.
    """
    every = (*situation.factors, *situation.retired, *BY_CUSTOMER.values())
    numbers = {each.name: each for each in every if each.kind in {FactorKind.NUMBER, FactorKind.ORDINAL}}
    left: dict[str, Value] = {}
    for name, value in facts.items():
        if name in numbers and isinstance(value, float | int):
            side = numbers[name].direction * (1 if is_grant else -1)
            left[name] = blurred(value, _numbers(name, others), side)
        elif name != REGION:
            left[name] = coarse(value)
    return left


def blurred_amount(amount: Decimal | None, others: Sequence[Decimal], basis: tuple[Value, Value]) -> Decimal | None:
    """Return an amount that is not one case's own. `basis` is what it is measured against, before and blurred.

    It stays the same share of that, for by the share amounts are compared; without a basis it is one that others got.
    """
    if amount is None:
        return None
    before, after = basis
    if isinstance(before, float | int) and before:
        found = _two_digits(float(amount) / before * after) if isinstance(after, float | int) else None
    else:
        found = blurred(float(amount), [float(each) for each in others])
    return Decimal(str(found)).quantize(CENT) if found is not None and found >= float(CENT) else None


def _numbers(name: str, others: Sequence[Facts]) -> list[float]:
    return [value for each in others if isinstance(value := each.get(name), float | int)]


def _two_digits(value: float) -> float:
    found = coarse(value)
    return float(found) if isinstance(found, float | int) else value


def coarse_moment(moment: datetime) -> datetime:
    """Return the beginning of the month, by which nobody finds a day in another system."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
