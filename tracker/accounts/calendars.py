"""The working time of teams, and so of the people in them, as calendars to reckon with."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Date, Integer, Select, Subquery, bindparam, cast, null, select, union_all
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, ClosingDay, OfficeSlot, Team
from tracker.worktime.calendar import Slot, Week, WorkCalendar, week_of
from tracker.worktime.holidays import public_holidays

YEARS = range(2000, 2050)
"""Public holidays are known for these years: a few milliseconds once for each place."""

Place = tuple[str, str | None]


def calendar_of(session: Session, team_id: int) -> WorkCalendar:
    """Return the office hours, public holidays and closing days of a team, in one query.

    They are read anew each time, so that no process works by old hours; what is dear, the holidays and
    the timetable, is remembered by content. A team that does not exist raises KeyError.
    """
    return calendars_of(session, [team_id])[team_id]


def calendar_of_account(session: Session, account_id: int) -> WorkCalendar:
    """Return the working time of a person: that of the team. Raises KeyError."""
    team_id = session.scalar(select(Account.team_id).where(Account.id == account_id))
    return calendar_of(session, team_id or 0)


def calendars_of(session: Session, team_ids: Iterable[int]) -> dict[int, WorkCalendar]:
    """Return the calendars of several teams, in one query."""
    rows = session.execute(_ASKED, {"team_ids": sorted(set(team_ids))}).all()
    return {team_id: _calendar_in(list(own)) for team_id, own in groupby(rows, key=lambda row: row.id)}


def calendar_if(session: Session, team_id: int, *, zone: str, week: Week, place: Place) -> WorkCalendar:
    """Return what a team's calendar would be with other hours. Raises ImpossibleHours and UnknownPlace."""
    closing_days = session.scalars(select(ClosingDay.day).where(ClosingDay.team_id == team_id))
    return _calendar(zone, week, place, frozenset(closing_days))


_TEAM_IDS: BindParameter[int] = bindparam("team_ids", expanding=True)


def _hours() -> Subquery:
    """Return slots and closing days one below the other, each with the columns of both."""
    slots = select(
        OfficeSlot.team_id.label("team_id"),
        OfficeSlot.weekday.label("weekday"),
        OfficeSlot.opens_minute.label("opens"),
        OfficeSlot.closes_minute.label("closes"),
        cast(null(), Date).label("day"),
    ).where(OfficeSlot.team_id.in_(_TEAM_IDS))
    nothing = cast(null(), Integer)
    closed = select(ClosingDay.team_id, nothing, nothing, nothing, ClosingDay.day).where(
        ClosingDay.team_id.in_(_TEAM_IDS)
    )
    return union_all(slots, closed).subquery("hours")


def _question() -> Select[Any]:
    hours = _hours()
    return (
        select(Team.id, Team.time_zone, Team.country, Team.region, *hours.c["weekday", "opens", "closes", "day"])
        .outerjoin(hours, hours.c.team_id == Team.id)
        .where(Team.id.in_(_TEAM_IDS))
        .order_by(Team.id, hours.c.weekday, hours.c.opens)
    )


_ASKED = _question()
"""Built once: that takes as long as asking it, and many pages do."""


def _calendar_in(rows: Sequence[Any]) -> WorkCalendar:
    team = rows[0]
    slots: dict[int, list[Slot]] = {}
    for row in rows:
        if row.weekday is not None:
            slots.setdefault(row.weekday, []).append(Slot(row.opens, row.closes))
    closing_days = frozenset(row.day for row in rows if row.day is not None)
    return _calendar(team.time_zone, week_of(slots), (team.country, team.region or None), closing_days)


@lru_cache(maxsize=256)
def _calendar(zone: str, week: Week, place: Place, closing_days: frozenset[date]) -> WorkCalendar:
    country, region = place
    holidays = public_holidays(country, region, YEARS) if country else frozenset[date]()
    return WorkCalendar(zone, week, holidays | closing_days)
