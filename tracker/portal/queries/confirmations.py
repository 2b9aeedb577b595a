"""Confirmations that were sent, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.alerts.records import Delivery
from tracker.portal.confirming import Sent
from tracker.portal.records import Confirmation, CustomerLink
from tracker.promises.records import Informing, Kind, Promise, Renegotiation
from tracker.promises.rules import APPOINTMENT

OVER = ("sent", "dead", "cancelled", "uncertain")
"""How a delivery stands that nobody tries any more."""


def sent_for(session: Session, promise: Promise) -> list[Sent]:
    """Return what was sent about the date that is agreed now, in order."""
    asked = (
        select(
            *(Confirmation.email, Confirmation.subject, Confirmation.sent_at),
            *(func.coalesce(Delivery.state, ""), func.coalesce(Delivery.last_error, "")),
            func.coalesce(Delivery.payload, ""),
        )
        .outerjoin(Delivery, Delivery.dedupe_key == Confirmation.delivery_key)
        .where(Confirmation.promise_id == promise.id, Confirmation.level == promise.renegotiations)
        .where(Confirmation.due_at == promise.due_at)
    )
    return [Sent(*row) for row in session.execute(asked.order_by(Confirmation.id))]


def how_many(session: Session, promise_id: int) -> int:
    """Return how many were sent about a promise, whatever its dates were."""
    return session.scalars(select(func.count()).where(Confirmation.promise_id == promise_id)).one()


def is_appointment(session: Session, promise: Promise) -> bool:
    """Return whether what was promised begins at its due, instead of being done by then."""
    return session.get_one(Kind, promise.kind_id).key == APPOINTMENT


def date_before(session: Session, promise: Promise) -> Renegotiation | None:
    """Return the last new date with the one before it, None while the first one stands."""
    asked = select(Renegotiation).where(
        Renegotiation.promise_id == promise.id, Renegotiation.level == promise.renegotiations
    )
    return session.scalars(asked).one_or_none()


def words_told(session: Session, promise: Promise) -> str:
    """Return what the customer was told first about the date that is agreed now."""
    asked = select(Informing.words).where(
        Informing.promise_id == promise.id, Informing.level == promise.renegotiations, Informing.words != ""
    )
    return session.scalars(asked.order_by(Informing.at, Informing.id).limit(1)).one_or_none() or ""


def has_live_link(session: Session, customer_id: int, now: datetime) -> bool:
    """Return whether the customer holds a link to their page that is valid."""
    asked = select(CustomerLink.id).where(
        CustomerLink.customer_id == customer_id, CustomerLink.revoked_at.is_(None), CustomerLink.expires_at > now
    )
    return session.scalars(asked.limit(1)).one_or_none() is not None


def to_note(session: Session, most: int) -> Sequence[int]:
    """Return confirmations whose mail has arrived, or never will, without that having been noted."""
    asked = (
        select(Confirmation.id)
        .join(Delivery, Delivery.dedupe_key == Confirmation.delivery_key)
        .where(Confirmation.noted_at.is_(None), Delivery.state.in_(OVER))
    )
    return session.scalars(asked.order_by(Confirmation.id).limit(most)).all()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A confirmation with its promise, and how its mail fared: when it was taken, or what was answered.

    It `is_refused` by the other side; what neither arrived nor was refused was outdated before it could go out.
    """

    confirmation: Confirmation
    promise: Promise
    arrived_at: datetime | None
    said: str
    is_refused: bool


def arrival(session: Session, confirmation_id: int) -> Arrival | None:
    """Return how a confirmation fared, its promise locked; None where that was noted already."""
    asked = (
        select(Confirmation, Promise, Delivery.sent_at, Delivery.last_error, Delivery.state == "dead")
        .join(Promise, Promise.id == Confirmation.promise_id)
        .join(Delivery, Delivery.dedupe_key == Confirmation.delivery_key)
        .where(Confirmation.id == confirmation_id, Confirmation.noted_at.is_(None))
        .with_for_update(of=Promise)
    )
    row = session.execute(asked).one_or_none()
    return None if row is None else Arrival(*row)
