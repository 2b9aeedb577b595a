"""Who may answer requests for approval today, as it is stored."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.standing_in import responsible_on, stands_in_for
from tracker.accounts.records import Account, Team
from tracker.kernel.people import Viewer
from tracker.precedents.records import Approval
from tracker.precedents.rules.answering import Line, answerers
from tracker.worktime.zones import local_day


def who_answers(session: Session, team_id: int, asked_by_id: int, now: datetime) -> list[list[int]]:
    """Return who may answer a request of a team, step by step up the line; see `rules.answering`.

    For whom a closed team does not exist its requests do not either.
    """
    steps = answerers(_line(session, team_id, now), team_id, asked_by_id)
    outside = _outside(session, team_id, [each for step in steps for each in step])
    seen = [[each for each in step if each not in outside] for step in steps]
    return [step for step in seen if step]


def _outside(session: Session, team_id: int, account_ids: Collection[int]) -> set[int]:
    """Return for whom of these a team is closed."""
    asked = (
        select(Account.id)
        .join(Team, Team.id == team_id)
        .where(Account.id.in_(account_ids), Team.is_closed, Account.team_id != team_id)
        .where(Team.manager_id.is_distinct_from(Account.id))
    )
    return set(session.scalars(asked))


def _line(session: Session, team_id: int, now: datetime) -> Line:
    """Read the way up from a team: two small questions a step, and few teams have more than two above them."""
    managers: dict[int, int | None] = {}
    teams: dict[int, int] = {}
    in_charge: dict[int, int | None] = {}
    team: int | None = team_id
    while team is not None and team not in managers:
        day = local_day(now, calendar_of(session, team).zone)
        managers[team] = manager = session.scalars(select(Team.manager_id).where(Team.id == team)).one()
        if manager is None:
            break
        in_charge[manager] = responsible_on(session, manager, day)
        team = teams[manager] = session.scalars(select(Account.team_id).where(Account.id == manager)).one()
    return Line(managers=managers, teams=teams, in_charge=in_charge)


def teams_answered_for(session: Session, viewer: Viewer, day: date) -> list[int]:
    """Return the teams whose requests somebody answers today: those managed, and those of managers stood in for."""
    others = stands_in_for(session, viewer.id, day)
    theirs = session.scalars(select(Team.id).where(Team.manager_id.in_(others)))
    return sorted({*viewer.managed_team_ids, *theirs})


def waits_for(viewer: Viewer, team_ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition of what waits for an answer of somebody who answers for these teams.

    What the manager of a team asked for themselves comes to the manager above, not to who stands in for them.
    """
    theirs = list(team_ids)
    team, manager = aliased(Team), aliased(Account)
    asked_by_manager = (
        select(team.id)
        .join(manager, manager.id == team.manager_id)
        .where(team.id == Approval.team_id, manager.id == Approval.asked_by_id)
    )
    comes_up = asked_by_manager.where(manager.team_id.in_(theirs), manager.team_id != team.id).exists()
    is_of_team = and_(Approval.team_id.in_(theirs), ~asked_by_manager.exists())
    return and_(Approval.asked_by_id != viewer.id, or_(is_of_team, comes_up))
