"""Who works for the city: the accounts that own its requests, invented colleagues, one manager, one administrator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.queries.teams import team_for_update
from tracker.accounts.records import Account
from tracker.accounts.use_cases.accounts import AddAccount, add_account
from tracker.accounts.use_cases.teams import add_team, change_team
from tracker.demo.bulk import names
from tracker.imports.mapping import Mapping as City
from tracker.imports.use_cases.naming import team_wish
from tracker.kernel.people import Role, Viewer

SEED = 311
COLLEAGUES_EACH = 5
"""So many more in each team, so that rates of a team are not those of one person."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the city, in one of its teams."""

    name: str
    email: str
    role: Role
    team: str


def people(city: City) -> list[Person]:
    """Return who can sign in: agents, who own what the data says, then the manager of all and the administrator."""
    agents = [Person(each.name, each.email, Role.AGENT, each.team) for each in city.accounts]
    return [*agents, _manager(city), _admin(city)]


def is_there(session: Session, city: City) -> bool:
    """Whether the city was made here before, or its requests were imported."""
    emails = [person.email for person in people(city)]
    return session.scalar(select(Account.id).where(Account.email.in_(emails)).limit(1)) is not None


def found_city(session: Session, city: City, hashes: Mapping[str, str], at: datetime) -> None:
    """Make the teams, the people with their password hashes by address, and name the manager of each team."""
    team_ids = {team.name: add_team(session, team_wish(team), None, at).id for team in city.teams}
    hired = {
        person.email: add_account(session, _wish(person, city, team_ids, hashes), None, at)
        for person in (*people(city), *_colleagues(city))
    }
    admin = hired[_admin(city).email]
    actor = Viewer(id=admin.id, name=admin.name, role=Role.ADMIN, team_id=admin.team_id)
    for team in city.teams:
        version = team_for_update(session, team_ids[team.name]).row_version
        wish = team_wish(team, hired[_manager(city).email].id)
        change_team(session, team_ids[team.name], version, wish, actor=actor, now=at)


def _manager(city: City) -> Person:
    return Person("Maureen Doyle", "manager@boston311.example", Role.MANAGER, city.teams[-1].name)


def _admin(city: City) -> Person:
    return Person("Luis Andrade", "admin@boston311.example", Role.ADMIN, city.teams[-1].name)


def _colleagues(city: City) -> Iterator[Person]:
    """Yield the invented ones; they cannot sign in."""
    dice = Random(SEED)
    for number, team in enumerate(city.teams, 1):
        for n in range(1, COLLEAGUES_EACH + 1):
            yield Person(names.person(dice), f"team{number}-{n}@boston311.example", Role.AGENT, team.name)


def _wish(person: Person, city: City, team_ids: Mapping[str, int], hashes: Mapping[str, str]) -> AddAccount:
    return AddAccount(
        email=person.email,
        name=person.name,
        role=person.role,
        team_id=team_ids[person.team],
        locale="en",
        time_zone=city.file.zone,
        password_hash=hashes.get(person.email),
    )
