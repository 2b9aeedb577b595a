"""How a working day is laid out: what is overdue, what today asks, what comes next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from tracker.worktime.zones import local_day, start_of_day

DAYS_AHEAD = 7
"""How many days after today a day page shows in full."""


class Owed(Protocol):
    """An open promise, as far as its place on a day goes."""

    @property
    def due_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def due_day(self) -> date | None: ...  # noqa: D102
    @property
    def late_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def remind_at(self) -> datetime | None: ...  # noqa: D102


P = TypeVar("P", bound=Owed)


@dataclass(frozen=True, slots=True)
class Plan(Generic[P]):
    """The groups of a day page; each promise stands in exactly one, in the order in which it was given."""

    overdue: tuple[P, ...]
    today: tuple[P, ...]
    next_days: tuple[tuple[date, tuple[P, ...]], ...]
    snoozed: tuple[P, ...]


def end_of_plan(now: datetime, zone: str) -> datetime:
    """Return the moment up to which a day page shows what is due: midnight after DAYS_AHEAD days, in the zone."""
    return start_of_day(local_day(now, zone) + timedelta(days=DAYS_AHEAD + 1), zone)


def plan_of(owed: Iterable[P], now: datetime, zone: str) -> Plan[P]:
    """Lay out open promises for somebody whose day runs in `zone`.

    Overdue is never hidden by snoozing: only the reminder was moved, not the date.
    """
    overdue, today, snoozed = [], [], []
    ahead: dict[date, list[P]] = {}
    this_day = local_day(now, zone)
    for promise in owed:
        day = _day_of(promise, zone)
        if promise.late_at is not None and promise.late_at < now:
            overdue.append(promise)
        elif promise.remind_at is not None and promise.remind_at > now:
            snoozed.append(promise)
        elif day <= this_day:
            today.append(promise)
        else:
            ahead.setdefault(day, []).append(promise)
    days = tuple((day, tuple(promises)) for day, promises in sorted(ahead.items()))
    return Plan(tuple(overdue), tuple(today), days, tuple(snoozed))


def _day_of(promise: Owed, zone: str) -> date:
    if promise.due_day is not None:
        return promise.due_day
    return local_day(promise.due_at, zone) if promise.due_at is not None else date.max
