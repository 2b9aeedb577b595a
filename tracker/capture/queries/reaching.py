"""Customers by the addresses at which they are reached."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.capture.queries.naming import Named
from tracker.customers.queries.visible import is_listed
from tracker.customers.records import ContactPoint, Customer
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer

MOST_ADDRESSES = 50


def customers_at(session: Session, viewer: Viewer, addresses: Iterable[str]) -> list[Named]:
    """Return the customers who are reached at any of these mail addresses."""
    keys = sorted({fold(address) for address in addresses})[:MOST_ADDRESSES]
    reached = select(ContactPoint.customer_id).where(ContactPoint.match_key.in_(keys))
    asked = (
        select(Customer.id, Customer.name, Customer.reference, Customer.region)
        .where(Customer.id.in_(reached), *is_listed(viewer))
        .order_by(Customer.sort_key, Customer.id)
        .limit(MOST_ADDRESSES)
    )
    return [Named(*row) for row in session.execute(asked)] if keys else []
