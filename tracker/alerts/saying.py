"""Words that every message shares: what it is about, when that is due, on whose clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import current_app

from config import Settings
from tracker.alerts.queries.letters import Letter
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import calendar_day, clock_time

LONGEST_WHAT = 90


def language_of(wished: str) -> str:
    """Return the reader's language, for a team without a manager that of the installation."""
    wished = wished or settings().locale
    return wished if wished in BABEL_NAMES else "en"


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions["settings"]
    return found


def what(letter: Letter) -> str:
    """Return what was promised and to whom, in a line."""
    statement = " ".join(letter.statement.split())
    short = statement if len(statement) <= LONGEST_WHAT else f"{statement[:LONGEST_WHAT].rstrip()}…"
    return f"{short} – {letter.customer}" if letter.customer else short


def when(letter: Letter, zone: str, now: datetime) -> str:
    """Name the day in full: a mail is read later than it is written."""
    if letter.due_at is None:
        return ""
    place, locale = ZoneInfo(zone), locale_in_force()
    today = now.astimezone(place).date()
    if letter.due_day is not None:
        return calendar_day(letter.due_day, today, locale)
    day = calendar_day(letter.due_at.astimezone(place).date(), today, locale)
    said = f"{day}, {clock_time(letter.due_at, place, locale)}"
    return f"{said} ({_city(zone)})" if shows_another_time(letter) else said


def _city(zone: str) -> str:
    return get_timezone_location(zone, locale=locale_in_force(), return_city=True)


def shows_another_time(letter: Letter) -> bool:
    """Whether the clocks of the reader and of the place of the promise differ at the due."""
    if letter.due_at is None:
        return False
    offsets = {letter.due_at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (letter.zone, letter.to.time_zone)}
    return len(offsets) > 1
