"""Mails that customers got from us, which they may answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from tracker.audit.records import Event
from tracker.capture.rules.answers import Written
from tracker.customers.records import ContactPoint, Customer
from tracker.kernel.folding import fold
from tracker.portal.records import Confirmation
from tracker.promises.records import Promise
from tracker.surveys.records import Survey

MOST_WRITTEN = 100


def written_to(session: Session, address: str) -> list[Written]:
    """Return the confirmations and surveys of customers who are reached at an address, the last one first."""
    theirs = select(ContactPoint.customer_id).where(
        ContactPoint.kind == "mail", ContactPoint.match_key == fold(address)
    )
    confirmed = select(
        Confirmation.delivery_key.label("key"), Confirmation.promise_id, Confirmation.sent_at.label("at")
    ).join(Promise, Promise.id == Confirmation.promise_id)
    asked = select(Survey.delivery_key, Survey.about_id, Survey.sent_at).join(Promise, Promise.id == Survey.about_id)
    sent = union_all(*(each.where(Promise.customer_id.in_(theirs)) for each in (confirmed, asked))).subquery()
    found = (
        select(sent.c.key, sent.c.promise_id, sent.c.at, Customer.name)
        .join(Promise, Promise.id == sent.c.promise_id)
        .join(Customer, Customer.id == Promise.customer_id)
        .order_by(sent.c.at.desc(), sent.c.key)
    )
    return [Written(*row) for row in session.execute(found.limit(MOST_WRITTEN))]


def heard_lately(session: Session, kind: str, promise_ids: Sequence[int], since: datetime) -> int:
    """Return how many events of a kind the promises have had since a moment."""
    heard = select(func.count()).where(
        Event.subject_type == "promise", Event.subject_id.in_(promise_ids), Event.kind == kind, Event.at > since
    )
    return session.scalars(heard).one()
