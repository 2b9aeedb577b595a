"""When the alerts of a promise go out: a pure function of promise, ladder, calendar and what was told already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.alerts.rules.ladders import NOTHING, Audience, NoticeKind, RungFacts
from tracker.alerts.rules.moments import draft_moment, repeat_moment, rung_moment
from tracker.promises.rules import State
from tracker.worktime.calendar import WorkCalendar

SNOOZE = "snooze"
DRAFT = "draft"
OFFERED = "offered"
RETURNED = "returned"
ACKNOWLEDGED = "ack"


class Fate(StrEnum):
    """What becomes of a rung of this schedule."""

    PLANNED = "planned"
    PAST = "past"
    """Its moment was over when the promise got this schedule."""
    TOLD = "told"
    """It went out under this schedule already."""
    SNOOZED = "snoozed"
    """The owner asked to be left alone until later."""


class PlannedAlert(NamedTuple):
    """One rung of one promise at its moment, and whether it goes out."""

    rung_key: str
    fire_at: datetime
    kind: NoticeKind
    rung_id: int | None = None
    fate: Fate = Fate.PLANNED
    occurrence: int = 0


class Earlier(NamedTuple):
    """An alert that was planned before: it went out at `fired_at`, or a new plan cut it off."""

    rung_key: str
    fire_at: datetime
    fired_at: datetime | None
    occurrence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The last hand-over of a promise; `answered_at` is None while it waits."""

    id: int
    state: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Somebody said that they are on it, from a moment until another."""

    id: int
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What planning needs to know of a promise. `scheduled_at`: when its present schedule was made."""

    state: State
    scheduled_at: datetime
    due_at: datetime | None
    late_at: datetime | None
    remind_at: datetime | None = None
    offer: Offer | None = None
    acknowledged: Acknowledged | None = None

    @property
    def on_it(self) -> Acknowledged | None:
        """Who said under this very schedule that they are on it; a new date or owner ends that."""
        said = self.acknowledged
        return said if said is not None and said.at >= self.scheduled_at else None


def plan(
    schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar, earlier: Sequence[Earlier] = ()
) -> list[PlannedAlert]:
    """Return every rung of a promise with its moment and fate, the earliest first; none once it is settled.

    What was over before the schedule was made is not caught up, so that importing old promises
    wakes nobody; except what an earlier schedule still owed at the very same moment. What went out
    under this schedule does not go out again, however often it is planned anew; a rung that repeats
    goes on from there. While somebody is on it everything waits until they wanted to be done.
    """
    alerts = [_judged(alert, schedule, earlier) for alert in _alerts(schedule, rungs, calendar)]
    alerts += _repeats(alerts, schedule, rungs, calendar, earlier=earlier)
    waiting = [_after_acknowledged(alert, schedule.on_it) for alert in alerts]
    return sorted(waiting, key=lambda alert: (alert.fire_at, alert.rung_key, alert.occurrence))


def going_out(alerts: Iterable[PlannedAlert]) -> list[PlannedAlert]:
    """Return those alerts that will be sent."""
    return [alert for alert in alerts if alert.fate is Fate.PLANNED]


def _alerts(schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar) -> Iterator[PlannedAlert]:
    if schedule.state is State.DRAFT:
        yield PlannedAlert(DRAFT, draft_moment(schedule.scheduled_at, calendar), NoticeKind.DRAFT)
    if schedule.state is State.OPEN:
        yield from _of_ladder(schedule, rungs, calendar)
        yield from _about_hand_over(schedule.offer)
        if schedule.on_it is not None:
            yield PlannedAlert(f"{ACKNOWLEDGED}-{schedule.on_it.id}", schedule.on_it.until, NoticeKind.COMES_BACK)
    if schedule.state in {State.DRAFT, State.OPEN} and schedule.remind_at is not None:
        yield PlannedAlert(SNOOZE, schedule.remind_at, NoticeKind.SNOOZE)


