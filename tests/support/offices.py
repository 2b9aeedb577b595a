"""Offices and moments for tests, written the way people say them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from tracker.worktime.calendar import Slot, WorkCalendar, week_of
from tracker.worktime.zones import from_local, local

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
KOLKATA = "Asia/Kolkata"
LORD_HOWE = "Australia/Lord_Howe"

NINE_TO_FIVE = "09:00-17:00"
WITH_LUNCH = "09:00-12:00 13:00-17:00"
ROUND_THE_CLOCK = "00:00-00:00"

_SPOKEN = "%a %Y-%m-%d %H:%M"


def office(
    hours: str = NINE_TO_FIVE, *, zone: str = BERLIN, weekdays: Iterable[int] = range(5), closed: Iterable[str] = ()
) -> WorkCalendar:
    """An office with the same hours on each of its weekdays; `closed` are ISO dates."""
    slots = slots_of(hours)
    closed_days = frozenset(date.fromisoformat(day) for day in closed)
    return WorkCalendar(zone, week_of(dict.fromkeys(weekdays, slots)), closed_days)


def slots_of(hours: str) -> tuple[Slot, ...]:
    """Slots from "09:00-12:00 13:00-17:00"; 00:00 closes at the end of the day."""
    return tuple(Slot.between(*map(time.fromisoformat, slot.split("-"))) for slot in hours.split())


def at(spoken: str, zone: str = BERLIN) -> datetime:
    """The moment called "Mon 2026-11-23 09:00" in the zone; a wrong weekday is refused."""
    wall = datetime.fromisoformat(spoken[4:])
    assert f"{wall:%a}" == spoken[:3], f"{wall.date()} is a {wall:%a}"
    return from_local(wall, zone)


def spoken(moment: datetime, zone: str = BERLIN) -> str:
    """The moment in UTC as `at` takes it."""
    assert moment.tzinfo is UTC
    return f"{local(moment, zone):{_SPOKEN}}"
