"""The few offsets in which a due is promised at the phone: "in 4 office hours", "end of today"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.worktime.arithmetic import add_office_time
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.working_days import (
    close_of_day,
    end_of_working_day,
    next_working_day,
    working_days_after,
)
from tracker.worktime.zones import as_utc, end_of_day, local_day

_MOST = 999
_COUNTED_CODE = re.compile(r"(?P<count>[1-9][0-9]{0,2})-(?P<unit>[a-z-]+)")
_MINUTE = timedelta(minutes=1)


class DueUnit(Enum):
    """What a due offset counts, or the point in time that it names."""

    OFFICE_HOURS = "office-hours"
    WORKING_DAYS = "working-days"
    CLOCK_HOURS = "clock-hours"
    END_OF_TODAY = "end-of-today"
    END_OF_NEXT_WORKING_DAY = "end-of-next-working-day"

    @property
    def is_counted(self) -> bool:
        """Whether the unit takes a number, as in "4 office hours"."""
        return self in _COUNTED


_COUNTED = frozenset({DueUnit.OFFICE_HOURS, DueUnit.WORKING_DAYS, DueUnit.CLOCK_HOURS})


@dataclass(frozen=True)
class DueOffset:
    """A due said relative to now; `count` (1 to 999) is 1 for units that are not counted.

    Raises ValueError for any other count.
    """

    unit: DueUnit
    count: int = 1

    def __post_init__(self) -> None:
        most = _MOST if self.unit.is_counted else 1
        if not 1 <= self.count <= most:
            raise ValueError(f"Not a number of {self.unit.value}: {self.count}")

    @property
    def code(self) -> str:
        """The offset as one word for forms and URLs: `4-office-hours`, `end-of-today`."""
        return f"{self.count}-{self.unit.value}" if self.unit.is_counted else self.unit.value

    @classmethod
    def from_code(cls, code: str) -> "DueOffset":
        """The offset that has this `code`. Raises Invalid for any other text."""
        counted = _COUNTED_CODE.fullmatch(code)
        try:
            return cls(DueUnit(counted["unit"]), int(counted["count"])) if counted else cls(DueUnit(code))
        except ValueError as unheard_of:
            raise Invalid(N_("This due is none of the choices: %(code)s"), code=code) from unheard_of


class QuickChoice(NamedTuple):
    """An offset worth one click, and the moment (UTC) that it means now."""

    offset: DueOffset
    due: datetime


_TODAY = DueOffset(DueUnit.END_OF_TODAY)
_IN_OFFICE = (
    DueOffset(DueUnit.OFFICE_HOURS, 4),
    DueOffset(DueUnit.END_OF_NEXT_WORKING_DAY),
    DueOffset(DueUnit.WORKING_DAYS, 2),
)
_WITHOUT_OFFICE = (DueOffset(DueUnit.CLOCK_HOURS, 4), DueOffset(DueUnit.CLOCK_HOURS, 24))
_WORTH_PROMISING = timedelta(hours=1)


def resolve(offset: DueOffset, said_at: datetime, calendar: WorkCalendar) -> datetime:
    """The due, in UTC, that an offset means when said at a moment; always after it.

    Rounded up to a whole minute, as dues are shown. Days end when the office closes; today ends
    at midnight once the office has closed or when it does not open. Raises NoOfficeTime when the
    calendar is not open enough.
    """
    at = _whole_minute(said_at)
    match offset.unit:
        case DueUnit.OFFICE_HOURS:
            return _whole_minute(add_office_time(at, timedelta(hours=offset.count), calendar))
        case DueUnit.CLOCK_HOURS:
            return at + timedelta(hours=offset.count)
        case DueUnit.WORKING_DAYS:
            day = working_days_after(said_at, offset.count, calendar)
            return end_of_working_day(day, calendar)
        case DueUnit.END_OF_NEXT_WORKING_DAY:
            today = local_day(said_at, calendar.zone)
            return end_of_working_day(next_working_day(today, calendar), calendar)
        case DueUnit.END_OF_TODAY:
            today = local_day(said_at, calendar.zone)
            return _closing_today(said_at, calendar) or end_of_day(today, calendar.zone)


def quick_choices(now: datetime, calendar: WorkCalendar) -> tuple[QuickChoice, ...]:
    """Two to four offsets to offer at the moment, soonest first, each with a due of its own.

    The end of today is one while the office closes no sooner than in an hour. Clock hours are
    offered only where the calendar is not open enough for the rest.
    """
    closing = _closing_today(now, calendar)
    today = (_TODAY,) if closing and closing - now >= _WORTH_PROMISING else ()
    try:
        dues = [QuickChoice(each, resolve(each, now, calendar)) for each in (*today, *_IN_OFFICE)]
    except NoOfficeTime:
        dues = [QuickChoice(each, resolve(each, now, calendar)) for each in _WITHOUT_OFFICE]
    one_per_due = {choice.due: choice for choice in reversed(dues)}
    return tuple(one_per_due[due] for due in sorted(one_per_due))


def _closing_today(now: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the office still closes today; None when it has closed or does not open."""
    closing = close_of_day(local_day(now, calendar.zone), calendar)
    return closing if closing is not None and closing > now else None


def _whole_minute(moment: datetime) -> datetime:
    at = as_utc(moment)
    minute = at.replace(second=0, microsecond=0)
    return at if minute == at else minute + _MINUTE
