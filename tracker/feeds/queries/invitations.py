"""Invitations that were sent, and those whose promise has changed since."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from tracker.alerts.records import Delivery
from tracker.customers.records import Customer
from tracker.feeds.records import Invitation
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import APPOINTMENT, State


def of_promise(session: Session, promise_id: int) -> Invitation | None:
    """Return the invitation to what was promised."""
    return session.get(Invitation, promise_id)


def is_appointment(session: Session, promise: Promise) -> bool:
    """Return whether what was promised is an appointment."""
    return session.get_one(Kind, promise.kind_id).key == APPOINTMENT


def zone_of_customer(session: Session, promise: Promise) -> str:
    """Return the time zone that the customer lives in; that of the promise while nobody knows who it is."""
    customer = None if promise.customer_id is None else session.get_one(Customer, promise.customer_id)
    return promise.zone if customer is None else customer.time_zone


def state_of_delivery(session: Session, key: str) -> tuple[str, str]:
    """Return how a message stands, and what was answered last."""
    asked = select(Delivery.state, Delivery.last_error).where(Delivery.dedupe_key == key)
    row = session.execute(asked).one_or_none()
    return ("", "") if row is None else (row.state, row.last_error)


def behind(session: Session, most: int, now: datetime) -> list[int]:
    """Return the promises that say something else by now than their customers' calendars."""
    asked = (_moved().limit(most), _revived(now).limit(most))
    return sorted({promise_id for each in asked for promise_id in session.scalars(each)})[:most]


def _moved() -> Select[int]:
    """Ask for those that are followed; there are no more of them than appointments to come."""
    says_other = or_(
        Promise.due_at.is_distinct_from(Invitation.due_at),
        Promise.due_day.is_distinct_from(Invitation.due_day),
        Promise.statement != Invitation.statement,
    )
    moved = or_(
        Promise.state != State.OPEN.value, Kind.key != APPOINTMENT, and_(Promise.visible_to_customer, says_other)
    )
    return (
        select(Invitation.promise_id)
        .join(Promise, Promise.id == Invitation.promise_id)
        .join(Kind, Kind.id == Promise.kind_id)
        .where(Invitation.ended_at.is_(None), moved)
        .order_by(Invitation.promise_id)
    )


def _revived(now: datetime) -> Select[int]:
    """Ask for those that had ended, of promises that are open again.

    The open promises are gone through, by their index: they do not pile up over the years, as ended invitations do.
    """
    had_ended = exists().where(Invitation.promise_id == Promise.id, Invitation.ended_at.is_not(None))
    return (
        select(Promise.id)
        .join(Kind, Kind.id == Promise.kind_id)
        .where(Promise.state == State.OPEN.value, Promise.due_at > now)
        .where(Promise.visible_to_customer, Kind.key == APPOINTMENT, had_ended)
        .order_by(Promise.due_at, Promise.id)
    )


def for_update(session: Session, promise_id: int) -> tuple[Invitation, Promise] | None:
    """Return an invitation with its promise, held until the end of the transaction; None if there is none."""
    asked = (
        select(Invitation, Promise)
        .join(Promise, Promise.id == Invitation.promise_id)
        .where(Invitation.promise_id == promise_id)
        .with_for_update()
    )
    row = session.execute(asked).one_or_none()
    return None if row is None else (row[0], row[1])
