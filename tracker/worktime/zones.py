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


FIRST_ZONE, LAST_ZONE = "Etc/GMT-14", "Etc/GMT+12"
"""Where a calendar day begins first, and where it ends last."""


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
    first, second = _both_readings(wall, zone)
    return _jump(second, first, zone) if first > second else first


def clock_change(wall: datetime, zone: str) -> ClockChange | None:
    """Whether the clocks of the zone skip or repeat the naive `wall` time; None on any other."""
    first, second = _both_readings(wall, zone)
    if first == second:
        return None
    return ClockChange.SKIPPED if first > second else ClockChange.REPEATED


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


def _both_readings(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    """The wall time by the offset before a change of the clocks, and by the one after it.

    They differ only near a change: a repeated time has two readings in order; a skipped one has
    none, and the one made up by the old offset is the later of the two.
    """
    place = ZoneInfo(zone)
    return (
        wall.replace(tzinfo=place, fold=0).astimezone(UTC),
        wall.replace(tzinfo=place, fold=1).astimezone(UTC),
    )


def _jump(before: datetime, after: datetime, zone: str) -> datetime:
    """The moment between the two at which the clocks jump, found by halving down to the second."""
    place = ZoneInfo(zone)
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    offset_after = after.astimezone(place).utcoffset()
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == offset_after:
            after = middle
        else:
            before = middle
    return after
