"""Claiming deliveries by one statement, and what a message needs to know."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, Select, Update, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.alerts.queries.states import PENDING, SENDING
from tracker.alerts.records import Delivery, DeliveryAttempt
from tracker.alerts.rules.delivering import LEASE, Occasion
from tracker.customers.records import Customer
from tracker.promises.records import Promise
from tracker.promises.rules import State

UNTOUCHED = {"synchronize_session": False}
_IS_ON_ITS_WAY = or_(Delivery.state == PENDING, Delivery.state == SENDING)
"""Spelled as the condition of the partial index, which SQLite would not recognise in half of it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that belongs to one worker as long as its token is the last one given out."""

    id: int
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that a message about a promise says, as it is just before it goes out."""

    key: str
    occasion: Occasion
    email: str
    name: str
    locale: str
    time_zone: str
    promise_id: int
    statement: str
    state: State
    due_at: datetime | None
    due_day: date | None
    zone: str
    reference: str
    customer: str
    owner: str
    is_for_owner: bool
    attempts: int
    max_attempts: int
    send_started_at: datetime | None


def claim_deliveries(session: Session, worker_id: str, now: datetime, most: int) -> list[Claim]:
    """Take up to `most` deliveries that wait, or whose worker fell silent, the longest due first."""
    ready = (
        select(Delivery.id)
        .where(_IS_ON_ITS_WAY, Delivery.visible_at <= now)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(most)
    )
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    claim = _claim_on_postgresql(ready) if is_postgresql else _claim_on_sqlite(ready)
    claim = claim.values(
        state="sending", lease_owner=worker_id, lease_token=Delivery.lease_token + 1, visible_at=now + LEASE
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


def bury(session: Session, now: datetime) -> None:
    """Give up what killed its worker each time that it was tried."""
    fatal = update(Delivery).where(
        _IS_ON_ITS_WAY, Delivery.visible_at <= now, Delivery.attempts >= Delivery.max_attempts
    )
    gave_up = fatal.values(state="dead", lease_owner=None, last_error="every attempt ended without an answer")
    session.execute(gave_up, execution_options=UNTOUCHED)


_RECIPIENT, _OWNER = aliased(Account), aliased(Account)
_LETTER = (
    Delivery.dedupe_key.label("key"),
    Delivery.payload,
    Delivery.attempts,
    Delivery.max_attempts,
    Delivery.send_started_at,
    _RECIPIENT.email,
    _RECIPIENT.name,
    _RECIPIENT.locale,
    _RECIPIENT.time_zone,
    Promise.id.label("promise_id"),
    Promise.statement,
    Promise.state,
    Promise.due_at,
    Promise.due_day,
    Promise.zone,
    Promise.source_reference.label("reference"),
    func.coalesce(Customer.name, "").label("customer"),
    _OWNER.name.label("owner"),
    (Promise.owner_id == _RECIPIENT.id).label("is_for_owner"),
)


def letter(session: Session, delivery_id: int) -> Letter | None:
    """Return what the message says; its promise is held, so that nobody settles it before the guard has passed."""
    asked = (
        select(*_LETTER)
        .join(Promise, Promise.id == Delivery.promise_id)
        .join(_RECIPIENT, _RECIPIENT.id == Delivery.recipient_id)
        .join(_OWNER, _OWNER.id == Promise.owner_id)
        .join(Customer, Customer.id == Promise.customer_id, isouter=True)
        .where(Delivery.id == delivery_id)
        .with_for_update(read=True, of=Promise)
    )
    row = session.execute(asked).mappings().one_or_none()
    if row is None:
        return None
    facts = {name: value for name, value in row.items() if name not in {"payload", "state"}}
    return Letter(occasion=Occasion.unpacked(row["payload"]), state=State(row["state"]), **facts)


def held(claim: Claim) -> Update:
    """Return an update of a delivery that takes effect only while the claim holds."""
    return update(Delivery).where(
        Delivery.id == claim.id, Delivery.lease_token == claim.token, Delivery.state == "sending"
    )


def took_effect(session: Session, statement: Update) -> bool:
    """Run an update and tell whether it changed a row."""
    result = session.execute(statement, execution_options=UNTOUCHED)
    return isinstance(result, CursorResult) and result.rowcount == 1


def attempts_told(session: Session, delivery_id: int) -> tuple[int, bool]:
    """Return the number of the last attempt in the ledger, and whether one of them may have arrived."""
    asked = select(DeliveryAttempt.n, DeliveryAttempt.outcome).where(DeliveryAttempt.delivery_id == delivery_id)
    rows = session.execute(asked).all()
    return max((row.n for row in rows), default=0), any(row.outcome == "ambiguous" for row in rows)
