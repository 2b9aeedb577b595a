"""Ladders as they are configured, and the open promises that one would move."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.accounts.records import Account, Team
from tracker.alerts.queries.states import OPEN
from tracker.alerts.records import Ladder
from tracker.alerts.rules.ladders import About
from tracker.alerts.rules.planning import Schedule
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import State


def ladders(session: Session) -> list[Ladder]:
    """Return every ladder with its rungs: those about promises before the others, those for everybody first."""
    asked = select(Ladder).options(selectinload(Ladder.rungs))
    found = session.scalars(asked.order_by(Ladder.name, Ladder.id))
    return sorted(found, key=_place)


def _place(ladder: Ladder) -> tuple[bool, bool, bool]:
    return ladder.about != About.PROMISE, ladder.team_id is not None, ladder.kind_id is not None


def ladder(session: Session, ladder_id: int) -> Ladder:
    """Return one ladder with its rungs. Raises NotFound."""
    return _found(session.get(Ladder, ladder_id, options=[selectinload(Ladder.rungs)]))


def ladder_for_update(session: Session, ladder_id: int) -> Ladder:
    """Return one ladder with its rungs, locked. Raises NotFound."""
    options = [selectinload(Ladder.rungs)]
    return _found(session.get(Ladder, ladder_id, options=options, with_for_update=True, populate_existing=True))


def ladder_of(session: Session, about: About, team_id: int | None, kind_id: int | None) -> int | None:
    """Return the number of the ladder of a sort that is just for this team and kind."""
    is_for_them = Ladder.team_id.is_not_distinct_from(team_id), Ladder.kind_id.is_not_distinct_from(kind_id)
    return session.scalars(select(Ladder.id).where(Ladder.about == about.value, *is_for_them).limit(1)).one_or_none()


def teams(session: Session) -> list[tuple[int, str]]:
    """Return number and name of every team."""
    return [(row.id, row.name) for row in session.execute(select(Team.id, Team.name).order_by(Team.name))]


def kinds(session: Session) -> list[Kind]:
    """Return every kind."""
    return list(session.scalars(select(Kind).order_by(Kind.position, Kind.id)))


def open_schedules(
    session: Session, team_ids: Collection[int] | None, kind_id: int | None, most: int
) -> list[tuple[int, int, int, Schedule]]:
    """Return team, kind, team of the owner and schedule of open promises, those due next first."""
    asked = select(*_SCHEDULE).join(Account, Account.id == Promise.owner_id).where(Promise.state == OPEN)
    if team_ids is not None:
        asked = asked.where(Promise.team_id.in_(team_ids))
    if kind_id is not None:
        asked = asked.where(Promise.kind_id == kind_id)
    rows = session.execute(asked.order_by(Promise.due_at.desc(), Promise.id).limit(most))
    return [(row.team_id, row.kind_id, row.owner_team_id, _schedule(row)) for row in rows]


_SCHEDULE = (
    *(Promise.team_id, Promise.kind_id, Account.team_id.label("owner_team_id")),
    *(Promise.scheduled_at, Promise.due_at, Promise.late_at, Promise.remind_at),
)


def _schedule(row: Any) -> Schedule:
    return Schedule(
        state=State.OPEN,
        scheduled_at=row.scheduled_at,
        due_at=row.due_at,
        late_at=row.late_at,
        remind_at=row.remind_at,
    )


def _found(ladder: Ladder | None) -> Ladder:
    if ladder is None:
        raise NotFound(N_("There are no such reminders."))
    return ladder
