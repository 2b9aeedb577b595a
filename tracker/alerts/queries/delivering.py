"""Claiming deliveries by one statement, and writing to them only as long as the claim holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, Select, Table, Update, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker.alerts.queries.states import PENDING, SENDING
from tracker.alerts.records import Delivery, DeliveryAttempt
from tracker.alerts.rules.delivering import LEASE
from tracker.alerts.rules.ladders import Channel

UNTOUCHED = {"synchronize_session": False}
DELIVERY, ATTEMPT = cast(Table, Delivery.__table__), cast(Table, DeliveryAttempt.__table__)
HELD = update(DELIVERY).where(
    DELIVERY.c.id == bindparam("claimed_id"),
    DELIVERY.c.lease_token == bindparam("claimed_token"),
    DELIVERY.c.state == SENDING,
)
"""An update that takes effect only while a claim holds. What every message needs is built once, not each time."""
_TOLD = insert(ATTEMPT)
_IS_ON_ITS_WAY = or_(Delivery.state == PENDING, Delivery.state == SENDING)
"""Spelled as the condition of the partial index, which SQLite would not recognise in half of it."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Who claims: a worker, for one of its channels."""

    worker_id: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that belongs to one worker as long as its token is the last one given out."""

    id: int
    token: int


def is_waiting(session: Session, channel: Channel, now: datetime) -> bool:
    """Whether anything waits on a channel: asked before claiming, for claiming keeps others from writing."""
    waiting = select(Delivery.id).where(_IS_ON_ITS_WAY, Delivery.visible_at <= now, Delivery.channel == channel.value)
    return session.scalars(waiting.limit(1)).first() is not None


def claim_deliveries(session: Session, taker: Taker, now: datetime, most: int) -> list[Claim]:
    """Take up to `most` deliveries that wait, or whose worker fell silent, the longest due first."""
    ready = (
        select(Delivery.id)
        .where(_IS_ON_ITS_WAY, Delivery.visible_at <= now, Delivery.channel == taker.channel.value)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(most)
    )
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    claim = _claim_on_postgresql(ready) if is_postgresql else _claim_on_sqlite(ready)
    claim = claim.values(
        state="sending", lease_owner=taker.worker_id, lease_token=Delivery.lease_token + 1, visible_at=now + LEASE
    )
    taken = session.execute(claim.returning(Delivery.id, Delivery.lease_token), execution_options=UNTOUCHED)
    return [Claim(row.id, row.lease_token) for row in taken]


def _claim_on_sqlite(ready: Select[int]) -> Update:
    """The write lock of the whole database is held already (BEGIN IMMEDIATE)."""
    return update(Delivery).where(Delivery.id.in_(ready))


def _claim_on_postgresql(ready: Select[int]) -> Update:
    """Rows that another worker is taking are skipped; the CTE keeps the planner from locking more than asked."""
    chosen = ready.with_for_update(skip_locked=True).cte("chosen").prefix_with("MATERIALIZED")
    return update(Delivery).where(Delivery.id == chosen.c.id)


def write(session: Session, claim: Claim, values: Mapping[str, object]) -> bool:
    """Write to a delivery, as long as the claim holds; False when it does not any more."""
    return _took_effect(session, HELD, claim, values)


def count_attempt(session: Session, claim: Claim, now: datetime) -> bool:
    """Count the attempt and lengthen the lease, as long as the claim holds: the guard."""
    counted = HELD.values(attempts=DELIVERY.c.attempts + 1)
    return _took_effect(session, counted, claim, {"send_started_at": now, "visible_at": now + LEASE})


def _took_effect(session: Session, statement: Update, claim: Claim, values: Mapping[str, object]) -> bool:
    result = session.execute(statement, {"claimed_id": claim.id, "claimed_token": claim.token, **values})
    return isinstance(result, CursorResult) and result.rowcount == 1


def tell_attempt(session: Session, row: Mapping[str, object]) -> None:
    """Write an attempt into the ledger."""
    session.execute(_TOLD, dict(row))


def attempts_told(session: Session, delivery_id: int) -> tuple[int, bool]:
    """Return the number of the last attempt in the ledger, and whether one of them may have arrived."""
    asked = select(DeliveryAttempt.n, DeliveryAttempt.outcome).where(DeliveryAttempt.delivery_id == delivery_id)
    rows = session.execute(asked).all()
    return max((row.n for row in rows), default=0), any(row.outcome == "ambiguous" for row in rows)
