"""What a link of a mail is about."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.alerts.records import AnsweredLink, Delivery
from tracker.alerts.rules.messages import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """A delivery that can be answered, and who received it. `sent_for` is the moment it was meant for."""

    delivery_id: int
    promise_id: int
    account_id: int
    locale: str
    is_active: bool
    sent_for: datetime
    is_answered: bool


def answerable(session: Session, key: str, action: Action) -> Answerable | None:
    """Return the delivery with this dedupe key, if it went to a person and is about a promise."""
    used = select(AnsweredLink.delivery_id).where(
        AnsweredLink.delivery_id == Delivery.id, AnsweredLink.action == action.value
    )
    asked = (
        select(
            *(Delivery.id.label("delivery_id"), Delivery.promise_id, Delivery.recipient_id.label("account_id")),
            *(Account.locale, Account.active.label("is_active"), Delivery.due_at.label("sent_for")),
            used.exists().label("is_answered"),
        )
        .join(Account, Account.id == Delivery.recipient_id)
        .where(Delivery.dedupe_key == key, Delivery.promise_id.is_not(None))
    )
    row = session.execute(asked).mappings().one_or_none()
    return None if row is None else Answerable(**row)
