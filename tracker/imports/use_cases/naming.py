"""Finding what lines name, and creating it where that is allowed: teams, accounts, kinds, customers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.accounts.use_cases.accounts import AddAccount, add_account
from tracker.accounts.use_cases.teams import TeamWish, add_team
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.customers.rules.details import Details
from tracker.imports import mapping as mappings
from tracker.imports import queries
from tracker.imports.placing import Placed
from tracker.imports.queries import Directory, KnownKind
from tracker.imports.use_cases.adding import add_customers
from tracker.kernel.errors import Refusal
from tracker.kernel.folding import fold
from tracker.kernel.people import Role
from tracker.promises.records import Kind
from tracker.worktime.calendar import Slot, week_of

WORKDAYS = range(5)
LONGEST_KEY = 40
EXACT = timedelta(0)


def directory_for(session: Session, mapping: mappings.Mapping, now: datetime) -> Directory:
    """Return all names that rows may refer to; teams and accounts that only the mapping knows are created.

    Raises MappingError for a team or account that cannot be.
    """
    known = queries.directory(session)
    teams = [each for each in mapping.teams if fold(each.name) not in known.teams]
    accounts = [each for each in mapping.accounts if fold(each.email) not in known.accounts]
    if not teams and not accounts:
        return known
    try:
        for team in teams:
            add_team(session, team_wish(team), None, now)
        with_teams = queries.directory(session)
        for account in accounts:
            add_account(session, _account_wish(account, mapping, with_teams), None, now)
    except Refusal as refusal:
        raise mappings.MappingError(f"a [[team]] or [[account]] cannot be: {refusal}") from refusal
    return queries.directory(session)


def team_wish(team: mappings.NamedTeam, manager_id: int | None = None) -> TeamWish:
    """Return a team as the mapping wants it: open from Monday to Friday."""
    hours = Slot(team.opens_minute, team.closes_minute)
    return TeamWish(
        name=team.name,
        time_zone=team.zone,
        week=week_of(dict.fromkeys(WORKDAYS, (hours,))),
        country=team.country,
        region=team.region,
        manager_id=manager_id,
    )


def _account_wish(account: mappings.NamedAccount, mapping: mappings.Mapping, known: Directory) -> AddAccount:
    zones = {fold(team.name): team.zone for team in mapping.teams}
    team = fold(account.team)
    if team not in known.teams:
        raise mappings.MappingError(f"account {account.email}: there is no team {account.team!r}.")
    return AddAccount(
        email=account.email,
        name=account.name,
        role=Role.AGENT,
        team_id=known.teams[team],
        locale=account.locale,
        time_zone=zones.get(team, mapping.file.zone),
        is_active=False,
    )


def kinds_for(session: Session, known: Directory, lines: Iterable[Placed], now: datetime) -> dict[str, KnownKind]:
    """Return the kind of each name; unknown ones are created, without tolerance."""
    made: dict[str, KnownKind] = {}
    kinds: dict[str, KnownKind] = {}
    for name in dict.fromkeys(placed.line.kind for placed in lines):
        key = fold(name)
        if key not in known.kinds and key not in made:
            made[key] = _new_kind(session, name, known, now)
        kinds[name] = known.kinds.get(key) or made[key]
    return kinds


def _new_kind(session: Session, name: str, known: Directory, now: datetime) -> KnownKind:
    kind = Kind(key=_free_key(name, known), name_de=name, name_en=name, tolerance=EXACT)
    kind.position = queries.next_position(session)
    session.add(kind)
    session.flush()
    changes: dict[str, tuple[object, object]] = {"name_en": (None, name), "name_de": (None, name)}
    told = Happening(kind="kind_saved", subject_type="kind", subject_id=kind.id, actor_id=None, changes=changes)
    record(session, told, now)
    return KnownKind(kind.id, EXACT)


def _free_key(name: str, known: Directory) -> str:
    """Return a key made of the name; it is free, since a kind with this key would have been found by it."""
    key = re.sub(r"\W+", "_", fold(name)).strip("_")[:LONGEST_KEY] or "kind"
    number = 1
    while key in known.kinds:
        number += 1
        key = f"{key[: LONGEST_KEY - 4]}_{number}"
    return key


def customers_for(session: Session, system: str, lines: Sequence[Placed], now: datetime) -> Mapping[str, int]:
    """Return the customer of each of the system's numbers; unknown ones are added, known ones left as they are."""
    wanted = {placed.line.customer.id: placed.customer for placed in lines}
    references = [details.reference for details in wanted.values() if details.reference]
    known = queries.known_customers(session, system, wanted, references)
    found: dict[str, int] = {}
    missing: dict[str, Details] = {}
    for number, details in wanted.items():
        same = known.get(number) or (known.get(queries.by_reference(details.reference)) if details.reference else None)
        if same is None:
            missing[number] = details
        else:
            found[number] = same
    return found | (add_customers(session, system, missing, now) if missing else {})
