"""Adding many customers at once, with the same rows and events as adding each by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from tracker.audit.use_cases import record_all
from tracker.customers.queries import tier_or_lowest
from tracker.customers.records import ContactPoint, Customer
from tracker.customers.rules.details import Details, reference_for
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.customers.use_cases.adding import next_check_in
from tracker.customers.use_cases.changes import first_facts, told
from tracker.imports import queries
from tracker.kernel.storage import Record

FIRST_VERSION = 1


def add_customers(session: Session, system: str, wishes: Mapping[str, Details], now: datetime) -> dict[str, int]:
    """Add customers, given by the system's numbers, and return our numbers of them.

    Where the reference that one would get is taken, it goes the longer way.
    """
    numbers = dict(zip(wishes, queries.customer_numbers(session, len(wishes)), strict=True))
    referred = {
        each: replace(details, reference=details.reference or reference_for(numbers[each]))
        for each, details in wishes.items()
    }
    taken = queries.taken_references(session, [details.reference for details in referred.values()])
    free = {each: details for each, details in referred.items() if details.reference not in taken}
    _add(session, system, {each: (numbers[each], details) for each, details in free.items()}, now)
    for each in wishes.keys() - free.keys():
        numbers[each] = add_customer(session, _wish(system, each, wishes[each]), now).id
    return numbers


def _add(session: Session, system: str, wishes: Mapping[str, tuple[int, Details]], now: datetime) -> None:
    if not wishes:
        return
    tiers = {tier: tier_or_lowest(session, tier) for tier in {details.tier_id for _, details in wishes.values()}}
    customers = []
    for each, (number, details) in wishes.items():
        tier = tiers[details.tier_id]
        known = {"id": number, "tier_id": tier.id, "external_system": system, "external_id": each, "created_at": now}
        customer = Customer(**known, next_check_in_at=next_check_in(tier, now), row_version=FIRST_VERSION)
        customer.take(details)
        customers.append(customer)
    _insert(session, customers)
    happened = [
        told("customer_added", number, None, first_facts(details, tiers[details.tier_id].key))
        for number, details in wishes.values()
    ]
    record_all(session, [(each, now) for each in happened])


def _insert(session: Session, customers: Sequence[Customer]) -> None:
    """Write customers and their contact points, in one statement each: the mapper would take one for each row."""
    session.execute(insert(_table(Customer)), [_columns(each) for each in customers])
    contacts = [_columns(contact) | {"customer_id": each.id} for each in customers for contact in each.contacts]
    if contacts:
        session.execute(insert(_table(ContactPoint)), contacts)


def _columns(record: Record) -> dict[str, object]:
    """Return the columns of a record; the database gives numbers to those that have none."""
    values = {column.name: getattr(record, column.name) for column in _table(type(record)).columns}
    return {name: value for name, value in values.items() if name != "id" or value is not None}


def _table(record: type[Record]) -> Table:
    return cast(Table, record.__table__)


def _wish(system: str, number: str, details: Details) -> AddCustomer:
    said = {each.name: getattr(details, each.name) for each in fields(Details)}
    return AddCustomer(**said, actor=None, even_if_alike=True, external_system=system, external_id=number)
