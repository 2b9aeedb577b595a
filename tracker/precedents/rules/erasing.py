"""What is left of a decision when its customer is erased: a case that nobody can be recognised by, or nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from math import floor, log10

from tracker.precedents.rules.situations import REGION, Facts, Value

FEWEST_LIKE_IT = 5
"""Among fewer decisions of the same situation, rule and zone a case might be recognised: then nothing is kept of it."""
DIGITS = 2


def coarse(value: Value) -> Value:
    """Return a number with two digits that count; yes, no and words of a list are as they were."""
    if value is None or isinstance(value, bool | str) or not value:
        return value
    places = DIGITS - 1 - floor(log10(abs(value)))
    return float(round(value, places))


def coarse_facts(facts: Facts) -> Facts:
    """Return the facts of a case, coarse enough to be nobody's; where they were at home is forgotten."""
    return {name: coarse(value) for name, value in facts.items() if name != REGION}


def coarse_amount(amount: Decimal | None) -> Decimal | None:
    """Return an amount with two digits that count."""
    return None if amount is None else Decimal(str(coarse(float(amount)))).quantize(Decimal("0.01"))


def coarse_moment(moment: datetime) -> datetime:
    """Return the beginning of the month, by which nobody finds a day in another system."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
