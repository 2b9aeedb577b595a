"""What would go: how much each room knows of a customer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.customers.records import Customer
from tracker.portal.records import CustomerLink
from tracker.precedents.records import Decision
from tracker.promises.records import Promise
from tracker.promises.rules import State


@dataclass(frozen=True, slots=True)
class Known:
    """How many promises there are, how many of them are open, and how many decisions and links."""

    promises: int
    open: int
    decisions: int
    links: int


def known_of(session: Session, ids: Sequence[int]) -> Known:
    """Return what is known of these records of one customer, in one question."""
    promises = select(func.count()).where(Promise.customer_id.in_(ids))
    decisions = select(func.count()).where(Decision.customer_id.in_(ids))
    links = select(func.count()).where(CustomerLink.customer_id.in_(ids))
    counted = (promises, promises.where(Promise.state == State.OPEN.value), decisions, links)
    return Known(*session.execute(select(*(each.scalar_subquery() for each in counted))).one())


def number_of(session: Session, reference: str) -> int | None:
    """Return the number of the customer with this reference, None where there is none."""
    return session.scalars(select(Customer.id).where(Customer.reference == reference)).one_or_none()
