"""When a report is mailed: every day, every week or every month, at an hour of somebody's wall clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.worktime.zones import local_day, minutes_into_day

LONGEST_PAUSE = 32
"""In so many days there is a first of a month."""


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """How often, on which weekday (0 is Monday) if weekly, and how many minutes into the day; monthly means the 1st."""

    rhythm: Rhythm
    minute: int
    weekday: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether a mail goes out on a day."""
        match self.rhythm:
            case Rhythm.WEEKLY:
                return day.weekday() == self.weekday
            case Rhythm.MONTHLY:
                return day.day == 1
            case _:
                return True


def next_after(timetable: Timetable, moment: datetime, zone: str) -> datetime:
    """Return the first moment of a timetable after this one, by the clocks of the zone."""
    return next(each for each in _moments(timetable, moment, zone, range(LONGEST_PAUSE + 1)) if each > moment)


def last_until(timetable: Timetable, moment: datetime, zone: str) -> datetime:
    """Return the last moment of a timetable up to this one: what was missed before it is not made up for."""
    return next(each for each in _moments(timetable, moment, zone, range(0, -LONGEST_PAUSE - 1, -1)) if each <= moment)


def _moments(timetable: Timetable, around: datetime, zone: str, distances: Iterable[int]) -> Iterable[datetime]:
    today = local_day(around, zone)
    days = (today + timedelta(distance) for distance in distances)
    return (minutes_into_day(day, timetable.minute, zone) for day in days if timetable.falls_on(day))
