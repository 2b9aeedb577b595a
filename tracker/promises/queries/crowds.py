"""Of how many people teams are that promised anything: whether their figures would be those of single persons."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.people import Role
from tracker.promises.records import Promise


class Crowd(NamedTuple):
    """A team, of how many people it is who may owe something, and whether anything was ever promised in it."""

    id: int
    name: str
    people: int
    has_promises: bool


def crowds(session: Session) -> Sequence[Crowd]:
    """Return every team by name."""
    people = select(func.count()).select_from(Account).where(Account.team_id == Team.id, *able()).scalar_subquery()
    has_promises = exists().where(Promise.team_id == Team.id)
    return [
        Crowd(*row) for row in session.execute(select(Team.id, Team.name, people, has_promises).order_by(Team.name))
    ]


def people_of(found: Sequence[Crowd]) -> dict[int, int]:
    """Return of how many people each team is of which anything is counted."""
    return {crowd.id: crowd.people for crowd in found if crowd.has_promises}


def able() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say of whom figures would tell something."""
    return Account.active.is_(True), Account.role != Role.ADMIN.value


def team_of(session: Session, account_id: int) -> int | None:
    """Return the team that somebody is in today."""
    return session.scalar(select(Account.team_id).where(Account.id == account_id))
