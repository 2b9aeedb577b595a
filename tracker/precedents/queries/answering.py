"""Who may answer requests for approval today, as it is stored."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.standing_in import left_to, responsible_on, stands_in_for
from tracker.accounts.records import Account, Team
from tracker.kernel.people import Role, Viewer
from tracker.precedents.records import Approval
from tracker.precedents.rules.answering import Line, above, answerers
from tracker.precedents.rules.ranks import Rank
from tracker.worktime.zones import local_day

NOBODY = 0


def answers_to(session: Session, approval: Approval, now: datetime) -> list[list[int]]:
    """Return who may answer a request, step by step up the line; see `rules.answering`."""
    steps = _steps(session, approval.team_id, approval.asked_by_id, now)
    return steps.above if approval.approver_role == Rank.ABOVE else steps.all


class Standing(NamedTuple):
    """How high somebody stands over a team, and whether anybody stands above its manager at all."""

    rank: Rank
    has_above: bool


def standing_of(session: Session, viewer: Viewer, team_id: int, now: datetime) -> Standing:
    """Return how a manager, or who answers as one today, stands over a team, by the line alone.

    Who answers for nothing there stands no higher than an agent.
    """
    steps = _steps(session, team_id, NOBODY, now)
    is_above = not steps.is_last and any(viewer.id in step for step in steps.above)
    beneath = Rank.MANAGER if any(viewer.id in step for step in steps.all) else Rank.AGENT
    return Standing(Rank.ABOVE if is_above else beneath, has_above=not steps.is_last)


class _Steps(NamedTuple):
    """Who answers for a team, step by step up the line, and who of them stands above its manager.

    Where nobody does (`is_last`), the manager stands highest: all steps. Not where that is who asked.
    """

    all: list[list[int]]
    above: list[list[int]]
    is_last: bool


def _steps(session: Session, team_id: int, asked_by_id: int, now: datetime) -> _Steps:
    """Return who answers. For whom a closed team does not exist its requests do not either."""
    line = _line(session, team_id, now)
    everybody, higher = answerers(line, team_id, NOBODY), above(line, team_id, NOBODY)
    outside = _outside(session, team_id, {each for step in everybody for each in step}, asked_by_id)
    asked = _seen(answerers(line, team_id, asked_by_id), outside)
    is_last = not _seen(higher, outside)
    return _Steps(asked, asked if is_last else _seen(above(line, team_id, asked_by_id), outside), is_last)


def _seen(steps: list[list[int]], outside: Collection[int]) -> list[list[int]]:
    seen = ([each for each in step if each not in outside] for step in steps)
    return [step for step in seen if step]


def administrators_seeing(session: Session, team_id: int) -> Sequence[int]:
    """Return who runs the installation, as far as a team exists for them."""
    is_open = or_(~Team.is_closed, Account.team_id == team_id)
    asked = select(Account.id).join(Team, Team.id == team_id)
    asked = asked.where(Account.role == Role.ADMIN.value, Account.active, is_open)
    return session.scalars(asked.order_by(Account.id)).all()


def _outside(session: Session, team_id: int, account_ids: Collection[int], asked_by_id: int) -> set[int]:
    """Return who of these answers for nothing in a team: for whom it is closed, who has left, and agents of who asked.

    Who stands in for somebody above may be one of them.
    """
    is_elsewhere = and_(Account.team_id != team_id, Team.manager_id.is_distinct_from(Account.id))
    reports = and_(Account.role == Role.AGENT.value, _reports_to(Account.team_id, asked_by_id))
    asked = select(Account.id).join(Team, Team.id == team_id).where(Account.id.in_(account_ids))
    return set(session.scalars(asked.where(or_(~Account.active, and_(Team.is_closed, is_elsewhere), reports))))


def _reports_to(team_id: Any, manager_id: Any) -> ColumnElement[bool]:
    team = aliased(Team)
    return exists().where(team.id == team_id, team.manager_id == manager_id)


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
    """Return the teams whose requests somebody answers today: those managed, and those of managers stood in for.

    For who is away without a deputy the manager above answers.
    """
    below = left_to(session, viewer.id, viewer.managed_team_ids, day) if viewer.managed_team_ids else []
    others = {*stands_in_for(session, viewer.id, day), *below}
    theirs = session.scalars(select(Team.id).where(Team.manager_id.in_(others)))
    return sorted({*viewer.managed_team_ids, *theirs})


def waits_for(viewer: Viewer, team_ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition of what waits for an answer of somebody who answers for these teams.

    What the manager of a team asked for themselves comes to the manager above, not to their own agents, whomever these
    stand in for; so does
    what only somebody above the manager may grant, where there is somebody.
    """
    theirs = list(team_ids)
    team, manager = aliased(Team), aliased(Account)
    is_put_above = and_(Approval.approver_role == Rank.ABOVE.value, has_above(team, manager))
    goes_up = (
        select(team.id)
        .join(manager, manager.id == team.manager_id)
        .where(team.id == Approval.team_id, or_(manager.id == Approval.asked_by_id, is_put_above))
    )
    comes_up = goes_up.where(manager.team_id.in_(theirs), manager.team_id != team.id).exists()
    is_of_team = and_(Approval.team_id.in_(theirs), ~goes_up.exists())
    is_put_to = or_(is_of_team, comes_up)
    if viewer.role is Role.AGENT:
        is_put_to = and_(is_put_to, ~_reports_to(viewer.team_id, Approval.asked_by_id))
    return and_(Approval.asked_by_id != viewer.id, is_put_to)


def has_above(team: type[Team], manager: type[Account]) -> ColumnElement[bool]:
    """Return the condition that somebody for whom the team exists stands above its manager."""
    upper, chief = aliased(Team), aliased(Account)
    return (
        exists()
        .where(upper.id == manager.team_id, upper.id != team.id)
        .where(chief.id == upper.manager_id, chief.id != manager.id, chief.active)
        .where(or_(~team.is_closed, chief.team_id == team.id))
    )


def teams_without_manager(session: Session, viewer: Viewer) -> Sequence[str]:
    """Return the names of the teams in which nobody answers: without a manager, or with one who has left."""
    team, manager = aliased(Team), aliased(Account)
    asked = select(team.name).outerjoin(manager, manager.id == team.manager_id)
    is_left = and_(~manager.active, ~has_above(team, manager))
    asked = asked.where(or_(team.manager_id.is_(None), is_left), team.id.not_in(sorted(viewer.hidden_team_ids)))
    return session.scalars(asked.order_by(team.name, team.id)).all()


def teams_without_above(session: Session, viewer: Viewer) -> Sequence[str]:
    """Return the names of the teams above whose manager nobody stands."""
    team, manager = aliased(Team), aliased(Account)
    asked = select(team.name).join(manager, manager.id == team.manager_id).where(manager.active)
    asked = asked.where(~has_above(team, manager), team.id.not_in(sorted(viewer.hidden_team_ids)))
    return session.scalars(asked.order_by(team.name, team.id)).all()
