"""What a cluster of pieces means: the days and the clock put together, and the two ends of a span."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.capture.rules.due import spans
from tracker.capture.rules.due.clocks_said import (
    HALF_DAY,
    NOON,
    OFFICE_UNTIL,
    PARTS,
    at,
    clock_said,
    in_office,
    is_day_after,
)
from tracker.capture.rules.due.days_said import days_said
from tracker.capture.rules.due.ends import completed, is_deadline_of_a_day, same_half, with_day_of
from tracker.capture.rules.due.facts import ELSEWHERE, MIDNIGHT, Facts, Link
from tracker.capture.rules.due.sides import Cluster
from tracker.capture.rules.due.spans import DAY, Span, point


@dataclass(frozen=True, slots=True)
class Meaning:
    """The span that is meant, what else may be, and whether it is a window with two ends that were both said."""

    span: Span
    others: tuple[Span, ...] = ()
    is_window: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: when, in which zone, and whether hours there are those of 24."""

    now: datetime
    zone: ZoneInfo
    literal_hours: bool


def meant(cluster: Cluster, now: datetime, zone: ZoneInfo, *, literal_hours: bool) -> Meaning | None:
    """Return what is meant, seen from a moment; None when that is nothing possible."""
    place = Place(now, zone, literal_hours)
    if cluster.right.is_empty:
        meaning = _one(cluster.left, place)
        is_limit = not {Link.BY, Link.TO, Link.BEFORE}.isdisjoint(cluster.links)
        return _at_its_end(meaning) if meaning and is_limit and cluster.left.part == MIDNIGHT else meaning
    left, right = cluster.left, cluster.right
    if _is_only_numbers(left, right) and not {Link.FROM, Link.BETWEEN} & set(cluster.links):
        return None
    if Link.TO in cluster.links and is_deadline_of_a_day(left, right) and Link.FROM not in cluster.links:
        return _one(replace(with_day_of(right, left), part=right.part), place)
    return _window(*completed(left, right), place)


def _window(left: Facts, right: Facts, place: Place) -> Meaning | None:
    if (
        left.says_clock
        and right.says_clock
        and left.meridiem is None
        and left.part is None
        and right.meridiem is not None
    ):
        left = replace(left, meridiem=same_half(left, right))
    first, last = _one(left, place), _one(right, place)
    if first is None or last is None:
        return last and Meaning(last.span, last.others)
    start, end = first.span.start, last.span.end
    is_begun = _has_begun(left, right) or any(each.start < place.now for each in first.others)
    if end < start and end.date() > place.now.date() and is_begun:
        start = at(spans.months_later(start, -spans.MONTHS_IN_YEAR), start.time())
    if end < start:
        end = _later(right, place, start, end)
    if end < start:
        return None
    grain = "minute" if last.span.is_point else last.span.grain
    return Meaning(Span(start, end, grain), is_window=True)


def _at_its_end(meaning: Meaning) -> Meaning:
    """Return the midnight at the end of a day where both may be meant: "by midnight on Friday"."""
    return Meaning(meaning.others[0], (meaning.span,)) if meaning.others else meaning


def _is_only_numbers(left: Facts, right: Facts) -> bool:
    """Whether nothing but "2-3" was said, which may be pieces as well as hours."""
    return all(each.bare is not None and replace(each, bare=None).is_empty for each in (left, right))


def _has_begun(left: Facts, right: Facts) -> bool:
    """Whether a span may have begun already: "1 October to 7 November", said between them."""
    return left.month is not None and right.month is not None and left.year is None and right.year is None


def _later(right: Facts, place: Place, start: datetime, end: datetime) -> datetime:
    """Return a second end that came out before the first one: later on the day, or read anew as seen from there."""
    if not right.says_clock:
        seen = _one(right, replace(place, now=start))
        return seen.span.end if seen else end
    is_open = right.meridiem is None and right.part is None and (right.hour or 0) <= NOON
    return end + HALF_DAY if is_open and end + HALF_DAY >= start else end + DAY


def _one(facts: Facts, place: Place) -> Meaning | None:
    """Return what one side means; an hour that is said for another zone as the hour that it is here."""
    if facts.zone is None or facts.zone == ELSEWHERE:
        return _here(facts, place)
    there = ZoneInfo(facts.zone)
    try:
        now = spans.wall_in(place.now, place.zone, there)
        meaning = _here(replace(facts, zone=None), replace(place, now=now, zone=there))
        if meaning is None or not facts.says_clock:
            return meaning
        span, *others = (each.seen_from(there, place.zone) for each in (meaning.span, *meaning.others))
    except OverflowError:
        return None
    return replace(meaning, span=span, others=tuple(others))


def _here(facts: Facts, place: Place) -> Meaning | None:
    if facts.bare is not None and not facts.says_day:
        return None
    if facts.length is not None and spans.is_elapsed(facts.unit):
        return _elapsed(facts, place)
    if facts.span is not None and facts.unit is not None:
        return _stretch(facts, place)
    if facts.now and facts.says_day:
        facts = replace(facts, now=None, hour=place.now.hour, minute=place.now.minute, sure=True)
    if facts.now:
        return Meaning(point(place.now))
    try:
        return _on_the_clock(facts, place)
    except (OverflowError, ValueError):
        return None


