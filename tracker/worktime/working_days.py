"""Working days: the days on which an office opens at all, and when they close.

Days are calendar days of the calendar's zone; moments are answered in UTC. Searches give up with
NoOfficeTime after `SEARCHED_DAYS`.
"""

from datetime import date, datetime, timedelta

from tracker.worktime.arithmetic import next_opening
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.zones import local_day, minutes_into_day

SEARCHED_DAYS = 20 * 365
"""How many calendar days ahead or back a working day is looked for."""

_DAY = timedelta(days=1)


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """Whether the office opens on that day."""
    return bool(calendar.slots_on(day))


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The first working day after the day."""
    return _working_day(day, 1, calendar, _DAY)


def previous_working_day(day: date, calendar: WorkCalendar) -> date:
    """The last working day before the day."""
    return _working_day(day, 1, calendar, -_DAY)


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """The count-th working day after the day, which itself does not count (count at least 1)."""
    return _working_day(day, count, calendar, _DAY)


def subtract_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """The count-th working day before the day, which itself does not count (count at least 1)."""
    return _working_day(day, count, calendar, -_DAY)


def working_days_after(said_at: datetime, count: int, calendar: WorkCalendar) -> date:
    """The day meant by "in `count` working days" (count at least 1) at a moment.

    The first one is the next working day. What is said after close, or on a day without office
    hours, counts as said at the next opening, so its first one is the working day after that.
    """
    heard = next_opening(said_at, calendar)
    return add_working_days(local_day(heard, calendar.zone), count, calendar)


def close_of_day(day: date, calendar: WorkCalendar) -> datetime | None:
    """When the office closes for good on that day; None when it does not open."""
    slots = calendar.slots_on(day)
    return minutes_into_day(day, slots[-1].closes, calendar.zone) if slots else None


def end_of_working_day(day: date, calendar: WorkCalendar) -> datetime:
    """When the office closes on that day, or on the next working day when that one is none."""
    closing = close_of_day(day, calendar)
    if closing is not None:
        return closing
    return end_of_working_day(next_working_day(day, calendar), calendar)


def _working_day(day: date, count: int, calendar: WorkCalendar, step: timedelta) -> date:
    if count < 1:
        raise ValueError(f"Working days are counted from 1, not {count}")
    for number in range(1, SEARCHED_DAYS + 1):
        candidate = day + number * step
        count -= is_working_day(candidate, calendar)
        if not count:
            return candidate
    raise NoOfficeTime
