"""When a person may be told: in their working time and outside of their quiet hours, or when it is urgent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.worktime.arithmetic import is_open, next_opening, previous_closing
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.zones import local, local_day, minutes_into_day

AT_CLOSING = timedelta(minutes=5)
"""People are still there for so long after closing: much is promised for the end of the day."""

TURNS = 60
"""How many openings are tried before quiet hours that leave no working time are given up."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes of the local day in which somebody wants to be left alone; they may pass midnight."""

    starts: int
    ends: int

    def cover(self, minute: int) -> bool:
        """Whether a minute of the day is quiet."""
        if self.starts <= self.ends:
            return self.starts <= minute < self.ends
        return minute >= self.starts or minute < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where somebody can be told: the hours of their office in its zone, their own zone, what they want."""

    account_id: int
    team_id: int
    calendar: WorkCalendar
    zone: str
    quiet: QuietHours | None = None
    lets_urgent_through: bool = False
    unwanted: frozenset[tuple[NoticeKind, Channel]] = frozenset()

    def wants(self, kind: NoticeKind, channel: Channel) -> bool:
        """Whether this person wants such notices there. The application itself always tells."""
        return channel is Channel.APP or (kind, channel) not in self.unwanted


def held_until(desk: Desk, moment: datetime, *, is_urgent: bool = False) -> datetime | None:
    """Return when somebody may be told next, or None when that is now.

    A team without office hours is always at work; quiet hours that leave no working time at all do not count.
    """
    if is_urgent and desk.lets_urgent_through:
        return None
    at = moment
    for _ in range(TURNS):
        later = _after_quiet(desk, _at_work(desk, at))
        if later == at:
            return None if at == moment else at
        at = later
    return None


def _at_work(desk: Desk, moment: datetime) -> datetime:
    try:
        if is_open(moment, desk.calendar) or moment - previous_closing(moment, desk.calendar) <= AT_CLOSING:
            return moment
        return next_opening(moment, desk.calendar)
    except NoOfficeTime:
        return moment


def _after_quiet(desk: Desk, moment: datetime) -> datetime:
    wall = local(moment, desk.zone)
    if desk.quiet is None or not desk.quiet.cover(wall.hour * 60 + wall.minute):
        return moment
    today = local_day(moment, desk.zone)
    end = minutes_into_day(today, desk.quiet.ends, desk.zone)
    return end if end > moment else minutes_into_day(today + timedelta(days=1), desk.quiet.ends, desk.zone)
