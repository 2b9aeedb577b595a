"""The names behind the numbers in a history: few questions, however long it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.audit.queries import Told
from tracker.customers.records import Customer
from tracker.promises.records import Cause, Kind

PEOPLE = frozenset({"owner_id", "hand_over_to_id", "maker_id", "settled_by_id", "apologised_by_id"})


@dataclass(frozen=True, slots=True)
class Names:
    """People and customers by number, kinds and causes as records, for they have a name in each language."""

    people: Mapping[int, str] = field(default_factory=dict)
    customers: Mapping[int, str] = field(default_factory=dict)
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    causes: Mapping[int, Cause] = field(default_factory=dict)


def names_in(session: Session, told: Iterable[Told], *, besides: Iterable[int] = ()) -> Names:
    """Return the names of everybody and everything that the events speak of; `besides` are further people."""
    events = list(told)
    people = {each.actor_id for each in events if each.actor_id is not None} | {*besides} | _numbers(events, PEOPLE)
    return Names(
        people=_people(session, people),
        customers=_customers(session, _numbers(events, {"customer_id"})),
        kinds={each.id: each for each in session.scalars(select(Kind))} if _changes_kind(events) else {},
        causes={each.id: each for each in session.scalars(select(Cause))} if _numbers(events, {"cause_id"}) else {},
    )


def _numbers(events: Iterable[Told], fields: Iterable[str]) -> set[int]:
    pairs = (each.changes[name] for each in events for name in fields if name in each.changes)
    return {int(str(value)) for pair in pairs for value in pair if value is not None}


def _changes_kind(events: Iterable[Told]) -> bool:
    """Whether more than one kind is spoken of; the present one stands on the page anyway."""
    return len(_numbers(events, {"kind_id"})) > 1


def _people(session: Session, ids: set[int]) -> dict[int, str]:
    asked = select(Account.id, Account.name).where(Account.id.in_(ids))
    return dict(session.execute(asked).all()) if ids else {}


def _customers(session: Session, ids: set[int]) -> dict[int, str]:
    """Return the names of customers where there is more than the one of the promise."""
    asked = select(Customer.id, Customer.name).where(Customer.id.in_(ids))
    return dict(session.execute(asked).all()) if len(ids) > 1 else {}
