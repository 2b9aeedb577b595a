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
from tracker.demo.people import LEADERS, PEOPLE, TEAMS, DemoPerson, DemoTeam
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
    """Who promises and who leads, by name as in PEOPLE, and who administers; kinds, causes and tiers by key."""

    colleagues: Mapping[str, Colleague]
    leaders: Mapping[str, Colleague]
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
        everybody = (*self.colleagues.values(), *self.leaders.values())
        return next(each for each in everybody if each.viewer.id == account_id)


def found_company(session: Session, password_hashes: Mapping[str, str], at: datetime) -> Company:
    """Found it at a moment: teams first, then people with the password hashes by address, then their managers."""
    team_ids = {team.name: add_team(session, _wish(team), None, at).id for team in (*TEAMS, LEADERS)}
    accounts = {
        person.name: _hired(session, person, team_ids, password_hashes[person.email], at=at) for person in PEOPLE
    }
    viewers = {person.name: _viewer(accounts[person.name], person, team_ids) for person in PEOPLE}
    admin = next(viewers[person.name] for person in PEOPLE if person.role is Role.ADMIN)
    for person in PEOPLE:
        if person.manages is not None:
            _appoint_manager(session, person.manages, viewers[person.name], by=admin, at=at)
    everybody = dict(_colleagues(session, viewers))
    return Company(
        colleagues={name: each for name, each in everybody.items() if not each.viewer.managed_team_ids},
        leaders={name: each for name, each in everybody.items() if each.viewer.managed_team_ids},
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


def _appoint_manager(session: Session, team: DemoTeam, manager: Viewer, *, by: Viewer, at: datetime) -> None:
    [team_id] = manager.managed_team_ids
    version = team_for_update(session, team_id).row_version
    change_team(session, team_id, version, _wish(team, manager.id), actor=by, now=at)


def _colleagues(session: Session, viewers: Mapping[str, Viewer]) -> Iterator[tuple[str, Colleague]]:
    for person in PEOPLE:
        viewer = viewers[person.name]
        if person.role is not Role.ADMIN:
            yield (
                person.name,
                Colleague(
                    viewer=viewer,
                    calendar=calendar_of(session, viewer.team_id),
                    language=person.team.language,
                    share=person.share,
                ),
            )


def _viewer(account: Account, person: DemoPerson, team_ids: Mapping[str, int]) -> Viewer:
    return Viewer(
        id=account.id,
        name=account.name,
        role=person.role,
        team_id=account.team_id,
        managed_team_ids=frozenset() if person.manages is None else frozenset({team_ids[person.manages.name]}),
        locale=account.locale,
        time_zone=account.time_zone,
    )


def _keyed(session: Session, record: type[Kind | Cause | Tier]) -> dict[str, int]:
    return dict(session.execute(select(record.key, record.id)).all())
