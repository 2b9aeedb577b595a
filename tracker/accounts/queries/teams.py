"""Reading teams."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, selectinload
from sqlalchemy.sql.base import ExecutableOption

from tracker.accounts.queries.accounts import normal_email
from tracker.accounts.records import Account, Team, TeamAddress
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

MOST_ADDRESSES = 200
"""So many addresses are looked up at once; a mail names fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTeam:
    """One team in the list; `people` counts open accounts."""

    id: int
    name: str
    time_zone: str
    country: str
    region: str
    is_closed: bool
    manager_name: str | None
    people: int


def list_teams(session: Session) -> list[ListedTeam]:
    """Return every team by name."""
    manager = aliased(Account)
    people = select(func.count()).where(Account.team_id == Team.id, Account.active).scalar_subquery()
    asked = (
        select(
            *(Team.id, Team.name, Team.time_zone, Team.country, Team.region, Team.is_closed),
            *(manager.name.label("manager_name"), people.label("people")),
        )
        .outerjoin(manager, manager.id == Team.manager_id)
        .order_by(Team.name, Team.id)
    )
    return [ListedTeam(**row) for row in session.execute(asked).mappings()]


def team(session: Session, team_id: int) -> Team:
    """Return a team with its hours, closing days and addresses. Raises NotFound."""
    found = session.scalar(select(Team).where(Team.id == team_id).options(*_all_of_it()))
    if found is None:
        raise NotFound(N_("There is no such team."))
    return found


def team_for_update(session: Session, team_id: int) -> Team:
    """Return a team that nobody else changes until the end of the transaction. Raises NotFound."""
    asked = select(Team).where(Team.id == team_id).options(*_all_of_it()).with_for_update(of=Team)
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(N_("There is no such team."))
    return found


def team_names(session: Session) -> dict[int, str]:
    """Return the names of all teams by number, sorted by name."""
    return dict(session.execute(select(Team.id, Team.name).order_by(Team.name, Team.id)).all())


def leader_of(session: Session, viewer: Viewer) -> str:
    """Return the name of who manages the viewer's team; nothing where nobody does, or the viewer."""
    asked = select(Account.name).join(Team, Team.manager_id == Account.id).where(Team.id == viewer.team_id)
    return session.scalars(asked.where(Account.id != viewer.id)).one_or_none() or ""


def team_id_of(session: Session, name: str) -> int | None:
    """Return the number of the team of this name."""
    return session.scalar(select(Team.id).where(Team.name == name))


@dataclass(frozen=True, slots=True)
class AddressedTeam:
    """A team to one of whose addresses something was sent."""

    team_id: int
    name: str
    address: str


def teams_at(session: Session, addresses: Iterable[str]) -> list[AddressedTeam]:
    """Return the teams that have these addresses."""
    wanted = sorted({normal_email(address) for address in addresses})[:MOST_ADDRESSES]
    asked = (
        select(Team.id, Team.name, TeamAddress.address)
        .join(TeamAddress, TeamAddress.team_id == Team.id)
        .where(TeamAddress.address.in_(wanted))
        .order_by(TeamAddress.address)
    )
    return [AddressedTeam(*row) for row in session.execute(asked)] if wanted else []


def address_of_team(session: Session, team_id: int) -> str:
    """Return the address at which a team gets mails, empty where it has none."""
    asked = select(TeamAddress.address).where(TeamAddress.team_id == team_id).order_by(TeamAddress.address)
    return session.scalars(asked.limit(1)).one_or_none() or ""


def _all_of_it() -> tuple[ExecutableOption, ...]:
    return selectinload(Team.slots), selectinload(Team.closing_days), selectinload(Team.addresses)
