"""When things happen at a desk: in office hours, and due at a quarter of an hour or on a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tracker.promises.rules import Due
from tracker.worktime.arithmetic import add_office_time, office_time_between
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.working_days import working_days_after
from tracker.worktime.zones import end_of_day, local_day, minutes_into_day

QUARTER_S = 15 * 60
QUARTER_MINUTES = 15
LONGEST_WEEKEND = timedelta(days=4)
"""In any so many days somebody is at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How far ahead something is promised: office hours, or working days and how often they are whole days."""

    least: int
    most: int
    in_days: bool = True
    whole_days: float = 0.6


LEADS = {
    "callback": Lead(least=1, most=8, in_days=False),
    "reply": Lead(least=1, most=3, whole_days=0.4),
    "delivery": Lead(least=2, most=9),
    "refund": Lead(least=5, most=10, whole_days=0.9),
    "replacement": Lead(least=2, most=7),
    "repair": Lead(least=1, most=6, whole_days=0.3),
    "appointment": Lead(least=1, most=8, whole_days=0.0),
    "credit": Lead(least=3, most=10, whole_days=0.9),
    "condition": Lead(least=5, most=20, whole_days=1.0),
    "other": Lead(least=1, most=5),
}


def due_after(dice: Random, lead: Lead, said_at: datetime, calendar: WorkCalendar) -> Due:
    """Return the due that somebody names at a moment."""
    span = dice.randint(lead.least, lead.most)
    if not lead.in_days:
        return Due(full_quarter(add_office_time(said_at, timedelta(hours=span), calendar)))
    day = working_days_after(said_at, span, calendar)
    if dice.random() < lead.whole_days:
        return whole_day(end_of_day(day, calendar.zone), calendar)
    slot = dice.choice(calendar.slots_on(day))
    minutes = dice.randrange(slot.opens + 2 * QUARTER_MINUTES, slot.closes + 1, QUARTER_MINUTES)
    return Due(minutes_into_day(day, minutes, calendar.zone))


def whole_day(end: datetime, calendar: WorkCalendar) -> Due:
    """Return the all-day due of the day that ends at, or contains, a moment."""
    day = local_day(end - timedelta(microseconds=1), calendar.zone)
    return Due(end_of_day(day, calendar.zone), day)


def full_quarter(moment: datetime) -> datetime:
    """Return the moment itself on a full quarter of an hour, else the next one. Offices close on one, too."""
    return datetime.fromtimestamp(-(-moment.timestamp() // QUARTER_S) * QUARTER_S, UTC)


def moment_between(dice: Random, start: datetime, end: datetime, calendar: WorkCalendar) -> datetime:
    """Return a moment at work between two; where nobody works in between, one by the clock."""
    share = 0.05 + 0.9 * dice.random()
    worked = office_time_between(start, end, calendar)
    if worked <= timedelta():
        return start + (end - start) * share
    return min(add_office_time(start, worked * share, calendar), end)
