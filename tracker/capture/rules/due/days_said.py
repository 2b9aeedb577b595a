"""Which days are meant: the part of the grammar that knows weekdays, dates and periods, and no clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.capture.rules.due import spans
from tracker.capture.rules.due.facts import LONG_UNITS, Facts
from tracker.capture.rules.due.feasts import FEASTS
from tracker.capture.rules.due.places import nth_in
from tracker.capture.rules.due.spans import DAY, WEEK, Span, days

_MONTHS_AHEAD = 60
SECOND_NEXT = 2
_RECENT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is meant, and what else may be."""

    span: Span
    others: tuple[Span, ...] = ()


def days_said(facts: Facts, now: datetime, zone: ZoneInfo) -> Reading | None:
    """Return the days that are meant, seen from a moment; None when there are none, as the 31st of June."""
    facts = _last_of(facts)
    for says, read in _READERS:
        if says(facts):
            return read(facts, now, zone)
    return None


def _last_of(facts: Facts) -> Facts:
    """Return "last Monday of March" as the place in March that it is, and not as a Monday that has passed."""
    is_within = facts.month is not None
    if is_within and facts.which == -1:
        return replace(facts, which=None, nth=-1)
    if is_within and facts.shift == -1 and facts.period == "week":
        return replace(facts, shift=None, period=None, unit="week", nth=-1)
    return facts


def _length(facts: Facts, now: datetime, zone: ZoneInfo) -> Reading | None:
    """Return the day at a distance; of the week there, the weekday, if one is said beside it."""
    base = replace(facts, length=None, unit=None, after_base=None, more=None, more_unit=None, ago=None)
    reading = days_said(base, now, zone) if base.says_day else None
    start = reading.span.start if reading and (facts.after_base or facts.days is not None) else now
    try:
        there = _there(facts, start, zone)
        beside = _there(facts, reading.span.start, zone) if reading else there
    except (OverflowError, ValueError):
        return None
    if facts.after_base and reading:
        return Reading(days(there), tuple(days(_there(facts, each.start, zone)) for each in reading.others))
    if facts.weekday is None or not _counts_weeks(facts):
        return Reading(days(there))
    there += (facts.weekday - there.weekday()) * DAY
    return Reading(days(there), (days(beside),) if beside != there else ())


def _counts_weeks(facts: Facts) -> bool:
    """Whether a distance is one of weeks, as that of "Tuesday in 14 days" is."""
    return facts.unit in {"week", "fortnight"} or (facts.unit == "day" and (facts.length or 1) % 7 == 0)


def _there(facts: Facts, start: datetime, zone: ZoneInfo) -> date:
    return spans.moved(start, (facts.length or 0) * (-1 if facts.ago else 1), facts.unit or "day", zone).date()


