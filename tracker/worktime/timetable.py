"""Office time laid out as stretches in UTC, so that every question is a search in sorted lists.

A calendar's timetable grows by whole years as questions reach further, and is kept: equal
calendars share one, so a calendar may be made anew for every request.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain

from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.zones import minutes_into_day

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Every office counts as closed before the first and after the last year."""

HORIZON_YEARS = 20
"""How far from a moment the searches of `ahead_of` and `back_from` reach."""

_REACHES = (0, 1, 3, 8, HORIZON_YEARS)
_NOTHING = timedelta()

Stretch = tuple[datetime, datetime]
"""Open from the first moment until just before the second."""


@dataclass(frozen=True)
class Timetable:
    """The office time of some years: sorted stretches, none empty, that may touch but not overlap.

    `before[i]` is the office time from the start of the table to `starts[i]`, `until[i]` to
    `ends[i]`. Searches answer None where the table is too short to know.
    """

    years: range
    starts: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    until: list[timedelta]

    def is_open(self, moment: datetime) -> bool:
        """Whether a stretch holds the moment."""
        index = bisect_right(self.starts, moment) - 1
        return index >= 0 and moment < self.ends[index]

    def worked(self, moment: datetime) -> timedelta:
        """The office time from the start of the table to the moment."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return _NOTHING
        return self.before[index] + min(moment, self.ends[index]) - self.starts[index]

    def next_opening(self, moment: datetime) -> datetime | None:
        """The moment itself within a stretch, else the next start of one."""
        index = bisect_right(self.ends, moment)
        return max(moment, self.starts[index]) if index < len(self.ends) else None

    def previous_closing(self, moment: datetime) -> datetime | None:
        """The moment itself when it ends a part of a stretch, else the last end of one."""
        index = bisect_left(self.starts, moment) - 1
        return min(moment, self.ends[index]) if index >= 0 else None

    def later(self, moment: datetime, amount: timedelta) -> datetime | None:
        """The earliest moment of a stretch, borders included, with `amount` since `moment`."""
        target = self.worked(moment) + amount
        index = bisect_left(self.until, target, lo=bisect_left(self.ends, moment))
        if index == len(self.starts):
            return None
        return self.starts[index] + (target - self.before[index])

    def earlier(self, moment: datetime, amount: timedelta) -> datetime | None:
        """The latest moment of a stretch, borders included, with `amount` until `moment`."""
        target = self.worked(moment) - amount
        index = bisect_right(self.before, target, hi=bisect_right(self.starts, moment)) - 1
        if index < 0:
            return None
        return self.starts[index] + (target - self.before[index])


class GrowingTimetable:
    """The timetable of one calendar, as wide as questions needed so far."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._nothing = self._widest = _timetable(calendar, range(0))

    def covering(self, first: datetime, last: datetime, reach: range = range(1)) -> Timetable:
        """A timetable of at least the days of both moments, and `reach` years beyond them.

        Threads may widen at the same time: each gets what it asked for, the last one is kept.
        """
        wanted = _years(first, last, reach)
        if not wanted:
            return self._nothing
        widest = self._widest
        if not (wanted[0] in widest.years and wanted[-1] in widest.years):
            widest = self._widest = _timetable(self._calendar, _hull(widest.years, wanted))
        return widest

    def ahead_of(self, moment: datetime) -> Iterator[Timetable]:
        """Timetables that reach further and further beyond the moment, up to the horizon."""
        return (self.covering(moment, moment, range(years + 1)) for years in _REACHES)

    def back_from(self, moment: datetime) -> Iterator[Timetable]:
        """Timetables that reach further and further back before the moment, to the horizon."""
        return (self.covering(moment, moment, range(-years, 1)) for years in _REACHES)


@lru_cache(maxsize=128)
def timetable_of(calendar: WorkCalendar) -> GrowingTimetable:
    """The one timetable that all equal calendars share."""
    return GrowingTimetable(calendar)


def _years(first: datetime, last: datetime, reach: range) -> range:
    """The local years around both moments, whatever the zone, as far as calendars go."""
    earliest = first.year - (first.date() == date(first.year, 1, 1))
    latest = last.year + (last.date() == date(last.year, 12, 31))
    return range(max(earliest + reach[0], FIRST_YEAR), min(latest + reach[-1], LAST_YEAR) + 1)


def _hull(some: range, others: range) -> range:
    if not some:
        return others
    return range(min(some[0], others[0]), max(some[-1], others[-1]) + 1)


def _timetable(calendar: WorkCalendar, years: range) -> Timetable:
    stretches = list(chain.from_iterable(_stretches(calendar, year) for year in years))
    lengths = [closes - opens for opens, closes in stretches]
    until = list(accumulate(lengths))
    return Timetable(
        years=years,
        starts=[opens for opens, _ in stretches],
        ends=[closes for _, closes in stretches],
        before=[_NOTHING, *until[:-1]] if until else [],
        until=until,
    )


@lru_cache(maxsize=1024)
def _stretches(calendar: WorkCalendar, year: int) -> tuple[Stretch, ...]:
    days = _days_of(year) if calendar.is_ever_open() else ()
    every = (
        (
            minutes_into_day(day, slot.opens, calendar.zone),
            minutes_into_day(day, slot.closes, calendar.zone),
        )
        for day in days
        for slot in calendar.slots_on(day)
    )
    return tuple((opens, closes) for opens, closes in every if opens < closes)


def _days_of(year: int) -> Iterator[date]:
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    return (start + timedelta(days=number) for number in range((end - start).days))
