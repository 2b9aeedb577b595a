"""What a team owes, person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Absence, Account, Team
from tracker.kernel.people import Viewer
from tracker.promises.queries.loading import rows
from tracker.promises.records import Promise
from tracker.promises.rules import State

MOST_ON_A_BOARD = 300


@dataclass(frozen=True, slots=True)
class Load:
    """How much one person has open, and how much of it is overdue."""

    open: int
    overdue: int


def team(session: Session, team_id: int) -> Team:
    """Return a team by its number, which the viewer is known to see."""
    return session.get_one(Team, team_id)


def due_in_team(session: Session, viewer: Viewer, team_id: int, until: datetime) -> Sequence[Promise]:
    """Return a team's open promises due up to a moment, the longest overdue first."""
    asked = rows(viewer).where(Promise.team_id == team_id, Promise.state == State.OPEN, Promise.due_at < until)
    return session.scalars(asked.order_by(Promise.due_at, Promise.id).limit(MOST_ON_A_BOARD)).all()


def loads(session: Session, team_id: int, now: datetime) -> dict[int, Load]:
    """Return how much each owner in a team has open; grows with what is open, never with the archive."""
    late = func.sum(case((Promise.late_at < now, 1), else_=0))
    asked = (
        select(Promise.owner_id, func.count(), late)
        .where(Promise.team_id == team_id, Promise.state == State.OPEN)
        .group_by(Promise.owner_id)
    )
    return {owner_id: Load(many, int(overdue)) for owner_id, many, overdue in session.execute(asked)}


def people(session: Session, team_id: int, owner_ids: Sequence[int]) -> Sequence[Account]:
    """Return the active people of a team and whoever else owns its promises, by name."""
    here = (Account.team_id == team_id) & Account.active & (Account.role != "admin")
    asked = select(Account).where(here | Account.id.in_(owner_ids)).order_by(Account.sort_key, Account.id)
    return session.scalars(asked).all()


def absent_on(session: Session, account_ids: Sequence[int], day: date) -> frozenset[int]:
    """Return who of these people is absent on a day."""
    asked = select(Absence.account_id).where(
        Absence.account_id.in_(account_ids), Absence.first_day <= day, Absence.last_day >= day
    )
    return frozenset(session.scalars(asked))
