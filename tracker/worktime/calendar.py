"""When an office is open: its zone, its slots on each weekday, and the days it stays closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.worktime.zones import is_known_zone

DAYS_A_WEEK = 7
MINUTES_A_DAY = 24 * 60


class ImpossibleHours(Invalid):
    """These cannot be the hours of any office."""


class NoOfficeTime(Invalid):
    """The calendar has no (or not enough) office time in reach; see `arithmetic.HORIZON`."""

    def __init__(self) -> None:
        super().__init__(N_("The office hours are not enough for this. Are hours and closing days of the team right?"))


class Slot(NamedTuple):
    """Open from `opens` until just before `closes`, in minutes of the wall clock since midnight.

    `closes` may be 1440, the end of the day. Reads as 09:00–12:30.
    """

    opens: int
    closes: int

    @classmethod
    def between(cls, opens: time, closes: time) -> "Slot":
        """A slot from wall times; `closes` at 00:00 means the end of the day. Seconds are dropped."""
        last_minute = closes.hour * 60 + closes.minute
        return cls(opens.hour * 60 + opens.minute, last_minute or MINUTES_A_DAY)

    def __str__(self) -> str:
        return "–".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in self)


Week = tuple[tuple[Slot, ...], ...]
"""The slots of Monday (0) to Sunday (6)."""


def week_of(slots: Mapping[int, Iterable[Slot]]) -> Week:
    """A week from slots by weekday (0 is Monday); weekdays left out are closed."""
    unknown = set(slots) - set(range(DAYS_A_WEEK))
    if unknown:
        raise ValueError(f"Weekdays run from 0 (Monday) to 6 (Sunday), not {sorted(unknown)}")
    return tuple(tuple(slots.get(weekday, ())) for weekday in range(DAYS_A_WEEK))


@dataclass(frozen=True)
class WorkCalendar:
    """The working time of one office. Equal calendars are interchangeable; all of it is checked.

    `zone` is an IANA name, `week` the slots of the seven weekdays (sorted, apart or touching),
    `closed_days` the local dates without office hours: public holidays and extra closing days.
    Raises ImpossibleHours on an unknown zone or slots that are empty, outside the day, unsorted
    or overlapping; ValueError on a week without seven days. A week without any slot is allowed:
    that office never opens.
    """

    zone: str
    week: Week
    closed_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not is_known_zone(self.zone):
            raise ImpossibleHours(N_("Unknown time zone: %(zone)s"), zone=self.zone)
        if len(self.week) != DAYS_A_WEEK:
            raise ValueError(f"A week has seven days, not {len(self.week)}")
        for slots in self.week:
            _check_slots(slots)

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The slots of that day; none when it is closed."""
        return () if day in self.closed_days else self.week[day.weekday()]

    def is_ever_open(self) -> bool:
        """Whether any weekday has a slot at all."""
        return any(self.week)


def _check_slots(slots: tuple[Slot, ...]) -> None:
    for slot in slots:
        if not 0 <= slot.opens < MINUTES_A_DAY or slot.closes > MINUTES_A_DAY:
            raise ImpossibleHours(N_("Office hours must lie within one day: %(slot)s"), slot=slot)
        if slot.opens >= slot.closes:
            raise ImpossibleHours(N_("Office hours must end after they begin: %(slot)s"), slot=slot)
    for earlier, later in pairwise(slots):
        if later.opens < earlier.opens:
            raise ImpossibleHours(N_("Office hours must be in order: %(a)s, %(b)s"), a=earlier, b=later)
        if later.opens < earlier.closes:
            raise ImpossibleHours(N_("Office hours must not overlap: %(a)s, %(b)s"), a=earlier, b=later)
