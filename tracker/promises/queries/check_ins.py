"""Whose turn for a check-in it is, and who makes it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer, Tier
from tracker.promises.records import Kind, Promise


def customers_without_turn(session: Session, most: int) -> list[tuple[int, int]]:
    """Return (customer, days of the tier's rhythm) for customers of a rhythmic tier that have no next turn."""
    asked = (
        select(Customer.id, func.coalesce(Tier.check_in_days, 0))
        .join(Tier)
        .where(
            Tier.check_in_days.is_not(None),
            Customer.next_check_in_at.is_(None),
            Customer.merged_into_id.is_(None),
            Customer.erased_at.is_(None),
        )
        .order_by(Customer.id)
        .limit(most)
    )
    return [(customer_id, days) for customer_id, days in session.execute(asked)]


def customers_due_for_check_in(session: Session, now: datetime, most: int) -> list[int]:
    """Return the customers whose turn has come, the longest waiting first."""
    asked = (
        select(Customer.id)
        .where(Customer.next_check_in_at <= now)
        .order_by(Customer.next_check_in_at, Customer.id)
        .limit(most)
    )
    return list(session.scalars(asked))


def customer_for_check_in(session: Session, customer_id: int, now: datetime) -> Customer | None:
    """Return the customer, locked, if it is still their turn."""
    asked = select(Customer).where(Customer.id == customer_id, Customer.next_check_in_at <= now)
    return session.scalars(asked.with_for_update()).one_or_none()


def owner_for_check_in(session: Session, customer: Customer) -> Account | None:
    """Return who last owned a promise to this customer, else the manager of the customer's team."""
    last = (
        select(Account)
        .join(Promise, Promise.owner_id == Account.id)
        .where(Promise.customer_id == customer.id, Account.active)
        .order_by(Promise.due_at.desc(), Promise.id.desc())
        .limit(1)
    )
    manager = select(Account).join(Team, Team.manager_id == Account.id).where(Team.id == customer.team_id)
    return session.scalars(last).one_or_none() or session.scalars(manager.where(Account.active)).one_or_none()


def check_in_kind(session: Session) -> Kind | None:
    """Return the kind of check-ins, unless it was switched off."""
    return session.scalars(select(Kind).where(Kind.key == "check_in", Kind.active)).one_or_none()
