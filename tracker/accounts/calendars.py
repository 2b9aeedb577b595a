"""The working time of a team as a WorkCalendar."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.accounts.records import OfficeSlot, Team
from tracker.kernel import clock
from tracker.worktime.calendar import Slot, Week, WorkCalendar, week_of
from tracker.worktime.holidays import public_holidays

YEARS_BACK, YEARS_AHEAD = 2, 3

Place = tuple[str, str | None]


def calendar_of(session: Session, team_id: int) -> WorkCalendar:
    """Return the office hours, public holidays and closing days of a team.

    Read anew each time (three small queries by key), so that no process works by old hours; what is
    dear, the holidays and the timetable, is remembered by content. Holidays are known from two
    years back to three ahead.
    """
    loads = (selectinload(Team.slots), selectinload(Team.closing_days))
    team = session.scalars(select(Team).where(Team.id == team_id).options(*loads)).one()
    place = (team.country, team.region or None)
    closing_days = frozenset(closing.day for closing in team.closing_days)
    return _calendar(team.time_zone, _week(team.slots), place, closing_days, year=clock.read().year)


def _week(slots: Sequence[OfficeSlot]) -> Week:
    by_day: dict[int, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.weekday, slot.opens_minute)):
        by_day.setdefault(slot.weekday, []).append(Slot(slot.opens_minute, slot.closes_minute))
    return week_of(by_day)


@lru_cache(maxsize=256)
def _calendar(zone: str, week: Week, place: Place, closing_days: frozenset[date], *, year: int) -> WorkCalendar:
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    country, region = place
    holidays = public_holidays(country, region, years) if country else frozenset[date]()
    return WorkCalendar(zone, week, holidays | closing_days)
