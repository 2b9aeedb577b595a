"""What can be chosen in the forms of promises."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.people import Viewer
from tracker.promises.records import Cause, Kind


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can own a promise, with their team."""

    id: int
    name: str
    team: str


def kinds(session: Session, *, besides: int | None = None) -> Sequence[Kind]:
    """Return the kinds that can be used, in their order; `besides` is one that is kept although switched off."""
    asked = select(Kind).where(Kind.active | (Kind.id == besides)).order_by(Kind.position, Kind.id)
    return session.scalars(asked).all()


def causes(session: Session) -> Sequence[Cause]:
    """Return the causes that can be used, in their order."""
    return session.scalars(select(Cause).where(Cause.active).order_by(Cause.position, Cause.id)).all()


def owners_near(session: Session, viewer: Viewer) -> Sequence[Person]:
    """Return who can own a promise in the viewer's team and in the teams managed."""
    return _people(session, Account.team_id.in_({viewer.team_id, *viewer.managed_team_ids}))


def possible_owners(session: Session, viewer: Viewer) -> Sequence[Person]:
    """Return everybody who can own a promise and whose team the viewer may see."""
    return _people(session, Account.team_id.not_in(viewer.hidden_team_ids))


def everybody(session: Session, *, but: int) -> Sequence[Person]:
    """Return whoever can own a promise, in closed teams as well, but one: for administrators."""
    return _people(session, Account.id != but)


def _people(session: Session, who: ColumnElement[bool]) -> Sequence[Person]:
    asked = (
        select(Account.id, Account.name, Team.name)
        .join(Team, Team.id == Account.team_id)
        .where(Account.active, Account.role != "admin", who)
        .order_by(Team.name, Account.sort_key, Account.id)
    )
    return [Person(*row) for row in session.execute(asked)]
