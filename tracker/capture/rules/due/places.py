"""Places inside a period: its first Tuesday, its last working day, its second week."""

from datetime import date

from tracker.capture.rules.due.facts import Facts
from tracker.capture.rules.due.spans import DAY, WEEK, Span, days, workdays_later


def nth_in(whole: Span, facts: Facts) -> Span:
    """Return the weekday, day, working day or week that has this place inside a period; -1 is the last."""
    first, last, nth = whole.start.date(), whole.end.date(), facts.nth or 1
    if facts.weekday is not None:
        return days(_weekday(first, last, facts.weekday, nth))
    match facts.unit:
        case "workday":
            return days(workdays_later(first - DAY, nth) if nth > 0 else workdays_later(last + DAY, nth))
        case "day":
            return days(first + (nth - 1) * DAY if nth > 0 else last + (nth + 1) * DAY)
        case _:
            monday = _monday(first, last, nth)
            return days(monday, monday + 6 * DAY, "week")


def _weekday(first: date, last: date, weekday: int, nth: int) -> date:
    if nth < 0:
        return last - (last.weekday() - weekday) % 7 * DAY
    return first + (weekday - first.weekday()) % 7 * DAY + (nth - 1) * WEEK


def _monday(first: date, last: date, nth: int) -> date:
    """Return the Monday with which a whole week of a period begins."""
    if nth < 0:
        return last - (last.weekday() + 1) % 7 * DAY - 6 * DAY
    return _weekday(first, last, 0, nth)
