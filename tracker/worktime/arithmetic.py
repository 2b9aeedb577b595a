"""Office time: how much of it lies between two moments, and which moment lies so much away.

Moments are aware datetimes of any zone; answers are in UTC. An office is open from the opening
until just before the closing. All arithmetic is done in UTC over wall-clock slots, so a day on
which the clocks change has as much office time as really passed.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.timetable import GrowingTimetable, Timetable, timetable_of
from tracker.worktime.zones import as_utc

HORIZON = timedelta(days=20 * 365)
"""How far from a moment office time is looked for before `NoOfficeTime` is raised."""

_NOTHING = timedelta()


def is_open(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether the office is open at the moment."""
    at = as_utc(moment)
    return timetable_of(calendar).covering(at, at).is_open(at)


def next_opening(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself while the office is open, else when it opens next.

    Raises NoOfficeTime when it does not open within the horizon.
    """
    at = as_utc(moment)
    return _nearest(at, timetable_of(calendar).ahead_of(at), lambda table: table.next_opening(at))


def previous_closing(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself while the office was open just before it, else when it last closed.

    Raises NoOfficeTime when it was not open within the horizon.
    """
    at = as_utc(moment)
    tables = timetable_of(calendar).back_from(at)
    return _nearest(at, tables, lambda table: table.previous_closing(at))


def add_office_time(moment: datetime, amount: timedelta, calendar: WorkCalendar) -> datetime:
    """The earliest moment with `amount` of office time since `moment`, in office hours.

    Eight hours after Monday's opening are that day's closing, not Tuesday's opening; no time at
    all after a closed moment is the next opening. Raises ValueError for a negative amount and
    NoOfficeTime when there is not so much within the horizon.
    """
    at = _checked(moment, amount)
    return _nearest(at, timetable_of(calendar).ahead_of(at), lambda table: table.later(at, amount))


def subtract_office_time(moment: datetime, amount: timedelta, calendar: WorkCalendar) -> datetime:
    """The latest moment with `amount` of office time until `moment`, in office hours.

    Two hours before Monday's opening are on Friday afternoon; no time at all before a closed
    moment is the last closing. Undoes `add_office_time` for moments when the office is open.
    Raises ValueError for a negative amount and NoOfficeTime when there was not so much within
    the horizon.
    """
    at = _checked(moment, amount)
    return _nearest(at, timetable_of(calendar).back_from(at), lambda table: table.earlier(at, amount))


def office_time_between(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """The office time from start to end; negative when the end comes first."""
    [between] = office_times_between([(start, end)], calendar)
    return between


def office_times_between(spans: Iterable[tuple[datetime, datetime]], calendar: WorkCalendar) -> list[timedelta]:
    """The same for many starts and ends; telling calendars apart, which costs most of one answer, is done once."""
    timetable = timetable_of(calendar)
    return [_worked(as_utc(start), as_utc(end), timetable) for start, end in spans]


def _worked(first: datetime, last: datetime, timetable: GrowingTimetable) -> timedelta:
    table = timetable.covering(min(first, last), max(first, last))
    return table.worked(last) - table.worked(first)


def _checked(moment: datetime, amount: timedelta) -> datetime:
    if amount < _NOTHING:
        raise ValueError(f"An amount of office time is not negative: {amount}")
    return as_utc(moment)


def _nearest(
    moment: datetime,
    tables: Iterator[Timetable],
    search: Callable[[Timetable], datetime | None],
) -> datetime:
    """The first answer of a timetable, which is the same however wide the table is."""
    found = next((answer for table in tables if (answer := search(table)) is not None), None)
    if found is None or abs(found - moment) > HORIZON:
        raise NoOfficeTime
    return found