def _of_ladder(schedule: Schedule, rungs: Sequence[RungFacts], calendar: WorkCalendar) -> Iterator[PlannedAlert]:
    if schedule.due_at is None or schedule.late_at is None:
        return
    for rung in rungs:
        moment = rung_moment(rung, schedule.due_at, schedule.late_at, calendar)
        yield PlannedAlert(rung.key, moment, rung.kind, rung.id, _fate_by_snooze(rung, moment, schedule))


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


def _judged(alert: PlannedAlert, schedule: Schedule, earlier: Sequence[Earlier]) -> PlannedAlert:
    """Return the alert with its fate by what was planned and told before."""
    known = [each for each in earlier if (each.rung_key, each.occurrence) == (alert.rung_key, alert.occurrence)]
    if _is_told(alert, schedule, known):
        return alert._replace(fate=Fate.TOLD)
    is_owed = any(each.fire_at == alert.fire_at for each in known)
    is_past = alert.fire_at < schedule.scheduled_at and not is_owed and alert.kind not in _TOLD_ONCE
    return alert._replace(fate=Fate.PAST) if is_past else alert


_TOLD_ONCE = {NoticeKind.OFFERED, NoticeKind.RETURNED, NoticeKind.COMES_BACK}
"""What is told once, whatever happens to the schedule meanwhile."""


def _is_told(alert: PlannedAlert, schedule: Schedule, known: Sequence[Earlier]) -> bool:
    """Whether it went out already. A reminder that somebody asked for at another moment is another one."""
    told = [each for each in known if each.fired_at is not None]
    if alert.kind in _TOLD_ONCE:
        return bool(told)
    if alert.kind is NoticeKind.SNOOZE or alert.fire_at < schedule.scheduled_at:
        return any(each.fire_at == alert.fire_at for each in told)
    return any(each.fired_at >= schedule.scheduled_at for each in told if each.fired_at is not None)


def _repeats(
    alerts: Sequence[PlannedAlert],
    schedule: Schedule,
    rungs: Sequence[RungFacts],
    calendar: WorkCalendar,
    *,
    earlier: Sequence[Earlier],
) -> list[PlannedAlert]:
    """Return the next occurrence of each rung that repeats and was told under this schedule."""
    by_key = {rung.key: rung for rung in rungs if rung.repeat is not None}
    repeats = []
    for alert in alerts:
        rung = by_key.get(alert.rung_key)
        if rung is None or alert.fate is not Fate.TOLD:
            continue
        told = [each.occurrence for each in earlier if each.rung_key == rung.key and each.fired_at is not None]
        again = following(rung, max(told), alert.fire_at, calendar)
        if again is not None:
            repeats.append(alert._replace(fire_at=again[1], occurrence=again[0], fate=Fate.PLANNED))
    return [_judged(alert, schedule, earlier) for alert in repeats]


def following(
    rung: RungFacts, occurrence: int, first_at: datetime, calendar: WorkCalendar, *, now: datetime | None = None
) -> tuple[int, datetime] | None:
    """Return number and moment of the next occurrence of a rung after one of them, None when that was the last.

    `first_at` is the moment of occurrence 0. Those that lie before `now` are passed over: after a
    downtime people are told once, not for every hour of it.
    """
    number = occurrence + 1
    while rung.repeat_most is None or number <= rung.repeat_most:
        moment = repeat_moment(rung, number, first_at, calendar)
        if moment is None:
            return None
        if now is None or moment > now:
            return number, moment
        number += 1
    return None


def _after_acknowledged(alert: PlannedAlert, acknowledged: Acknowledged | None) -> PlannedAlert:
    """Let a rung of the ladder wait while somebody is on it."""
    if acknowledged is None or alert.rung_id is None or alert.fate is not Fate.PLANNED:
        return alert
    is_meanwhile = acknowledged.at <= alert.fire_at < acknowledged.until
    return alert._replace(fire_at=acknowledged.until) if is_meanwhile else alert
