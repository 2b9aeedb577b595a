"""From what was said to the moments that it means: calendar arithmetic over local wall clock times."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_MOMENT = time(23, 59, 59)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
MONTHS_IN_YEAR = 12
FRIDAY = 4
_ELAPSED = {"second": 1, "minute": 60, "hour": 3600}
_IN_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_IN_DAYS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last moment, both included; `grain` is how finely that was said."""

    start: datetime
    end: datetime
    grain: str

    @property
    def is_point(self) -> bool:
        """Whether it is one moment."""
        return self.start == self.end

    def seen_from(self, zone: ZoneInfo, elsewhere: ZoneInfo) -> "Span":
        """Return the same span by the clocks of another zone."""
        return replace(self, start=wall_in(self.start, zone, elsewhere), end=wall_in(self.end, zone, elsewhere))


def wall_in(wall: datetime, zone: ZoneInfo, elsewhere: ZoneInfo) -> datetime:
    """Return what the clocks of another zone show at a wall clock time."""
    return wall.replace(tzinfo=zone).astimezone(elsewhere).replace(tzinfo=None)


def point(moment: datetime) -> Span:
    """Return a moment to the minute."""
    return Span(moment, moment, "minute")


def days(first: date, last: date | None = None, grain: str = "day") -> Span:
    """Return whole days, the last one included."""
    return Span(datetime.combine(first, time()), datetime.combine(last or first, LAST_MOMENT), grain)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a month that is too short."""
    at = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(at, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def last_day(year: int, month: int) -> int:
    """Return how many days a month has."""
    following = date(year + month // MONTHS_IN_YEAR, month % MONTHS_IN_YEAR + 1, 1)
    return (following - DAY).day


def workdays_later(day: date, count: int) -> date:
    """Return the working day, Monday to Friday, so many after a day, or before it where they are less than none."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left > 0:
        day += step
        left -= day.weekday() <= FRIDAY
    return day


def moved(moment: datetime, length: float, unit: str, zone: ZoneInfo) -> datetime:
    """Return a wall clock time moved by a distance; hours and less are elapsed time, days are those of the calendar."""
    if unit in _ELAPSED:
        elapsed = moment.replace(tzinfo=zone).timestamp() + length * _ELAPSED[unit]
        return datetime.fromtimestamp(elapsed, zone).replace(tzinfo=None)
    if unit == "workday":
        return datetime.combine(workdays_later(moment.date(), int(length)), moment.time())
    if unit in _IN_DAYS:
        return moment + timedelta(days=length * _IN_DAYS[unit])
    return datetime.combine(months_later(moment.date(), round(length * _IN_MONTHS[unit])), moment.time())


def is_elapsed(unit: str | None) -> bool:
    """Whether a unit is counted on the clock and not in the calendar."""
    return unit in _ELAPSED


def period(unit: str, day: date, shift: int) -> Span:
    """Return the week, month, … that holds a day, moved by some of its kind."""
    if unit in {"week", "workweek", "weekend"}:
        monday = day - timedelta(days=day.weekday()) + shift * WEEK
        from_day, to_day = {"week": (0, 6), "workweek": (0, FRIDAY), "weekend": (FRIDAY + 1, 6)}[unit]
        return days(monday + from_day * DAY, monday + to_day * DAY, "week")
    size = _IN_MONTHS[unit]
    first_month = (day.month - 1) // size * size + 1
    first = months_later(date(day.year, first_month, 1), shift * size)
    return days(first, months_later(first, size) - DAY, unit)


def week_number(year: int, number: int) -> Span | None:
    """Return a week by its ISO number; None when the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return days(monday, monday + 6 * DAY, "week")


def edge(whole: Span, name: str, now: datetime) -> Span:
    """Return the beginning, the middle, the end, or what is left of a period."""
    first, last = whole.start.date(), whole.end.date()
    length = (last - first).days + 1
    third = {"week": 3, "month": 10, "quarter": 30, "half": 60, "year": 90}.get(whole.grain, length // 3)
    match name:
        case "begin":
            return days(first, first + (third - 1) * DAY, "edge")
        case "mid":
            middle = first + (length // 2 - third // 2) * DAY if whole.grain != "week" else first + 2 * DAY
            return days(middle, first + (length // 2) * DAY if whole.grain != "week" else middle, "edge")
        case "half":
            return days(first, first + (length // 2 - 1) * DAY, "edge")
        case "later":
            half = months_later(first, MONTHS_IN_YEAR // 2) if whole.grain == "year" else first + length // 2 * DAY
            return days(max(half, now.date()), last, "edge")
        case "rest":
            return days(max(first, now.date()), last, "edge")
        case _:
            return days(max(first, last - (third - 1) * DAY), last, "edge")
