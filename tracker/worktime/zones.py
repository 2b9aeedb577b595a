"""Time zones: from the wall clock of a place to moments, and back.

A wall time that the clocks skip (spring) means the moment they skip to; one that they repeat
(autumn) means its first occurrence. So a later wall time never becomes an earlier moment.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class ClockChange(Enum):
    """What a change of the clocks did to a wall time."""

    SKIPPED = "skipped"
    REPEATED = "repeated"


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive one, which names no moment."""
    if moment.tzinfo is UTC:
        return moment
    if moment.utcoffset() is None:
        raise ValueError(f"A moment needs a time zone: {moment!r}")
    return moment.astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The moment as the clocks of the IANA zone show it (aware, in that zone)."""
    return as_utc(moment).astimezone(ZoneInfo(zone))


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day that the moment falls on in the zone."""
    return local(moment, zone).date()


def from_local(wall: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of the zone show the naive `wall` time.

    Skipped and repeated times follow the module's policy; `clock_change` tells that it applied.
    Raises ValueError when `wall` carries a zone already.
    """
    if wall.tzinfo is not None:
        raise ValueError(f"A wall time has no zone of its own: {wall!r}")
    place = ZoneInfo(zone)
    moment = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None, fold=0) == wall.replace(fold=0):
        return moment
    return _end_of_gap(wall, place)


def clock_change(wall: datetime, zone: str) -> ClockChange | None:
    """Whether the clocks of the zone skip or repeat the naive `wall` time; None on any other."""
    place = ZoneInfo(zone)
    first = wall.replace(tzinfo=place, fold=0).utcoffset()
    second = wall.replace(tzinfo=place, fold=1).utcoffset()
    if first is None or second is None or first == second:
        return None
    return ClockChange.SKIPPED if first < second else ClockChange.REPEATED


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment, in UTC, of the calendar day in the zone."""
    return from_local(datetime.combine(day, time.min), zone)


def minutes_into_day(day: date, minutes: int, zone: str) -> datetime:
    """The moment, in UTC, when the wall clock shows `minutes` since midnight (1440: the end)."""
    return from_local(datetime.combine(day, time.min) + timedelta(minutes=minutes), zone)


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment, in UTC, after the calendar day in the zone.

    This is the due instant of an all-day date: what is done before it is on time.
    """
    return start_of_day(day + _DAY, zone)


def is_known_zone(name: str) -> bool:
    """Whether the name is an IANA time zone of this installation (exact spelling)."""
    return name in _every_zone()


@cache
def common_zones() -> tuple[str, ...]:
    """Zones to choose from, sorted: every Continent/City, and UTC; no old aliases like US/Eastern."""
    cities = (name for name in _every_zone() if name.partition("/")[0] in _CONTINENTS)
    return (*sorted(cities), "UTC")


@cache
def _every_zone() -> frozenset[str]:
    return frozenset(available_timezones())


def _end_of_gap(wall: datetime, place: ZoneInfo) -> datetime:
    """The moment at which the clocks jump over `wall`, found by halving down to the second."""
    before = wall.replace(tzinfo=place, fold=1, microsecond=0).astimezone(UTC)
    after = wall.replace(tzinfo=place, fold=0, microsecond=0).astimezone(UTC)
    offset_after = after.astimezone(place).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == offset_after:
            after = middle
        else:
            before = middle
    return after
