"""What a piece of text says about a moment, before anybody has asked which one it is."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Link(StrEnum):
    """A word that says how the moment beside it is meant."""

    TO = "to"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    FROM = "from"
    EARLIEST = "earliest"
    BETWEEN = "between"
    AND = "and"
    WITHIN = "within"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a piece, or several beside each other, may say. What is None was not said.

    `which` counts occurrences: 0 this, 1 next, 2 the one after, -1 last; `shift` the same for periods.
    `days` counts from today; `length` and `unit` are a distance, `least` the less of two, `ago` its direction;
    `nth` is a place inside a period, -1 the last. `sure` hours are those of 24, `until_hour` minutes are still to
    come, with `half` to or since the half before the hour. `zone` is where the hour is that of the clocks, ELSEWHERE if
    nobody knows where. `bare` is a number that may be an hour or a day.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    which: int | None = None
    days: int | None = None
    holiday: str | None = None
    period: str | None = None
    shift: int | None = None
    number: int | None = None
    span: int | None = None
    edge: str | None = None
    nth: int | None = None
    length: float | None = None
    unit: str | None = None
    least: int | None = None
    more: float | None = None
    more_unit: str | None = None
    ago: bool | None = None
    lasting: bool | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    meridiem: str | None = None
    sure: bool | None = None
    until_hour: bool | None = None
    half: bool | None = None
    zone: str | None = None
    part: str | None = None
    bare: int | None = None
    now: bool | None = None
    vague: str | None = None
    link: Link | None = None
    after_base: bool | None = None

    @property
    def says_clock(self) -> bool:
        """Whether a time of the day is said to the hour."""
        return self.hour is not None

    @property
    def is_midnight(self) -> bool:
        """Whether midnight is said, with or without its hour."""
        return self.part == MIDNIGHT and self.hour in {None, 0, 12, 24} and not self.minute

    @property
    def says_day(self) -> bool:
        """Whether a day, or something longer that holds days, is said."""
        said = (self.day, self.month, self.year, self.weekday, self.days, self.holiday, self.period, self.number)
        return any(each is not None for each in said) or (self.length is not None and self.unit in LONG_UNITS)

    @property
    def may_be_past(self) -> bool:
        """Whether something that has gone by may be meant: a date with its year, last week, an hour of today."""
        is_named = self.year is not None or self.ago is not None or self.now is not None
        return is_named or self.is_counted_back or self.days == 0

    @property
    def is_counted_back(self) -> bool:
        """Whether it says by itself that it has gone by: yesterday, last week, two days ago."""
        return bool(self.ago) or any(each is not None and each < 0 for each in (self.days, self.shift, self.which))

    @property
    def is_adrift(self) -> bool:
        """Whether the moment cannot be told from what was said: two days after something, 5 pm of another clock."""
        return self.zone == ELSEWHERE or (bool(self.after_base) and not self.ago and not self._says_base)

    @property
    def _says_base(self) -> bool:
        without_length = replace(self, length=None, unit=None)
        has_clock = self.says_clock or self.bare is not None or self.part is not None
        return without_length.says_day or has_clock or bool(self.now)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        return self == NOTHING


ELSEWHERE, MIDNIGHT = "elsewhere", "midnight"
LONG_UNITS = frozenset({"day", "workday", "week", "fortnight", "month", "quarter", "half", "year"})
NOTHING = Facts()
_NAMES = tuple(each.name for each in fields(Facts))


def said(facts: Facts) -> dict[str, Any]:
    """Return what is said, by name."""
    return {name: value for name in _NAMES if (value := getattr(facts, name)) is not None}


def joined(first: Facts, second: Facts) -> Facts | None:
    """Return both together, or None when they contradict each other."""
    ours, theirs = said(first), said(second)
    both = ours.keys() & theirs.keys()
    if any(ours[name] != theirs[name] for name in both):
        return None
    return Facts(**{**ours, **theirs})
