"""At which moment a rung, one of its repeats, or the reminder of a draft goes out."""

from datetime import datetime, timedelta

from tracker.alerts.rules.ladders import NOTHING, RungFacts
from tracker.worktime.arithmetic import (
    add_office_time,
    is_open,
    next_opening,
    previous_closing,
    subtract_office_time,
)
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.working_days import close_of_day, end_of_working_day, next_working_day
from tracker.worktime.zones import local_day

LAST_CHANCE = timedelta(minutes=15)
"""Office time before closing at which people still do something about a reminder."""

PATIENCE_WITH_DRAFTS = timedelta(hours=8)
"""After how much time a draft reminds where no office ever closes."""


def rung_moment(rung: RungFacts, due_at: datetime, late_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return when a rung fires.

    Leads are counted back from the due, delays on from `late_at`, the end of the tolerance; in
    office time both lie in office hours. Clock time may lie outside of them: whoever is not at
    work then is told at their next opening. Only a lead that would reach the due that way is used
    up before the last closing, unless it is urgent. A team that never opens is alerted by the clock.
    """
    base = late_at if rung.offset > NOTHING else due_at
    if not rung.in_office_time or rung.offset == NOTHING:
        return _by_the_clock(base, rung, calendar)
    try:
        if rung.offset < NOTHING:
            return subtract_office_time(base, -rung.offset, calendar)
        return add_office_time(base, rung.offset, calendar)
    except NoOfficeTime:
        return base + rung.offset


def repeat_moment(rung: RungFacts, number: int, first_at: datetime, calendar: WorkCalendar) -> datetime | None:
    """Return when a rung whose first moment is known fires for the `number`-th time more; None if it never repeats."""
    if rung.repeat is None:
        return None
    if not rung.in_office_time:
        return first_at + number * rung.repeat
    try:
        return add_office_time(first_at, number * rung.repeat, calendar)
    except NoOfficeTime:
        return first_at + number * rung.repeat


def draft_moment(saved_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return when a draft reminds: shortly before the office closes, else at closing, else the next working day."""
    try:
        day = local_day(saved_at, calendar.zone)
        closing = close_of_day(day, calendar)
        if closing is None or closing < saved_at:
            closing = end_of_working_day(next_working_day(day, calendar), calendar)
        early = subtract_office_time(closing, LAST_CHANCE, calendar)
    except NoOfficeTime:
        return saved_at + PATIENCE_WITH_DRAFTS
    return early if early >= saved_at else closing


def _by_the_clock(base: datetime, rung: RungFacts, calendar: WorkCalendar) -> datetime:
    moment = base + rung.offset
    if rung.offset >= NOTHING or rung.is_urgent:
        return moment
    try:
        return moment if _is_in_time(moment, base, calendar) else subtract_office_time(moment, LAST_CHANCE, calendar)
    except NoOfficeTime:
        return moment


def _is_in_time(moment: datetime, due_at: datetime, calendar: WorkCalendar) -> bool:
    """Whether somebody who is told at `moment`, or at the next opening, still learns of it before the due."""
    if is_open(moment, calendar) or previous_closing(moment, calendar) == moment:
        return True
    return next_opening(moment, calendar) < due_at