def _elapsed(facts: Facts, place: Place) -> Meaning | None:
    try:
        start = _base(facts, place)
        then = spans.moved(start, (facts.length or 0) * (-1 if facts.ago else 1), facts.unit or "hour", place.zone)
        return Meaning(point(_further(facts, then, place)))
    except (OverflowError, ValueError, OSError):
        return None


def _base(facts: Facts, place: Place) -> datetime:
    """Return what a distance is counted from: "15 minutes from 1 pm", and otherwise now."""
    if not facts.after_base:
        return place.now
    base = _one(replace(facts, length=None, unit=None, after_base=None, more=None, more_unit=None, ago=None), place)
    return base.span.start if base else place.now


def _further(facts: Facts, then: datetime, place: Place) -> datetime:
    return spans.moved(then, facts.more, facts.more_unit, place.zone) if facts.more and facts.more_unit else then


def _stretch(facts: Facts, place: Place) -> Meaning | None:
    """Return a stretch that begins at what is said beside it, or now."""
    base = _one(replace(facts, span=None, unit=None, lasting=None), place)
    start = base.span.start if base else place.now
    if base is None and facts.lasting is None and not spans.is_elapsed(facts.unit):
        start = _next_start(facts.unit or "day", place.now)
    try:
        end = spans.moved(start, facts.span or 0, facts.unit or "day", place.zone)
    except (OverflowError, ValueError, OSError):
        return None
    last = end if spans.is_elapsed(facts.unit) else end - spans.SECOND
    return Meaning(Span(start, last, "minute" if spans.is_elapsed(facts.unit) else "day"), is_window=base is not None)


def _next_start(unit: str, now: datetime) -> datetime:
    """Return when "the next three …" begin: tomorrow, but quarters when the next one does."""
    return spans.period(unit, now.date(), 1).start if unit == "quarter" else datetime.combine(now.date() + DAY, time())


def _on_the_clock(facts: Facts, place: Place) -> Meaning | None:
    day = days_said(facts, place.now, place.zone) if facts.says_day else None
    if facts.says_day and day is None:
        return None
    if facts.says_clock and not facts.is_midnight:
        whole, others = (day.span, day.others) if day else (spans.days(place.now.date()), ())
        return _timed(facts, whole, others, place, is_dated=day is not None)
    if facts.part is not None:
        whole = day.span if day else _day_of_part(facts.part, place.now)
        in_part = _in_part(facts.part, whole, day.others if day else ())
        return _midnight(day.span, place.now) if facts.is_midnight and day else in_part
    if day is None:
        return None
    if facts.more and facts.more_unit:
        return Meaning(point(_further(facts, place.now + (day.span.start.date() - place.now.date()), place)))
    return Meaning(day.span, day.others)


def _day_of_part(part: str, now: datetime) -> Span:
    today = spans.days(now.date())
    return today if at(now, PARTS[part].due) >= now else spans.days(now.date() + DAY)


def _midnight(day: Span, now: datetime) -> Meaning:
    """Return the midnight of a day: the one before it is as likely as the one behind it, unless that has passed."""
    first, last = point(at(day.start, time())), point(at(day.end, time()) + DAY)
    return Meaning(first, (last,)) if first.start > now else Meaning(last)


def _in_part(name: str, whole: Span, others: tuple[Span, ...]) -> Meaning:
    part = PARTS[name]

    def on(day: Span) -> Span:
        if day.start.date() != day.end.date():
            return day
        return Span(at(day.start, part.start), at(day.start, part.due), "minute" if part.start == part.end else "part")

    return Meaning(on(whole), tuple(on(each) for each in others))


def _timed(facts: Facts, whole: Span, others: tuple[Span, ...], place: Place, *, is_dated: bool) -> Meaning | None:
    said = clock_said(facts)
    if said is None:
        return None
    clock, is_open = said
    day = whole.end if whole.start.date() != whole.end.date() else whole.start
    first = at(day, clock) + (DAY if is_day_after(facts, at(day, clock), place.now) else timedelta())
    chosen = (
        _likely(first, clock, place, is_dated=is_dated) if is_open else _not_past(first, place.now, is_dated=is_dated)
    )
    halves = (_not_past(each, place.now, is_dated=is_dated) for each in (first, first + HALF_DAY))
    doubtful = tuple(point(each) for each in halves if is_open and each != chosen and each > place.now)
    return Meaning(point(chosen), (*doubtful, *(point(at(each.start, chosen.time())) for each in others)))


def _likely(first: datetime, clock: time, place: Place, *, is_dated: bool) -> datetime:
    """Return the more likely of two halves of a day."""
    if is_dated and first.date() != place.now.date():
        return first if place.literal_hours else at(first, in_office(clock))
    office = first if place.literal_hours and is_dated else at(first, in_office(clock))
    later = first + HALF_DAY if first.hour < NOON else first
    if office > place.now:
        return office
    if later > place.now and (is_dated or later.hour <= OFFICE_UNTIL):
        return later
    return first if is_dated else office + DAY


def _not_past(moment: datetime, now: datetime, *, is_dated: bool) -> datetime:
    """Return a time of a day that was not said on the day when it comes next."""
    return moment if is_dated or moment >= now else moment + DAY
