"""When the alerts of a promise go out: a pure function of promise, ladder and calendar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.alerts.rules.ladders import NOTHING, Audience, NoticeKind, RungFacts
from tracker.promises.rules import State
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

SNOOZE = "snooze"
DRAFT = "draft"
OFFERED = "offered"
RETURNED = "returned"


class Fate(StrEnum):
    """What becomes of a rung of this schedule."""

    PLANNED = "planned"
    PAST = "past"
    """Its moment was over when the promise got this schedule."""
    SNOOZED = "snoozed"
    """The owner asked to be left alone until later."""


class PlannedAlert(NamedTuple):
    """One rung of one promise at its moment, and whether it goes out."""

    rung_key: str
    fire_at: datetime
    kind: NoticeKind
    rung_id: int | None = None
    fate: Fate = Fate.PLANNED


class Earlier(NamedTuple):
    """An alert of an earlier schedule of the same promise: it went out, or a new schedule cut it off."""

    rung_key: str
    fire_at: datetime
    was_fired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The last hand-over of a promise; `answered_at` is None while it waits."""

    id: int
    state: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What planning needs to know of a promise. `scheduled_at`: when its present schedule was made."""

    state: State
    scheduled_at: datetime
    due_at: datetime | None
    late_at: datetime | None
    remind_at: datetime | None = None
    offer: Offer | None = None


def plan(
    schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar, earlier: Sequence[Earlier] = ()
) -> list[PlannedAlert]:
    """Return every rung of a promise with its moment and fate, the earliest first; none once it is settled.

    What was over before the schedule was made is not caught up, so that importing old promises
    wakes nobody; except what an earlier schedule still owed at the very same moment. A hand-over
    is told of once, whatever happens to the schedule meanwhile.
    """
    alerts = sorted(_alerts(schedule, rungs, calendar), key=lambda alert: (alert.fire_at, alert.rung_key))
    return [alert._replace(fate=Fate.PAST) if _is_over(alert, schedule, earlier) else alert for alert in alerts]


def going_out(alerts: Iterable[PlannedAlert]) -> list[PlannedAlert]:
    """Return those alerts that will be sent."""
    return [alert for alert in alerts if alert.fate is Fate.PLANNED]


def rung_moment(rung: RungFacts, schedule: Schedule, calendar: WorkCalendar) -> datetime | None:
    """Return when a rung goes out, None without a due.

    Leads are counted back from the due, delays on from the end of the tolerance. A moment outside
    of office hours moves to the next opening; a lead that would reach the due that way is used up
    just before the last closing. A team that never opens is alerted by the clock.
    """
    if schedule.due_at is None or schedule.late_at is None:
        return None
    base = schedule.late_at if rung.offset > NOTHING else schedule.due_at
    try:
        return _in_office(base, rung, calendar)
    except NoOfficeTime:
        return base + rung.offset


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


def _alerts(schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar) -> Iterator[PlannedAlert]:
    if schedule.state is State.DRAFT:
        yield PlannedAlert(DRAFT, draft_moment(schedule.scheduled_at, calendar), NoticeKind.DRAFT)
    if schedule.state is State.OPEN:
        for rung in rungs:
            moment = rung_moment(rung, schedule, calendar)
            if moment is not None:
                yield PlannedAlert(rung.key, moment, rung.kind, rung.id, _fate_by_snooze(rung, moment, schedule))
        yield from _about_hand_over(schedule.offer)
    if schedule.state in {State.DRAFT, State.OPEN} and schedule.remind_at is not None:
        yield PlannedAlert(SNOOZE, schedule.remind_at, NoticeKind.SNOOZE)


def _about_hand_over(offer: Offer | None) -> Iterator[PlannedAlert]:
    """Tell the receiver of a waiting offer, and the owner of one that came back, at once."""
    if offer is not None and offer.state == "waiting":
        yield PlannedAlert(f"{OFFERED}-{offer.id}", offer.asked_at, NoticeKind.OFFERED)
    if offer is not None and offer.state in {"returned", "declined"} and offer.answered_at is not None:
        yield PlannedAlert(f"{RETURNED}-{offer.id}", offer.answered_at, NoticeKind.RETURNED)


def _fate_by_snooze(rung: RungFacts, moment: datetime, schedule: Schedule) -> Fate:
    """A snooze holds back what would remind only the owner, before the due and before its end."""
    reaches_others = rung.audience != {Audience.OWNER}
    if schedule.remind_at is None or rung.offset >= NOTHING or reaches_others or moment >= schedule.remind_at:
        return Fate.PLANNED
    return Fate.SNOOZED


def _is_over(alert: PlannedAlert, schedule: Schedule, earlier: Sequence[Earlier]) -> bool:
    if alert.kind in {NoticeKind.OFFERED, NoticeKind.RETURNED}:
        return any(each.was_fired and each.rung_key == alert.rung_key for each in earlier)
    same = [each.was_fired for each in earlier if (each.rung_key, each.fire_at) == (alert.rung_key, alert.fire_at)]
    is_owed = bool(same) and not any(same)
    return alert.fire_at < schedule.scheduled_at and not is_owed


def _in_office(base: datetime, rung: RungFacts, calendar: WorkCalendar) -> datetime:
    lead = -rung.offset
    if lead > NOTHING:
        return subtract_office_time(base, lead, calendar) if rung.in_office_time else _ahead(base, lead, calendar)
    moment = add_office_time(base, rung.offset, calendar) if rung.in_office_time else base + rung.offset
    return moment if _is_at_desk(moment, calendar) else next_opening(moment, calendar)


def _ahead(due_at: datetime, lead: timedelta, calendar: WorkCalendar) -> datetime:
    moment = due_at - lead
    opening = next_opening(moment, calendar)
    return opening if opening < due_at or opening == moment else subtract_office_time(moment, LAST_CHANCE, calendar)


def _is_at_desk(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether somebody is there: the moment of closing still counts, much is promised for the end of the day."""
    return is_open(moment, calendar) or previous_closing(moment, calendar) == moment
