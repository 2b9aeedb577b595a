"""The public holidays that come next, by name."""

from datetime import date
from typing import NamedTuple

from tracker.worktime.holidays import holiday_name, public_holidays

SHOWN = 10


class Holiday(NamedTuple):
    """A day and what it is called."""

    day: date
    name: str


def holidays_from(first_day: date, country: str, region: str | None, language: str) -> list[Holiday]:
    """Return the next public holidays of a place from a day on, at most SHOWN."""
    days = public_holidays(country, region, (first_day.year, first_day.year + 1))
    ahead = sorted(day for day in days if day >= first_day)[:SHOWN]
    return [Holiday(day, holiday_name(day, country, region, language) or "") for day in ahead]
