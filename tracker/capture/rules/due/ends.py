"""The two ends of a span: what one of them leaves out is said by the other."""

from dataclasses import replace

from tracker.capture.rules.due.facts import Facts


def is_deadline_of_a_day(left: Facts, right: Facts) -> bool:
    """Whether "Friday until 10" is a day and the time by which something is done on it."""
    has_only_day = left.says_day and not left.says_clock and left.bare is None
    return has_only_day and not right.says_day and (right.says_clock or (right.bare is not None and left.day is None))


def with_day_of(facts: Facts, other: Facts) -> Facts:
    """Return the time of the day that one end says, on the day that the other one says."""
    hour = facts.hour if facts.hour is not None else facts.bare
    return replace(
        other, hour=hour, bare=None, minute=facts.minute, second=facts.second, meridiem=facts.meridiem, sure=facts.sure
    )


def completed(left: Facts, right: Facts) -> tuple[Facts, Facts]:
    """Return both ends, each with what only the other one says: "13 to 15 July", "5 to 6 pm", "Friday 9 to 11"."""
    left, right = _numbers_read(left, right)
    if left.zone != right.zone:
        left, right = replace(left, zone=left.zone or right.zone), replace(right, zone=right.zone or left.zone)
    if right.day is not None and left.day is not None:
        left = replace(left, month=left.month or right.month, year=left.year or right.year)
        right = replace(right, month=right.month or left.month, year=right.year or left.year)
        right = replace(
            right, period=right.period or left.period, shift=left.shift if right.shift is None else right.shift
        )
        left = replace(
            left, period=left.period or right.period, shift=right.shift if left.shift is None else left.shift
        )
    if left.month is not None and right.month is not None and left.day is None:
        left = replace(
            left, year=left.year or (right.year if left.period is None and left.month <= right.month else None)
        )
    if left.says_clock and not left.says_day and right.says_day:
        left = with_day_of(left, right)
    elif right.says_clock and not right.says_day and left.says_day:
        right = with_day_of(right, left)
    if left.weekday is not None and right.weekday is not None and left.period is not None and right.period is None:
        right = replace(right, period=left.period, shift=left.shift, number=left.number)
    return left, right


def _numbers_read(left: Facts, right: Facts) -> tuple[Facts, Facts]:
    """Return both ends with their bare numbers read as what the other one is."""
    if left.bare is None and right.bare is None:
        return left, right
    other = right if left.bare is not None else left
    is_hour = other.says_clock or (other.bare is not None and other.day is None and not _wants_day(left, right))
    name = "hour" if is_hour else "day"
    return _as(left, name), _as(right, name)


def _wants_day(left: Facts, right: Facts) -> bool:
    return any(each.month is not None or each.period == "month" for each in (left, right))


def _as(facts: Facts, name: str) -> Facts:
    if facts.bare is None:
        return facts
    return replace(facts, bare=None, hour=facts.bare) if name == "hour" else replace(facts, bare=None, day=facts.bare)


def same_half(left: Facts, right: Facts) -> str | None:
    """Return the half of the day of the first hour of "5 to 6 pm": the same, unless it would come after the second."""
    mine, theirs = (left.hour or 0) % 12, (right.hour or 0) % 12
    if (left.minute or 0, right.minute or 0) == (0, 0) and mine == theirs:
        return right.meridiem
    before = (mine, left.minute or 0) <= (theirs, right.minute or 0)
    return right.meridiem if before else {"pm": "am", "am": "pm"}[right.meridiem or "am"]
