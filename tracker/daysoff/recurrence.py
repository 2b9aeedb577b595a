"""On which days a repeated entry falls, for the rules that calendars of days off are written with.

A day is asked, never a sequence walked: a rule that never comes true costs as little as any other, whoever wrote it.
General libraries search the years until 9999 for a 31st of February.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

DAY = timedelta(days=1)
WEEK = 7
MONTHS = 12
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (0 is Monday); `nth` of the month, from its end where negative, 0 for each."""

    day: int
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """A rule of RFC 5545, 3.3.10; `until` is the last day that may count, `count` the number of times."""

    frequency: str
    interval: int = 1
    until: date | None = None
    count: int | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[Weekday] = frozenset()
    position: int = 0
    """Of the days that a month would have, the nth alone, from its end where negative; 0 for all."""
    week_start: int = 0


def is_understood(rule: Repeats) -> bool:
    """Whether `days` reckons with such a rule: numbers within reason, and no ordinals where only dates repeat."""
    has_nth = any(each.nth for each in rule.weekdays)
    if rule.frequency not in PERIODS or rule.interval < 1 or (rule.count is not None and rule.count < 1):
        return False
    if rule.frequency in {"DAILY", "WEEKLY"} and (has_nth or rule.position or rule.month_days):
        return False
    if rule.frequency == "YEARLY" and not rule.months and (rule.weekdays or rule.position):
        return False
    return not (rule.frequency == "YEARLY" and rule.position and len(rule.months) > 1)


def days(rule: Repeats, start: date, first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which what began on `start` happens; `start` itself always counts.

    What ends after so many times is counted from its beginning, however long ago: callers bound that work.
    """
    end = min(last, rule.until) if rule.until else last
    if rule.count is None:
        return [day for day in _between(max(start, first), end) if day == start or _falls_on(rule, start, day)]
    counted = (day for day in _between(start, end) if day == start or _falls_on(rule, start, day))
    return [day for day in islice(counted, rule.count) if day >= first]


def _between(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def _falls_on(rule: Repeats, start: date, day: date) -> bool:
    if PERIODS[rule.frequency](rule, start, day) % rule.interval:
        return False
    if not _fits(rule, start, day):
        return False
    return not rule.position or _is_at_position(rule, start, day)


def _fits(rule: Repeats, start: date, day: date) -> bool:
    """Whether the parts of the rule let the day through; what it does not say is as on the day it began."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not rule.month_days & {day.day, day.day - _length(day) - 1}:
        return False
    if rule.weekdays:
        return any(_is_weekday(each, day) for each in rule.weekdays)
    return bool(rule.month_days) or _is_like_start(rule, start, day)


def _is_like_start(rule: Repeats, start: date, day: date) -> bool:
    match rule.frequency:
        case "DAILY":
            return True
        case "WEEKLY":
            return day.weekday() == start.weekday()
        case "MONTHLY":
            return day.day == start.day
        case _:
            return day.day == start.day and (bool(rule.months) or day.month == start.month)


def _is_weekday(wanted: Weekday, day: date) -> bool:
    if day.weekday() != wanted.day:
        return False
    from_start = (day.day - 1) // WEEK + 1
    from_end = -((_length(day) - day.day) // WEEK + 1)
    return wanted.nth in {0, from_start, from_end}


def _is_at_position(rule: Repeats, start: date, day: date) -> bool:
    whole_month = _between(day.replace(day=1), day.replace(day=_length(day)))
    of_month = [each for each in whole_month if _fits(rule, start, each)]
    index = rule.position - 1 if rule.position > 0 else rule.position
    return -len(of_month) <= index < len(of_month) and of_month[index] == day


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _weeks(rule: Repeats, start: date, day: date) -> int:
    into_week = (start.weekday() - rule.week_start) % WEEK
    return ((day - start).days + into_week) // WEEK


PERIODS: dict[str, Callable[[Repeats, date, date], int]] = {
    "DAILY": lambda _rule, start, day: (day - start).days,
    "WEEKLY": _weeks,
    "MONTHLY": lambda _rule, start, day: (day.year - start.year) * MONTHS + day.month - start.month,
    "YEARLY": lambda _rule, start, day: day.year - start.year,
}
"""How many days, weeks, months or years after its beginning the day comes."""
