"""What is realistic: how often promises like one were kept here, and the earliest due that usually was. Pure.

Kept means here: on time, and without a new date. A date that had to be moved was not realistic.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from tracker.promises.measures import FEW, Share
from tracker.promises.rules import Due, day_of
from tracker.reports.rules.figures import lead_step
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.due_offsets import quick_choices
from tracker.worktime.working_days import next_working_day
from tracker.worktime.zones import end_of_day, local_day

REALISTIC = 0.9
"""From this rate on a due is called realistic."""

BELIEF = 10
"""Promises that are alike in less speak as loudly as so many that are alike in more."""

LOOKED_BACK = timedelta(days=365)
"""How far back promises say something about those made today."""

DAYS_AHEAD = 16
"""How many working days are tried for a realistic due: beyond two weeks the lead time makes no difference."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """How far ahead a promise is due, as a step of lead times, and on which weekday (0 is Monday)."""

    lead: int
    weekday: int


History = Mapping[Slot, Share]
"""Of the promises of a kind in each slot: how many were kept, of how many that could be judged."""


class Likeness(Enum):
    """In what the promises that are counted are like the one being made, besides their kind."""

    SLOT = "slot"
    LEAD = "lead"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The promises that are most like one, as far as there are enough of them, and what they let expect."""

    likeness: Likeness
    kept: Share
    expected: float


def slot_of(due: Due, made_at: datetime, zone: str) -> Slot:
    """Return the slot of a promise made at a moment; its weekday is that on the clocks of the zone."""
    return Slot(lead_step(due.at - made_at), (day_of(due.at, due.day, zone) or due.at.date()).weekday())


def evidence(history: History, slot: Slot | None) -> Evidence | None:
    """Return what is known about promises in a slot, or of the kind altogether; None where nothing is.

    The narrowest group of at least ten counts. Fewer are only looked at when there are no others.
    """
    groups = list(_groups(history, slot))
    known = [(likeness, kept) for likeness, kept in groups if kept.whole >= FEW]
    likeness, kept = (known or groups)[-1 if known else 0]
    if not kept.whole:
        return None
    return Evidence(likeness, kept, expected(kept for _, kept in groups))


def expected(groups: Iterable[Share]) -> float:
    """Return the rate to expect of the last of several groups, each of which lies in the one before.

    Each group counts with its promises, and its wider group with as many as BELIEF: so a few promises do not
    say everything, and many say nearly all. Formula: posterior mean of a beta distribution, group by group.
    """
    rate = 0.5
    weight = 2.0
    for kept in groups:
        rate = (kept.part + weight * rate) / (kept.whole + weight)
        weight = BELIEF
    return rate


def earliest_realistic(history: History, dues: Iterable[Due], made_at: datetime, zone: str) -> Due | None:
    """Return the first of these dues that promises like it kept at least nine times out of ten, None if none did.

    Only lead times of which at least ten promises are known are called realistic.
    """
    for due in dues:
        slot = slot_of(due, made_at, zone)
        found = evidence(history, slot)
        if found is not None and found.likeness is not Likeness.KIND and found.expected >= REALISTIC:
            return due
    return None


def possible_dues(now: datetime, calendar: WorkCalendar, zone: str) -> list[Due]:
    """Return the dues that somebody may be offered instead, the soonest first: moments of today, then working days."""
    today = local_day(now, zone)
    soon = [Due(each.due) for each in quick_choices(now, calendar) if local_day(each.due, zone) == today]
    return [*soon, *(Due(end_of_day(day, zone), day) for day in _working_days(today, calendar))]


def _working_days(today: date, calendar: WorkCalendar) -> Iterator[date]:
    day = today
    for _ in range(DAYS_AHEAD):
        try:
            day = next_working_day(day, calendar)
        except NoOfficeTime:
            day += timedelta(days=1)
        yield day


def _groups(history: History, slot: Slot | None) -> Iterator[tuple[Likeness, Share]]:
    """Yield the groups in which a promise lies, the widest first."""
    yield Likeness.KIND, _total(history.values())
    if slot is not None:
        yield Likeness.LEAD, _total(kept for each, kept in history.items() if each.lead == slot.lead)
        yield Likeness.SLOT, history.get(slot, Share(0, 0))


def _total(shares: Iterable[Share]) -> Share:
    counted = list(shares)
    return Share(sum(each.part for each in counted), sum(each.whole for each in counted))
