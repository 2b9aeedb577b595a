"""The days that a report is about, and the parts that its charts show."""

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
        """Return the period of the same length that ends where this one begins."""
        length = timedelta(days=self.days)
        return Period(self.first - length, self.first - DAY)

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
