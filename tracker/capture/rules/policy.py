"""What a due that was read means in a team: in its office hours, on its working days, at its close. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tracker.capture.rules.due.grammar import Due, Relation
from tracker.capture.rules.due.spans import LAST_MOMENT
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.working_days import (
    add_working_days,
    close_of_day,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_after,
)
from tracker.worktime.zones import end_of_day, from_local, local

MINUTES_IN_HOUR = 60
HALF_DAY, NEARLY_A_YEAR = timedelta(hours=12), timedelta(days=300)
FINE = frozenset({"minute", "part"})
"""How finely a due must be said for its time of the day to count."""


class Remark(StrEnum):
    """What whoever promises should know about a due."""

    CLOSE = "close"
    END_OF_DAY = "end of day"
    CLOSED_DAY = "closed day"
    OUTSIDE_HOURS = "outside hours"
    PAST = "past"
    START_ONLY = "start only"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Moment:
    """A due as it would be promised: a moment, or a whole day with the moment of its end."""

    at: datetime
    day: date | None = None
    remark: Remark | None = None

    @property
    def is_odd(self) -> bool:
        """Whether nobody is in the office then."""
        return self.remark in {Remark.CLOSED_DAY, Remark.OUTSIDE_HOURS}


@dataclass(frozen=True, slots=True)
class Promised:
    """What a line promises: the moment, None where it names none that can be kept, and what else may be meant."""

    moment: Moment | None = None
    others: tuple[Moment, ...] = ()
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """Where a due is promised: the team's calendar, the zone of whoever promises, and the moment when it is said."""

    calendar: WorkCalendar
    zone: str
    now: datetime


def promised(due: Due, office: Office) -> Promised | None:
    """Return what a due means in an office; None when nothing was said about when."""
    if due.relation is Relation.START:
        return Promised(remark=Remark.START_ONLY)
    if due.due is None:
        meant = _ahead([_moment(due, each, office) for each in due.others], office)
        return Promised(remark=Remark.VAGUE, others=meant) if due.vague else None
    moment, others = _in_office(_moment(due, due.due, office), [_moment(due, each, office) for each in due.others])
    others += _if_closed(moment, office)
    if moment.at <= office.now:
        return Promised(remark=Remark.PAST, others=_ahead(others, office))
    apart = [each for each in _ahead(others, office) if each.at != moment.at]
    return Promised(moment, (*_a_year_ago(moment, others), *apart), moment.remark)


def _in_office(moment: Moment, others: list[Moment]) -> tuple[Moment, list[Moment]]:
    """Return the half of the day in which somebody is in the office, where either may be meant; the other beside it."""
    awake = [each for each in others if not each.is_odd and abs(each.at - moment.at) == HALF_DAY]
    if moment.remark is not Remark.OUTSIDE_HOURS or not awake:
        return moment, others
    return awake[0], [moment if each is awake[0] else each for each in others]


def _a_year_ago(moment: Moment, others: Iterable[Moment]) -> list[Moment]:
    """Return the day of last time of a date that has only just passed: next year is too far off to be sure of.

    Whether anybody was in the office then is of no matter.
    """
    return [Moment(each.at, each.day) for each in others if moment.at - each.at > NEARLY_A_YEAR]


def _ahead(moments: Iterable[Moment], office: Office) -> tuple[Moment, ...]:
    return tuple({each.at: each for each in moments if each.at > office.now}.values())


def _moment(due: Due, wall: datetime, office: Office) -> Moment:
    if due.working_days is not None:
        wall = _counted(due, wall, office)
    if due.short_of_close:
        closing = _close_of(wall.date(), office)
        return replace(closing, at=closing.at - due.short_of_close, day=None)
    if wall.time() != LAST_MOMENT or due.grain == "part":
        return _at(wall, office)
    if due.relation is Relation.BEFORE:
        return _close_of(_worked_until(wall.date(), date.min, office), office)
    first = due.start.date() if due.start is not None and due.grain not in {*FINE, "day"} else wall.date()
    return _close_of(_worked_until(wall.date(), first, office), office)


def _counted(due: Due, wall: datetime, office: Office) -> datetime:
    """Return a due so many working days from now, as this office works: "the next one" is the next after today."""
    count = due.working_days or 1
    try:
        if due.are_days_named:
            today = local(office.now, office.calendar.zone).date()
            return datetime.combine(add_working_days(today, count, office.calendar), wall.time())
        return datetime.combine(working_days_after(office.now, count, office.calendar), wall.time())
    except NoOfficeTime:
        return wall


def _worked_until(last: date, first: date, office: Office) -> date:
    """Return the last working day of a stretch, its last day where nobody works in it at all."""
    try:
        worked = last if is_working_day(last, office.calendar) else previous_working_day(last, office.calendar)
    except NoOfficeTime:
        return last
    return worked if first <= worked else last


def _close_of(day: date, office: Office) -> Moment:
    """Return the close of the office on a day; the whole day where it has closed, or does not open."""
    closing = close_of_day(day, office.calendar)
    if closing is None:
        return Moment(end_of_day(day, office.zone), day, Remark.CLOSED_DAY)
    if closing <= office.now:
        return Moment(end_of_day(day, office.zone), day, Remark.END_OF_DAY)
    return Moment(closing, None, Remark.CLOSE)


def _at(wall: datetime, office: Office) -> Moment:
    """Return a time that was said, with a remark where nobody is in the office then."""
    at = from_local(wall + timedelta(seconds=1) if wall.second == LAST_MOMENT.second else wall, office.zone)
    there = local(at, office.calendar.zone)
    if not is_working_day(there.date(), office.calendar):
        return Moment(at, None, Remark.CLOSED_DAY)
    minute = there.hour * MINUTES_IN_HOUR + there.minute
    is_open = any(slot.opens <= minute <= slot.closes for slot in office.calendar.slots_on(there.date()))
    return Moment(at, None, None if is_open else Remark.OUTSIDE_HOURS)


def _if_closed(moment: Moment, office: Office) -> list[Moment]:
    """Return the working days around a due on a day that is none, at the same time, or at their close."""
    if moment.remark is not Remark.CLOSED_DAY:
        return []
    wall = local(moment.at, office.zone)
    day = moment.day or wall.date()
    try:
        around = (previous_working_day(day, office.calendar), next_working_day(day, office.calendar))
    except NoOfficeTime:
        return []
    return [_close_of(each, office) if moment.day else _at(_on(each, wall.time()), office) for each in around]


def _on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)
