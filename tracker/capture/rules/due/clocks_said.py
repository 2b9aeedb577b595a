"""Which time of the day is meant: hours, halves of the day, and its parts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.capture.rules.due.facts import Facts

NOON, HOURS, HALF_HOUR = 12, 24, 30
HALF_DAY = timedelta(hours=12)
NIGHT_UNTIL, _LUNCH_UNTIL = 5, 4
_OFFICE_FROM, OFFICE_UNTIL = 7, 18


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, and when something promised for it is due."""

    start: time
    end: time
    due: time


PARTS = {
    "early": Part(time(7), time(10), time(9)),
    "morning": Part(time(8), time(11, 59, 59), time(11, 59, 59)),
    "mid-morning": Part(time(10), time(10), time(10)),
    "before lunch": Part(time(11), time(11), time(11)),
    "lunch": Part(time(11), time(13), time(13)),
    "noon": Part(time(12), time(13), time(12)),
    "after lunch": Part(time(13), time(17), time(17)),
    "afternoon": Part(time(13), time(18), time(17)),
    "mid-afternoon": Part(time(14), time(14), time(14)),
    "evening": Part(time(18), time(22), time(20)),
    "night": Part(time(18), time(23, 59, 59), time(23, 59, 59)),
    "midnight": Part(time(0), time(0), time(0)),
    "close": Part(time(23, 59, 59), time(23, 59, 59), time(23, 59, 59)),
}
"""The rules know no office: its close is the end of the day."""


def clock_said(facts: Facts) -> tuple[time, bool] | None:
    """Return the time that is said, and whether it may as well be twelve hours later; None for none such."""
    hour, minute = facts.hour or 0, facts.minute or 0
    second = facts.second or 0
    if minute < 0:
        hour, minute = (hour - 1) % 24, minute + 60
    if facts.half:
        hour, minute = (hour - 1) % 24, HALF_HOUR + (-minute if facts.until_hour else minute)
    elif facts.until_hour:
        hour, minute = (hour - 1) % 24, 60 - minute if minute else 0
    hour, is_open = _half(hour % 24, facts)
    return time(hour % 24, minute, second), is_open


def _half(hour: int, facts: Facts) -> tuple[int, bool]:
    """Return the hour of 24, and whether the half of the day was left open."""
    if facts.meridiem is not None:
        return hour % NOON + (NOON if facts.meridiem == "pm" else 0) if hour <= NOON else hour, False
    if facts.part is None:
        return hour, 1 <= hour <= NOON and not facts.sure
    return _in_part(hour, facts.part), False


def _in_part(hour: int, part: str) -> int:
    """Return the hour of 24 that an hour is in a part of the day: eight in the evening, two at night."""
    if hour == NOON and part in {"evening", "midnight", "night"}:
        return 0
    if part == "night" and hour < NIGHT_UNTIL:
        return hour
    is_late = part in {"evening", "night", "afternoon", "after lunch"} and hour < NOON
    is_late = is_late or (part in {"noon", "lunch"} and hour < _LUNCH_UNTIL)
    return hour + NOON if is_late else hour


def in_office(clock: time) -> time:
    """Return a time whose half of the day is open as an office would mean it: three is in the afternoon."""
    if 1 <= clock.hour < _OFFICE_FROM:
        return clock.replace(hour=clock.hour + NOON)
    return clock


def at(day: date, clock: time) -> datetime:
    """Return a time on a day, or on the day of a moment."""
    return datetime.combine(date(day.year, day.month, day.day), clock)


def is_day_after(facts: Facts, first: datetime, now: datetime) -> bool:
    """Whether an hour lies behind the day that is named: "24 Uhr", "tonight at 12", "heute Nacht um zwei"."""
    if facts.hour in {None, HOURS} or facts.part not in {"evening", "night"}:
        return facts.hour == HOURS
    is_small = facts.part == "night" and first.hour < NIGHT_UNTIL
    return first.hour == 0 or (is_small and (first <= now or first.date() != now.date()))
