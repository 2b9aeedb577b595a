"""Jinja filters: moments, days and spans as the person who looks reads them."""

from datetime import date, datetime, timedelta

from flask import Flask
from markupsafe import Markup, escape

from tracker.kernel.clock import now
from tracker.web import moments
from tracker.web.languages import locale_in_force, reading_zone
from tracker.web.viewer import viewer_or_none


def init_filters(app: Flask) -> None:
    """Make the filters known to every template."""
    for each in (moment, instant, relative, since, day, long_day, dated, clock, exact, span, month, initials):
        app.add_template_filter(each)


def moment(at: datetime | date | None) -> Markup:
    """`today 14:00 (in 2 h)` as a `<time>`; a date without a time of day is shown as a day."""
    if not isinstance(at, datetime):
        return day(at)
    return _time(at, instant(at), relative(at))


def since(at: datetime | None) -> Markup:
    """`today 09:00 (for 3 h)` as a `<time>`, for what is late."""
    return _time(at, instant(at), moments.since_in_words(at, now())) if at else Markup("")


def day(at: datetime | date | None, beside: str = "") -> Markup:
    """`Fri 27 Nov` as a `<time>`, what is said beside it in brackets; `today`, `tomorrow` and `yesterday` by name."""
    return Markup("") if at is None else _time(_day_of(at), day_name(at), beside)


def day_name(at: datetime | date | None) -> str:
    """The same in words alone, for a sentence."""
    if at is None:
        return ""
    return moments.day_in_words(_day_of(at), now().astimezone(reading_zone()).date(), locale_in_force())


def _day_of(at: datetime | date) -> date:
    return at.astimezone(reading_zone()).date() if isinstance(at, datetime) else at


def long_day(at: datetime) -> str:
    """`Monday 23 November`, where it is read."""
    return moments.long_day(at.astimezone(reading_zone()).date(), locale_in_force())


def dated(at: datetime | date | None) -> str:
    """`Fri 27 Nov 2026, 14:00`, the same whenever it is read; a date without a time of day stays one."""
    return "" if at is None else moments.dated_moment(at, reading_zone(), locale_in_force())


def instant(at: datetime | None) -> str:
    """`today 14:00`, with the zone's name for those who are away from the office."""
    if at is None:
        return ""
    words = moments.moment_in_words(at, now(), reading_zone(), locale_in_force())
    who = viewer_or_none()
    return (
        f"{words} {moments.zone_name(at, reading_zone(), locale_in_force())}"
        if who and who.is_away_from_office
        else words
    )


def relative(at: datetime | None) -> str:
    """`in 2 h`, `3 h ago`."""
    return moments.relative_in_words(at, now()) if at else ""


def clock(at: datetime | None) -> str:
    """`14:00`."""
    return moments.clock_time(at, reading_zone(), locale_in_force()) if at else ""


def exact(at: datetime | None) -> str:
    """`23.11.2026 09:31:07 CET`, for logs and for print."""
    return moments.exact_moment(at, reading_zone(), locale_in_force()) if at else ""


def span(length: timedelta | float | None) -> str:
    """`1 h 20 min`, from a timedelta or from seconds."""
    if length is None:
        return ""
    return moments.span_in_words(length if isinstance(length, timedelta) else timedelta(seconds=length))


def month(at: date) -> str:
    """`November 2026`."""
    return moments.month_in_words(at, locale_in_force())


def initials(name: str) -> str:
    """`AN` for `A. Nowak`: the first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def stamped(at: datetime | date | None, words: str, beside: str = "") -> Markup:
    """Words about a moment or day as a `<time>`, what is said beside them in brackets."""
    return Markup("") if at is None else _time(at, words, beside)


def _time(at: datetime | date, words: str, beside: str = "") -> Markup:
    small = Markup(" <small>({})</small>").format(beside) if beside else ""
    return Markup('<time datetime="{}">{}{}</time>').format(at.isoformat(), escape(words), small)
