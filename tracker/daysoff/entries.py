"""One event of a calendar file as an entry of whole days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker.daysoff.recurrence import DAY, WEEKDAYS, Repeats, Weekday, is_understood
from tracker.kernel.bounds import is_within_reach
from tracker.web.texts import clean_line

LONGEST_TITLE = 80
MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
FREE = {"FREE", "TENTATIVE", "WORKINGELSEWHERE"}
PARTS = {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that is there and cannot be understood, or not how it repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry over whole days: its first one, how many, and on which days it happens again or does not.

    Of `length` 0 is one by the hour, which only takes the place of another.
    """

    uid: str
    title: str
    first: date
    length: int
    is_busy: bool
    is_cancelled: bool = False
    repeats: Repeats | None = None
    added: frozenset[date] = frozenset()
    left_out: frozenset[date] = frozenset()
    instead_of: date | None = None
    """The day of a repeated entry that this one takes the place of."""


def entry_of(event: Any, zone: str) -> Entry | Unclear | None:
    """Return the entry; None for one by the hour. `event` is one of the library, which raises what it likes.

    One by the hour that takes the place of a repeated one is returned, without a day: the other is not there then.
    """
    length, replaced = _length(event, zone), event.get("RECURRENCE-ID")
    if length is None and replaced is None:
        return None
    length = length or 0
    rule = _rule(event.get("RRULE"), zone)
    first = _wall(event["DTSTART"].dt, zone).date()
    if isinstance(rule, Unclear) or not is_within_reach(first) or not is_within_reach(first + length * DAY):
        return Unclear()
    return Entry(
        uid=str(event.get("UID", "")),
        title=clean_line(str(event.get("SUMMARY", "")))[:LONGEST_TITLE],
        first=first,
        length=length,
        is_busy=_is_busy(event),
        is_cancelled=_word(event, "STATUS") == "CANCELLED",
        repeats=rule,
        added=frozenset(_days(event.get("RDATE"), zone)),
        left_out=frozenset(_days(event.get("EXDATE"), zone)),
        instead_of=None if replaced is None else _wall(replaced.dt, zone).date(),
    )


def _length(event: Any, zone: str) -> int | None:
    """Return over how many days the event goes. From midnight to midnight is whole days too, as some write them."""
    begins = event["DTSTART"].dt
    ends = _end(event, begins)
    start, end = _wall(begins, zone), _wall(ends, zone)
    if end.time().replace(second=0) == LAST_MINUTE:
        end = datetime.combine(end.date() + DAY, MIDNIGHT)
    if start.time() != MIDNIGHT or end.time() != MIDNIGHT:
        return None
    fewest = 0 if isinstance(begins, datetime) else 1
    return max((end - start).days, fewest) or None


def _end(event: Any, begins: date) -> date:
    if "DTEND" in event:
        ends: date = event["DTEND"].dt
        return ends
    length: timedelta | None = event["DURATION"].dt if "DURATION" in event else None
    if length is None:
        return begins if isinstance(begins, datetime) else begins + DAY
    return begins + length


def _wall(moment: date, zone: str) -> datetime:
    """Return what the clock on the wall says: that of the zone for what is in UTC, else that of who wrote it."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, MIDNIGHT)
    seen = moment.astimezone(ZoneInfo(zone)) if moment.tzname() == "UTC" else moment
    return seen.replace(tzinfo=None)


def _days(given: Any, zone: str) -> Iterator[date]:
    """Yield the days in one or several lists of days, moments or stretches."""
    for each in given if isinstance(given, list) else [given]:
        for one in each.dts if each is not None else []:
            begins = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield _wall(begins, zone).date()


def _is_busy(event: Any) -> bool:
    is_free = _word(event, "TRANSP") == "TRANSPARENT" or _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") in FREE
    return not is_free and _word(event, "STATUS") != "TENTATIVE"


def _word(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _rule(given: Any, zone: str) -> Repeats | Unclear | None:
    if given is None:
        return None
    if isinstance(given, list) or set(given) - PARTS:
        return Unclear()
    until = _one(given, "UNTIL", None)
    rule = Repeats(
        frequency=str(_one(given, "FREQ", "")).upper(),
        interval=int(_one(given, "INTERVAL", 1)),
        until=None if until is None else _wall(until, zone).date(),
        count=_one(given, "COUNT", None),
        months=_numbers(given.get("BYMONTH", [])),
        month_days=_numbers(given.get("BYMONTHDAY", [])),
        weekdays=frozenset(_weekday(each) for each in given.get("BYDAY", [])),
        position=int(_one(given, "BYSETPOS", 0)),
        week_start=WEEKDAYS.index(str(_one(given, "WKST", "MO")).upper()),
    )
    return rule if is_understood(rule) else Unclear()


def _one(given: Any, name: str, otherwise: Any) -> Any:
    """Return the only value of a part. Raises ValueError where there are several."""
    values = given.get(name, [otherwise])
    (value,) = values if isinstance(values, list) else [values]
    return value


def _numbers(values: Iterable[Any]) -> frozenset[int]:
    return frozenset(int(value) for value in values)


def _weekday(given: Any) -> Weekday:
    written = str(given).upper()
    return Weekday(WEEKDAYS.index(written[-2:]), int(written[:-2] or 0))
