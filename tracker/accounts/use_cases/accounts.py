"""Adding, changing, closing and reopening accounts."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts import followers
from tracker.accounts.queries import accounts as queries
from tracker.accounts.records import Account
from tracker.accounts.rules.people import check_is_admin, check_keeps_an_admin, check_managed_teams
from tracker.accounts.use_cases.addresses import check_no_team_has, stored_address
from tracker.accounts.use_cases.changes import about, apply, check_version, tell
from tracker.accounts.use_cases.passwords import new_key
from tracker.accounts.use_cases.sessions import end_sessions
from tracker.kernel.errors import Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.worktime.zones import is_known_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAccount:
    """A new account. Without a password it waits for its person to set one."""

    email: str
    name: str
    role: Role
    team_id: int
    locale: str
    time_zone: str
    deputy_id: int | None = None
    password_hash: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAccount:
    """What an administrator sees and sets of an account; `row_version` as it was shown."""

    account_id: int
    row_version: int
    email: str
    name: str
    role: Role
    team_id: int
    locale: str
    time_zone: str
    deputy_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile:
    """What people set for themselves."""

    row_version: int
    name: str
    locale: str
    time_zone: str
    deputy_id: int | None


def add_account(session: Session, wish: AddAccount, actor: Viewer | None, now: datetime) -> Account:
    """Add an account. Raises Invalid for an address that is none or taken, an unknown zone or deputy."""
    check_is_admin(actor)
    if not wish.name.strip():
        raise Invalid(N_("An account needs the name of its person."), field="name")
    email = _free_address(session, wish.email, account_id=None)
    _check_person(session, wish.time_zone, wish.deputy_id)
    account = Account(
        email=email,
        name=wish.name,
        sort_key=fold(wish.name),
        password=wish.password_hash,
        role=wish.role.value,
        team_id=wish.team_id,
        active=wish.is_active,
        locale=wish.locale,
        time_zone=wish.time_zone,
        deputy_id=wish.deputy_id,
        fs_uniquifier=new_key(),
        created_at=now,
    )
    session.add(account)
    session.flush()
    tell(session, about(("account", account.id), "account_added", actor, _first_facts(account)), now)
    return account


def change_account(session: Session, wish: ChangeAccount, actor: Viewer, now: datetime) -> Account:
    """Change an account. A new role counts from that person's next request on; what it owns follows, or objects."""
    check_is_admin(actor)
    followers.hold(session, wish.account_id)
    account = queries.account_for_update(session, wish.account_id)
    check_version(account, wish.row_version)
    email = _free_address(session, wish.email, account_id=account.id)
    _check_person(session, wish.time_zone, wish.deputy_id, account.id)
    _check_role(session, account, wish.role, is_active=account.active)
    wishes = {
        "email": email,
        "name": wish.name,
        "role": wish.role.value,
        "team_id": wish.team_id,
        "locale": wish.locale,
        "time_zone": wish.time_zone,
        "deputy_id": wish.deputy_id,
    }
    _let_follow(session, account, wish, actor=actor, now=now)
    changes = apply(account, wishes)
    account.sort_key = fold(account.name)
    tell(session, about(("account", account.id), "account_changed", actor, changes), now)
    return account


def change_profile(session: Session, wish: ChangeProfile, actor: Viewer, now: datetime) -> Account:
    """Change the own name, language, zone or deputy."""
    account = queries.account_for_update(session, actor.id)
    check_version(account, wish.row_version)
    _check_person(session, wish.time_zone, wish.deputy_id, account.id)
    wishes = {
        "name": wish.name,
        "locale": wish.locale,
        "time_zone": wish.time_zone,
        "deputy_id": wish.deputy_id,
    }
    changes = apply(account, wishes)
    account.sort_key = fold(account.name)
    tell(session, about(("account", account.id), "account_changed", actor, changes), now)
    return account


def deactivate_account(session: Session, account_id: int, actor: Viewer, now: datetime) -> Account:
    """Close an account at once: every sign-in ends and every link dies. Its history stays.

    What it still owes is handed over before, by the room of the promises.
    """
    check_is_admin(actor)
    followers.hold(session, account_id)
    account = queries.account_for_update(session, account_id)
    if account.id == actor.id:
        raise Invalid(N_("Nobody closes the own account."))
    _check_role(session, account, Role(account.role), is_active=False)
    followers.follow(session, _move(account, is_active=False), actor, now)
    changes = apply(account, {"active": False})
    account.fs_uniquifier = new_key()
    end_sessions(session, account.id, actor_id=actor.id, now=now)
    tell(session, about(("account", account.id), "account_changed", actor, changes), now)
    return account


def activate_account(session: Session, account_id: int, actor: Viewer, now: datetime) -> Account:
    """Open a closed account again."""
    check_is_admin(actor)
    account = queries.account_for_update(session, account_id)
    changes = apply(account, {"active": True})
    tell(session, about(("account", account.id), "account_changed", actor, changes), now)
    return account


def _let_follow(session: Session, account: Account, wish: ChangeAccount, *, actor: Viewer, now: datetime) -> None:
    """Tell the rooms above where somebody will belong; a closed account owns nothing that could follow."""
    if account.active and (account.role, account.team_id) != (wish.role.value, wish.team_id):
        move = replace(_move(account, is_active=True), role=wish.role, team_id=wish.team_id)
        followers.follow(session, move, actor, now)


def _move(account: Account, *, is_active: bool) -> followers.AccountMove:
    return followers.AccountMove(
        account_id=account.id,
        is_active=is_active,
        role=Role(account.role),
        team_id=account.team_id,
        team_before=account.team_id,
    )


def _first_facts(account: Account) -> dict[str, tuple[object, object]]:
    told = ("email", "name", "role", "team_id")
    return {name: (None, getattr(account, name)) for name in told}


def _free_address(session: Session, text: str, *, account_id: int | None) -> str:
    """Return the address as it is stored. Raises Invalid."""
    email = stored_address(text, field="email")
    taken_by = queries.account_id_of(session, email)
    if taken_by is not None and taken_by != account_id:
        raise Invalid(N_("There is an account with this address already."), field="email")
    check_no_team_has(session, email)
    return email


def _check_person(session: Session, time_zone: str, deputy_id: int | None, account_id: int | None = None) -> None:
    if not is_known_zone(time_zone):
        raise Invalid(N_("Unknown time zone: %(zone)s"), field="time_zone", zone=time_zone)
    if deputy_id is None:
        return
    if deputy_id == account_id:
        raise Invalid(N_("Nobody stands in for themselves."), field="deputy_id")
    if not queries.is_active(session, deputy_id):
        raise Invalid(N_("This account is closed."), field="deputy_id")


def _check_role(session: Session, account: Account, role: Role, *, is_active: bool) -> None:
    was_admin = account.active and account.role == Role.ADMIN
    others = queries.count_other_admins(session, account.id)
    check_keeps_an_admin(role, was_admin=was_admin, is_active=is_active, other_admins=others)
    if is_active:
        check_managed_teams(role, queries.names_of_managed_teams(session, account.id))
