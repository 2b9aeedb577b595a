"""The ledger of deliveries: what went out to whom, every attempt, and what was given up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.alerts.queries.states import DEAD, PENDING, SENDING
from tracker.alerts.records import Delivery, DeliveryAttempt, Endpoint
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_


class Standing(StrEnum):
    """Which deliveries to show."""

    ALL = ""
    DEAD = "dead"
    WAITING = "waiting"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A delivery as the ledger shows it; `endpoint` is empty for mail, `name` for a team's endpoint."""

    id: int
    key: str
    channel: str
    name: str
    endpoint: str
    promise_id: int | None
    state: str
    due_at: datetime
    sent_at: datetime | None
    visible_at: datetime
    attempts: int
    last_error: str
    sent_again_at: datetime | None
    payload: str


WHICH: dict[Standing, ColumnElement[bool]] = {
    Standing.ALL: true(),
    Standing.DEAD: Delivery.state == DEAD,
    Standing.WAITING: Delivery.state.in_((PENDING, SENDING)),
    Standing.SENT: Delivery.state == "sent",
}
_LINE = (
    *(Delivery.id, Delivery.dedupe_key.label("key"), Delivery.channel, Delivery.promise_id, Delivery.state),
    *(Delivery.due_at, Delivery.sent_at, Delivery.visible_at, Delivery.attempts, Delivery.last_error, Delivery.payload),
    Delivery.sent_again_at,
    *(Account.name, Endpoint.name.label("endpoint")),
)


def lines(session: Session, standing: Standing, before: int | None, most: int) -> list[Line]:
    """Return deliveries, the newest first, from before a number on."""
    asked = _lines().where(WHICH[standing]).order_by(Delivery.id.desc()).limit(most)
    older = asked if before is None else asked.where(Delivery.id < before)
    return [_line(row) for row in session.execute(older)]


def line(session: Session, delivery_id: int) -> Line:
    """Return one delivery. Raises NotFound."""
    row = session.execute(_lines().where(Delivery.id == delivery_id)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such delivery."))
    return _line(row)


def attempts(session: Session, delivery_id: int) -> list[DeliveryAttempt]:
    """Return every try at a delivery, in their order."""
    asked = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery_id)
    return list(session.scalars(asked.order_by(DeliveryAttempt.n)))


def given_up(*, only: int | None = None) -> ColumnElement[bool]:
    """Return the condition of what was given up and not sent again yet; of one delivery alone."""
    waits_for_it = and_(Delivery.state == DEAD, Delivery.sent_again_at.is_(None))
    return waits_for_it if only is None else and_(waits_for_it, Delivery.id == only)


def count_given_up(session: Session) -> int:
    """Return how many deliveries were given up and not sent again."""
    return session.scalars(select(func.count()).select_from(Delivery).where(given_up())).one()


def _lines() -> Select[*tuple[Any, ...]]:
    to_person = select(*_LINE).outerjoin(Account, Account.id == Delivery.recipient_id)
    return to_person.outerjoin(Endpoint, Endpoint.id == Delivery.endpoint_id)


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    facts = row._asdict()
    return Line(**facts | {"name": facts["name"] or "", "endpoint": facts["endpoint"] or ""})
