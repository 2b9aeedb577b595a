"""The days that a report is about, and the parts that its charts show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 800
"""How many days a report looks at most."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a report is about, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """Return the period that ends where this one begins: as many whole months, or else as many days."""
        whole, around = self.months()
        first = self.first - timedelta(days=self.days)
        if whole is not None and not around:
            months = self.first.year * 12 + self.first.month - 1 - self.many_months
            first = date(months // 12, months % 12 + 1, 1)
        return Period(first, self.first - DAY)

    @property
    def many_months(self) -> int:
        """How many months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def bars(self) -> list["Period"]:
        """Return the parts that a chart shows side by side: days, weeks from Monday on, or months."""
        step = next((step for most, step in BARS if self.days <= most), _next_month)
        starts = [self.first]
        while (following := step(starts[-1])) <= self.last:
            starts.append(following)
        ends = [*(start - DAY for start in starts[1:]), self.last]
        return [Period(start, end) for start, end in zip(starts, ends, strict=True)]

    def months(self) -> tuple["Period | None", list["Period"]]:
        """Return the whole months in it, if there are any, and the days around them."""
        start = self.first if self.first.day == 1 else _next_month(self.first)
        end = (self.last + DAY).replace(day=1)
        if start >= end:
            return None, [self]
        around = [Period(self.first, start - DAY), Period(end, self.last)]
        return Period(start, end - DAY), [part for part in around if part.first <= part.last]


def _next_day(day: date) -> date:
    return day + DAY


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


BARS = ((14, _next_day), (27 * 7, _next_monday))
"""Up to so many days a chart shows days, up to so many weeks."""


def relative_period(name: str, today: date, *, with_today: bool = True) -> Period:
    """Return the period that a name means on a day: so many days up to it, or a whole one that ended before it.

    Names are those of ROLLING and ENDED. Without `with_today` rolling ones end the day before, too.
    """
    if name in ENDED:
        return ENDED[name](today)
    last = today if with_today else today - DAY
    return Period(last - timedelta(ROLLING[name] - 1), last)


def _yesterday(today: date) -> Period:
    return Period(today - DAY, today - DAY)


def _last_week(today: date) -> Period:
    monday = today - timedelta(today.weekday())
    return Period(monday - timedelta(7), monday - DAY)


def _last_month(today: date) -> Period:
    last = today.replace(day=1) - DAY
    return Period(last.replace(day=1), last)


def _last_quarter(today: date) -> Period:
    last = today.replace(month=today.month - (today.month - 1) % 3, day=1) - DAY
    return Period(last.replace(month=last.month - 2, day=1), last)


def _last_year(today: date) -> Period:
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


ENDED: dict[str, Callable[[date], Period]] = {
    "yesterday": _yesterday,
    "last_week": _last_week,
    "last_month": _last_month,
    "last_quarter": _last_quarter,
    "last_year": _last_year,
}
"""Whole periods that have ended; weeks begin on Monday."""

ROLLING = {"28": 28, "42": 42, "91": 91, "365": 365}
"""So many days up to today."""
