"""What an import looks up: what it wrote before, and the names that rows refer to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.customers.queries import next_id
from tracker.customers.records import Customer, Tier
from tracker.imports.records import ImportedPromise
from tracker.kernel.folding import fold
from tracker.promises.records import Kind, Promise

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class KnownPromise:
    """A promise that came from the same system before; without a print it came another way."""

    id: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KnownKind:
    """A kind and the tolerance that its new promises get."""

    id: int
    tolerance: timedelta


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """Who can own promises, and in which team."""

    id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that rows name, by folded key or name."""

    kinds: Mapping[str, KnownKind]
    teams: Mapping[str, int]
    accounts: Mapping[str, KnownAccount]
    tiers: Mapping[str, int]


def known_promises(session: Session, system: str, external_ids: Iterable[str]) -> dict[str, KnownPromise]:
    """Return the promises that the system's numbers belong to."""
    asked = (
        select(Promise.external_id, Promise.id, ImportedPromise.fingerprint)
        .outerjoin(ImportedPromise, ImportedPromise.promise_id == Promise.id)
        .where(Promise.external_system == system, Promise.external_id.in_(list(external_ids)))
    )
    return {str(external): KnownPromise(number, mark or "") for external, number, mark in session.execute(asked)}


def numbers(session: Session, system: str, external_ids: Iterable[str]) -> dict[str, int]:
    """Return the promises that were just written, by the system's numbers."""
    asked = select(Promise.external_id, Promise.id).where(
        Promise.external_system == system, Promise.external_id.in_(list(external_ids))
    )
    return {str(external_id): number for external_id, number in session.execute(asked)}


def known_customers(
    session: Session, system: str, external_ids: Iterable[str], references: Iterable[str]
) -> dict[str, int]:
    """Return customers by the system's number, and by reference; of a merged one the one that is kept."""
    asked = select(
        Customer.external_system, Customer.external_id, Customer.reference, Customer.merged_into_id, Customer.id
    ).where(
        or_(
            (Customer.external_system == system) & Customer.external_id.in_(list(external_ids)),
            Customer.reference.in_(list(references)),
        )
    )
    found: dict[str, int] = {}
    for its_system, external_id, reference, kept_id, number in session.execute(asked):
        found[by_reference(reference)] = kept_id or number
        if its_system == system:
            found[str(external_id)] = kept_id or number
    return found


def customer_numbers(session: Session, count: int) -> list[int]:
    """Return as many customer numbers that nobody else will get; see `customers.queries.next_id`."""
    if session.get_bind().dialect.name == "sqlite":
        first = next_id(session)
        return list(range(first, first + count))
    series = func.generate_series(1, count).table_valued("n")
    return list(session.scalars(select(func.nextval("customer_id_seq")).select_from(series)))


def taken_references(session: Session, references: Iterable[str]) -> set[str]:
    """Return which of the references some customer has."""
    return set(session.scalars(select(Customer.reference).where(Customer.reference.in_(list(references)))))


def by_reference(reference: str) -> str:
    """Return under what a customer is found by reference: no number of another system looks like this."""
    return f"\0{reference.upper()}"


def directory(session: Session) -> Directory:
    """Return all names that rows may refer to; a key counts before a name."""
    kinds = session.execute(select(Kind.key, Kind.name_en, Kind.name_de, Kind.id, Kind.tolerance).order_by(Kind.id))
    tiers = session.execute(select(Tier.key, Tier.name_en, Tier.name_de, Tier.id).order_by(Tier.id))
    accounts = session.execute(select(Account.email, Account.name, Account.id, Account.team_id).order_by(Account.id))
    teams = session.execute(select(Team.name, Team.id))
    return Directory(
        kinds=_by_names([(row[:3], KnownKind(row.id, row.tolerance)) for row in kinds]),
        teams={fold(name): number for name, number in teams},
        accounts=_by_names([((row.email, row.name), KnownAccount(row.id, row.team_id)) for row in accounts]),
        tiers=_by_names([(row[:3], row.id) for row in tiers]),
    )


def next_position(session: Session) -> int:
    """Return the place behind all kinds."""
    return (session.scalar(select(func.max(Kind.position))) or 0) + 10


def _by_names(rows: Sequence[tuple[Sequence[str], Known]]) -> dict[str, Known]:
    """Return the rows by each of their names; earlier kinds of name win, and earlier rows among them."""
    found: dict[str, Known] = {}
    for place in range(max((len(names) for names, _ in rows), default=0)):
        for names, known in rows:
            found.setdefault(fold(names[place]), known)
    return found
