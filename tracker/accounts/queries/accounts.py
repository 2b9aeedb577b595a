"""Reading accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.errors import NotFound
from tracker.kernel.folding import fold
from tracker.kernel.people import Role
from tracker.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know about an account; `password` is hashed, `key` is what reset links carry."""

    id: int
    email: str
    name: str
    password: str | None
    key: str
    active: bool
    locale: str


def credentials_of(session: Session, email: str) -> Credentials | None:
    """Return what signing in needs to know about an address."""
    return _credentials(session, Account.email == normal_email(email))


def credentials(session: Session, account_id: int) -> Credentials:
    """Return the same by number. Raises NotFound."""
    found = _credentials(session, Account.id == account_id)
    if found is None:
        raise no_such_account()
    return found


def credentials_by_key(session: Session, key: str) -> Credentials | None:
    """Return the same by the key that reset links carry."""
    return _credentials(session, Account.fs_uniquifier == key)


def _credentials(session: Session, condition: ColumnElement[bool]) -> Credentials | None:
    key, name = Account.fs_uniquifier, Account.name
    asked = select(Account.id, Account.email, name, Account.password, key, Account.active, Account.locale)
    row = session.execute(asked.where(condition)).one_or_none()
    return Credentials(*row) if row else None


def normal_email(text: str) -> str:
    """Return the address as it is stored and asked for."""
    return text.strip().casefold()


def account_id_of(session: Session, email: str) -> int | None:
    """Return the number of the account with this address."""
    return session.scalar(select(Account.id).where(Account.email == normal_email(email)))


def account_for_update(session: Session, account_id: int) -> Account:
    """Return an account that nobody else changes until the end of the transaction. Raises NotFound."""
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise no_such_account()
    return account


def account(session: Session, account_id: int) -> Account:
    """Return an account. Raises NotFound."""
    found = session.get(Account, account_id)
    if found is None:
        raise no_such_account()
    return found


def no_such_account() -> NotFound:
    """Return the refusal of a number that nobody has."""
    return NotFound(N_("There is no such account."))


def is_active(session: Session, account_id: int) -> bool:
    """Whether there is such an account and it is open."""
    return bool(session.scalar(select(Account.active).where(Account.id == account_id)))


def count_other_admins(session: Session, account_id: int) -> int:
    """Return how many open administrator accounts there are besides this one."""
    others = (Account.role == Role.ADMIN.value, Account.active, Account.id != account_id)
    return session.scalar(select(func.count()).where(*others)) or 0


def names_of_managed_teams(session: Session, account_id: int) -> list[str]:
    """Return the names of the teams that somebody manages."""
    return list(session.scalars(select(Team.name).where(Team.manager_id == account_id).order_by(Team.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """What the list of accounts is asked for; None and empty mean everything."""

    words: str = ""
    role: Role | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAccount:
    """One account in the list."""

    id: int
    name: str
    sort_key: str
    email: str
    role: str
    team_id: int
    team_name: str
    active: bool
    signed_in_at: datetime | None


def list_accounts(
    session: Session, wanted: AccountFilter, after: tuple[str, int] | None, limit: int
) -> list[ListedAccount]:
    """Return accounts by name, from the one after the key (sort_key, id) on."""
    asked = (
        select(
            *(Account.id, Account.name, Account.sort_key, Account.email, Account.role, Account.team_id),
            *(Team.name.label("team_name"), Account.active, Account.signed_in_at),
        )
        .join(Team, Team.id == Account.team_id)
        .where(*_conditions(wanted))
        .order_by(Account.sort_key, Account.id)
        .limit(limit)
    )
    if after is not None:
        asked = asked.where(tuple_(Account.sort_key, Account.id) > tuple_(*after))
    return [ListedAccount(**row) for row in session.execute(asked).mappings()]


def count_accounts(session: Session, wanted: AccountFilter) -> int:
    """Return how many accounts there are of this kind."""
    return session.scalar(select(func.count()).select_from(Account).where(*_conditions(wanted))) or 0


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    words = [
        or_(Account.sort_key.contains(word, autoescape=True), Account.email.contains(word, autoescape=True))
        for word in fold(wanted.words).split()
    ]
    role = [] if wanted.role is None else [Account.role == wanted.role.value]
    state = [] if wanted.is_active is None else [Account.active.is_(wanted.is_active)]
    return words + role + state


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to choose from a list."""

    id: int
    name: str
    role: str
    team_id: int
    team_name: str


def open_accounts(session: Session, *, team_id: int | None = None, role: Role | None = None) -> list[Person]:
    """Return everybody with an open account by name; only of one team or role if given."""
    asked = (
        select(Account.id, Account.name, Account.role, Account.team_id, Team.name)
        .join(Team, Team.id == Account.team_id)
        .where(Account.active)
        .order_by(Account.sort_key, Account.id)
    )
    if team_id is not None:
        asked = asked.where(Account.team_id == team_id)
    if role is not None:
        asked = asked.where(Account.role == role.value)
    return [Person(*row) for row in session.execute(asked)]


def names(session: Session, account_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of accounts, closed ones included."""
    asked = select(Account.id, Account.name).where(Account.id.in_(set(account_ids)))
    return dict(session.execute(asked).all())
