"""What comes from outside must fit: a number into a column, a moment and a day into the calendar."""

from datetime import UTC, date, datetime

BIGGEST = 2**63 - 1
"""What a column for numbers of records holds, on both databases."""


def number(text: object) -> int:
    """Return a whole number. Raises ValueError for what is none, or fits into no column."""
    found = int(str(text))
    if abs(found) > BIGGEST:
        raise ValueError(f"too big: {found}")
    return found


def number_or_none(text: object) -> int | None:
    """Return the number in a text from outside, None for everything else."""
    try:
        return number(text)
    except ValueError:
        return None


def is_within_reach(day: date) -> bool:
    """Whether one can reckon with a day: every zone knows its beginning and its end, and some time around them."""
    return date.min.year + 1 < day.year < date.max.year


def moment(text: str) -> datetime:
    """Return the moment, in UTC, that an ISO text with an offset names. Raises ValueError for any other."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None or not is_within_reach(found.date()):
        raise ValueError(f"no moment to reckon with: {text}")
    return found.astimezone(UTC)
