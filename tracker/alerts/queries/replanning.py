"""Which teams' promises are planned by hours or ladders that are no longer true, and the next bite of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, ClosingDay, OfficeSlot, Team
from tracker.alerts.queries.states import OPEN, fixed
from tracker.alerts.records import TeamPlan
from tracker.alerts.rules.fingerprints import TeamFacts
from tracker.promises.records import Promise

DRAFT = fixed("draft")
Place = tuple[Any, int]


def teams(session: Session) -> dict[int, TeamFacts]:
    """Return what the plans of every team rest on, in four short questions."""
    slots = select(OfficeSlot.team_id, OfficeSlot.weekday, OfficeSlot.opens_minute, OfficeSlot.closes_minute)
    hours = _by_team(session.execute(slots.order_by(OfficeSlot.weekday, OfficeSlot.opens_minute)))
    closed = _by_team(session.execute(select(ClosingDay.team_id, ClosingDay.day).order_by(ClosingDay.day)))
    people = _by_team(session.execute(select(Account.team_id, Account.id).order_by(Account.id)))
    return {
        team.id: TeamFacts(
            zone=team.time_zone,
            place=(team.country, team.region),
            slots=tuple(hours[team.id]),
            closing_days=tuple(day for (day,) in closed[team.id]),
            members=tuple(number for (number,) in people[team.id]),
        )
        for team in session.execute(select(Team.id, Team.time_zone, Team.country, Team.region))
    }


def plans(session: Session) -> Mapping[int, TeamPlan]:
    """Return by what each team's promises are planned."""
    found = session.scalars(select(TeamPlan).execution_options(populate_existing=True))
    return {plan.team_id: plan for plan in found}


def plan_for_update(session: Session, team_id: int) -> TeamPlan | None:
    """Return a team's plan, locked."""
    return session.get(TeamPlan, team_id, with_for_update=True, populate_existing=True)


def open_of(session: Session, team_id: int, after: Place | None, most: int) -> list[Place]:
    """Return due and number of the next open promises of a team, in the order of its index of open ones."""
    asked = select(Promise.due_at, Promise.id).where(Promise.state == OPEN, Promise.team_id == team_id)
    if after is not None:
        asked = asked.where(tuple_(Promise.due_at, Promise.id) > after)
    return [(row.due_at, row.id) for row in session.execute(asked.order_by(Promise.due_at, Promise.id).limit(most))]


def mark(session: Session, chosen: ColumnElement[bool], now: object) -> None:
    """Let the sweep plan these promises anew; their schedule stays as it is."""
    anew = update(Promise).where(chosen).values(schedule_version=Promise.schedule_version + 1, attention_at=now)
    session.execute(anew, execution_options={"synchronize_session": False})


def of_members_elsewhere(team_id: int) -> ColumnElement[bool]:
    """Return the condition for what people of a team still owe for another one."""
    return (Promise.state == OPEN) & (Promise.team_id != team_id) & Promise.owner_id.in_(_members(team_id))


def drafts_of_members(team_id: int) -> ColumnElement[bool]:
    """Return the condition for what people of a team have not finished."""
    return (Promise.state == DRAFT) & Promise.owner_id.in_(_members(team_id))


def _members(team_id: int) -> Any:
    return select(Account.id).where(Account.team_id == team_id)


def _by_team(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for team_id, *rest in rows:
        found[team_id].append(tuple(rest))
    return found
