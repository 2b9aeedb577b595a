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
    people = {each.actor_id for each in events} | {*besides} | _numbers(events, PEOPLE)
    kinds, causes = _numbers(events, {"kind_id"}), _numbers(events, {"cause_id"})
    customers = _numbers(events, {"customer_id"})
    return Names(
        people=_names(session, Account, people - {None}),
        customers=_names(session, Customer, customers) if len(customers) > 1 else {},
        kinds=_records(session, Kind, kinds) if len(kinds) > 1 else {},
        causes=_records(session, Cause, causes),
    )


def _numbers(events: Iterable[Told], fields: Iterable[str]) -> set[int | None]:
    pairs = (each.changes[name] for each in events for name in fields if name in each.changes)
    return {int(str(value)) for pair in pairs for value in pair if value is not None}


def _names(session: Session, who: type[Account | Customer], ids: set[int | None]) -> dict[int, str]:
    if not ids:
        return {}
    return {number: name for number, name in session.execute(select(who.id, who.name).where(who.id.in_(ids)))}


def _records(session: Session, what: type, ids: set[int | None]) -> dict[int, object]:
    if not ids:
        return {}
    return {each.id: each for each in session.scalars(select(what).where(what.id.in_(ids)))}
