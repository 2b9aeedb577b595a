"""Who else is told: those who manage, stand in, or work in a team."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Absence, Account, Team


def manager_of(session: Session, team_id: int) -> int | None:
    """Return who manages a team, if anybody does."""
    return session.scalars(select(Team.manager_id).where(Team.id == team_id)).one()


def managers_manager_of(session: Session, team_id: int) -> int | None:
    """Return who manages the team that a team's manager belongs to; None when that is the manager, or nobody."""
    manager_id = manager_of(session, team_id)
    asked = select(Team.manager_id).join(Account, Account.team_id == Team.id).where(Account.id == manager_id)
    above = session.scalars(asked).one_or_none()
    return None if above == manager_id else above


def usual_deputy_of(session: Session, account_id: int) -> int | None:
    """Return whom somebody named as deputy."""
    return session.scalars(select(Account.deputy_id).where(Account.id == account_id)).one()


def present_in(session: Session, team_id: int, day: date) -> list[int]:
    """Return who is in a team and there that day; administrators promise nothing and are left out."""
    away = select(Absence.id).where(Absence.account_id == Account.id, Absence.first_day <= day, day <= Absence.last_day)
    asked = select(Account.id).where(Account.team_id == team_id, Account.active, Account.role != "admin")
    return list(session.scalars(asked.where(~away.exists()).order_by(Account.id)))
