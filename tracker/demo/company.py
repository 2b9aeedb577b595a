"""Founding the demo company: its teams, its people, its customers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.teams import team_for_update
from tracker.accounts.records import Account
from tracker.accounts.use_cases.accounts import AddAccount, add_account
from tracker.accounts.use_cases.teams import TeamWish, add_team, change_team
from tracker.customers.records import Tier
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.demo.clients import DemoClient
from tracker.demo.people import PEOPLE, TEAMS, DemoPerson, DemoTeam
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Cause, Kind
from tracker.worktime.calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the company as they act, with their working time."""

    viewer: Viewer
    calendar: WorkCalendar
    language: str
    share: int


@dataclass(frozen=True, slots=True)
class Client:
    """A customer that the company has."""

    id: int
    facts: DemoClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who promises, by name as in PEOPLE, and who administers; kinds, causes and tiers by key."""

    colleagues: Mapping[str, Colleague]
    admin: Viewer
    kinds: Mapping[str, int]
    causes: Mapping[str, int]
    tiers: Mapping[str, int]

    def colleague(self, person: DemoPerson) -> Colleague:
        """Return somebody as they act."""
        return self.colleagues[person.name]

    def others_in_team(self, colleague: Colleague) -> list[Colleague]:
        """Return who works in the same team."""
        team_id = colleague.viewer.team_id
        return [each for each in self.colleagues.values() if each.viewer.team_id == team_id and each != colleague]

    def with_id(self, account_id: int) -> Colleague:
        """Return the colleague of a number."""
        return next(each for each in self.colleagues.values() if each.viewer.id == account_id)


def found_company(session: Session, password_hashes: Mapping[str, str], at: datetime) -> Company:
    """Found it at a moment: teams first, then people with the password hashes by address, then their managers."""
    team_ids = {team.name: add_team(session, _wish(team), None, at).id for team in TEAMS}
    accounts = {
        person.name: _hired(session, person, team_ids, password_hashes[person.email], at=at) for person in PEOPLE
    }
    admin = next(_viewer(accounts[person.name], Role.ADMIN) for person in PEOPLE if person.role is Role.ADMIN)
    for person in PEOPLE:
        if person.role is Role.MANAGER:
            _appoint_manager(session, person.team, accounts[person.name], by=admin, at=at)
    return Company(
        colleagues=dict(_colleagues(session, accounts)),
        admin=admin,
        kinds=_keyed(session, Kind),
        causes=_keyed(session, Cause),
        tiers=_keyed(session, Tier),
    )


def take_on(session: Session, company: Company, client: DemoClient, *, by: Viewer, at: datetime) -> Client:
    """Add a customer, even if it looks like another one."""
    add = AddCustomer(
        actor=by,
        name=client.name,
        contacts=client.contacts,
        tags=client.tags,
        tier_id=company.tiers[client.tier],
        yearly_volume=client.volume or None,
        region=client.region,
        language=client.language,
        time_zone=client.zone,
        even_if_alike=True,
    )
    return Client(add_customer(session, add, at).id, client)


def _wish(team: DemoTeam, manager_id: int | None = None) -> TeamWish:
    return TeamWish(
        name=team.name,
        time_zone=team.zone,
        week=team.week,
        country=team.country,
        region=team.region,
        manager_id=manager_id,
        addresses=(team.address,),
    )


def _hired(
    session: Session, person: DemoPerson, team_ids: Mapping[str, int], password_hash: str, *, at: datetime
) -> Account:
    wish = AddAccount(
        email=person.email,
        name=person.name,
        role=person.role,
        team_id=team_ids[person.team.name],
        locale=person.locale,
        time_zone=person.zone,
        password_hash=password_hash,
    )
    return add_account(session, wish, None, at)


def _appoint_manager(session: Session, team: DemoTeam, manager: Account, *, by: Viewer, at: datetime) -> None:
    version = team_for_update(session, manager.team_id).row_version
    change_team(session, manager.team_id, version, _wish(team, manager.id), actor=by, now=at)


def _colleagues(session: Session, accounts: Mapping[str, Account]) -> Iterator[tuple[str, Colleague]]:
    for person in PEOPLE:
        account = accounts[person.name]
        if person.role is not Role.ADMIN:
            yield (
                person.name,
                Colleague(
                    viewer=_viewer(account, person.role),
                    calendar=calendar_of(session, account.team_id),
                    language=person.team.language,
                    share=person.share,
                ),
            )


def _viewer(account: Account, role: Role) -> Viewer:
    managed = frozenset({account.team_id}) if role is Role.MANAGER else frozenset[int]()
    return Viewer(
        id=account.id,
        name=account.name,
        role=role,
        team_id=account.team_id,
        managed_team_ids=managed,
        locale=account.locale,
        time_zone=account.time_zone,
    )


def _keyed(session: Session, record: type[Kind | Cause | Tier]) -> dict[str, int]:
    return dict(session.execute(select(record.key, record.id)).all())