def _offset(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading:
    return Reading(days(now.date() + (facts.days or 0) * DAY))


def _holiday(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading:
    feast, today = FEASTS[facts.holiday or ""], now.date()
    year = facts.year or today.year
    if facts.period == "year":
        year += facts.shift or 0
    day = feast(year)
    coming = day if day >= today or facts.year or facts.period else feast(year + 1)
    if facts.weekday is not None and facts.nth == -1:
        return Reading(days(coming - ((coming.weekday() - facts.weekday - 1) % 7 + 1) * DAY))
    if facts.weekday is not None and facts.nth is not None:
        return Reading(days(coming + DAY + (facts.weekday - coming.weekday() - 1) % 7 * DAY + (facts.nth - 1) * WEEK))
    return Reading(days(coming))


def _nth(facts: Facts, now: datetime, zone: ZoneInfo) -> Reading | None:
    """Return the first Tuesday, the last week or working day of a month or year; a day alone is one of anything."""
    around = replace(facts, nth=None, weekday=None, day=None, unit=None)
    outer = days_said(around, now, zone) if around.says_day else None
    if outer:
        return Reading(nth_in(outer.span, facts))
    if facts.weekday is None and facts.unit != "week":
        return None
    this_month, next_month = (nth_in(spans.period("month", now.date(), ahead), facts) for ahead in (0, 1))
    return Reading(this_month if this_month.end >= now else next_month)


def _dated(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading | None:
    """Return the day of the month; without month or year the next such day, with the weekday that was said."""
    fitting = next((day for day in _candidates(facts, now.date()) if _suits(facts, day)), None)
    any_day = fitting or next(iter(_candidates(facts, now.date())), None)
    if any_day is None:
        return None
    return Reading(days(any_day), (*_just_past(facts, any_day, now.date()), *_of_weekday(facts, any_day)))


def _suits(facts: Facts, day: date) -> bool:
    return facts.weekday is None or facts.month is not None or day.weekday() == facts.weekday


def _of_weekday(facts: Facts, day: date) -> tuple[Span, ...]:
    """Return the nearest day of a weekday that is said beside a date and is not its own."""
    if facts.weekday is None or facts.weekday == day.weekday():
        return ()
    apart = (facts.weekday - day.weekday() + 3) % 7 - 3
    return (days(day + apart * DAY),)


def _just_past(facts: Facts, day: date, today: date) -> tuple[Span, ...]:
    """Return the day of last time, when it has only just passed: whoever says it may mean that one."""
    if facts.year is not None or facts.month is None or day <= today:
        return ()
    try:
        last_time = day.replace(year=day.year - 1)
    except ValueError:
        return ()
    return (days(last_time),) if today - last_time <= _RECENT and last_time < today else ()


def _candidates(facts: Facts, today: date) -> Iterator[date]:
    """Yield the days that a day of the month may be, the soonest first."""
    at = today.replace(day=1)
    if facts.period == "month":
        at = spans.months_later(at, facts.shift or 0)
    months = 1 if facts.period == "month" else _MONTHS_AHEAD
    if facts.year is not None:
        at, months = date(facts.year, 1, 1), spans.MONTHS_IN_YEAR
    for ahead in range(months):
        month = spans.months_later(at, ahead)
        if facts.month in {None, month.month} and (facts.day or 0) <= spans.last_day(month.year, month.month):
            day = month.replace(day=facts.day or 1)
            if day >= today or facts.year is not None or facts.period == "month":
                yield day


def _weekday(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading:
    """Return the weekday: the next one; of a named week, or the second or third from now, when that is said."""
    today, weekday = now.date(), facts.weekday or 0
    nearest = today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    if facts.period is not None:
        week = _week(facts, now)
        return Reading(days(week.start.date() + weekday * DAY if week else nearest))
    if facts.length is not None:
        return Reading(days(nearest + (int(facts.length) - 1) * WEEK))
    return _which_weekday(facts.which, nearest, today)


def _which_weekday(which: int | None, nearest: date, today: date) -> Reading:
    """Return "this", "next", "last" Wednesday. "Next" is that of next week; people also say it of the nearest."""
    of_this_week = today + (nearest.weekday() - today.weekday()) * DAY
    of_next_week = of_this_week + WEEK
    if which is None:
        return Reading(days(nearest), (days(today),) if of_this_week == today else ())
    if which == 0:
        return Reading(days(of_this_week if of_this_week >= today else nearest))
    if which == -1:
        return Reading(days(of_this_week if of_this_week < today else of_this_week - WEEK))
    if which > SECOND_NEXT:
        return Reading(days(nearest))
    other = of_next_week + WEEK if which == SECOND_NEXT else nearest
    return Reading(days(of_next_week), () if nearest == of_next_week else (days(other),))


def _week(facts: Facts, now: datetime) -> Span | None:
    if facts.number is not None:
        return _numbered(facts, now)
    return spans.period("week", now.date(), facts.shift or 0)


def _numbered(facts: Facts, now: datetime) -> Span | None:
    """Return the week, quarter or half year of a number: this year's, or the next one's when that is over."""
    if facts.year is not None:
        return _numbered_in(facts.year, facts)
    this_year = _numbered_in(now.year, facts)
    is_over = this_year is not None and this_year.end < now
    return _numbered_in(now.year + 1, facts) if is_over else this_year


def _numbered_in(year: int, facts: Facts) -> Span | None:
    if facts.period == "week":
        return spans.week_number(year, facts.number or 0)
    return spans.period(facts.period or "quarter", date(year, 1, 1), (facts.number or 1) - 1)


def _period(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading | None:
    if facts.number is not None:
        whole = _numbered(facts, now)
    else:
        whole = spans.period(facts.period or "week", now.date(), facts.shift or 0)
    return Reading(spans.edge(whole, facts.edge, now) if facts.edge else whole) if whole else None


def _month(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading:
    month = facts.month or 1
    year = facts.year or now.year + (month < now.month)
    if facts.period == "year" and facts.year is None:
        year = now.year + (facts.shift or 0)
    whole = spans.period("month", date(year, month, 1), 0)
    return Reading(spans.edge(whole, facts.edge, now) if facts.edge else whole)


def _year(facts: Facts, now: datetime, _zone: ZoneInfo) -> Reading:
    whole = spans.period("year", date(facts.year or now.year, 1, 1), 0)
    return Reading(spans.edge(whole, facts.edge, now) if facts.edge else whole)


def _week_of(facts: Facts, now: datetime, zone: ZoneInfo) -> Reading | None:
    day = _dated(replace(facts, period=None), now, zone)
    return Reading(spans.period("week", day.span.start.date(), 0)) if day else None


_READERS = (
    (lambda facts: facts.length is not None and facts.unit in LONG_UNITS, _length),
    (lambda facts: facts.holiday is not None, _holiday),
    (lambda facts: facts.period == "week" and facts.day is not None and facts.shift is None, _week_of),
    (lambda facts: facts.nth is not None, _nth),
    (lambda facts: facts.day is not None, _dated),
    (lambda facts: facts.days is not None, _offset),
    (lambda facts: facts.weekday is not None, _weekday),
    (lambda facts: facts.month is not None, _month),
    (lambda facts: facts.period is not None, _period),
    (lambda facts: facts.year is not None, _year),
)
