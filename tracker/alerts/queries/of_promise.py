"""What was told about one promise, to whom, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.alerts.queries.planning import last_acknowledged, last_offer
from tracker.alerts.records import Acknowledgement, Alert, Delivery, Notice
from tracker.alerts.rules.planning import Schedule
from tracker.promises.records import Promise
from tracker.promises.rules import State


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingOf:
    """One person or place that an alert reached: on which channel, and how that stands."""

    name: str
    channel: str
    state: str
    at: datetime | None
    held_until: datetime | None = None


def alerts_of(session: Session, promise_id: int) -> list[Alert]:
    """Return every alert of a promise, the first one first."""
    return list(session.scalars(select(Alert).where(Alert.promise_id == promise_id).order_by(Alert.fire_at, Alert.id)))


def tellings(session: Session, promise_id: int) -> Mapping[int, list[TellingOf]]:
    """Return whom the alerts of a promise reached, by alert."""
    found: dict[int, list[TellingOf]] = defaultdict(list)
    asked = (
        select(Notice.alert_id, Account.name, Notice.at, Notice.held_until, Notice.read_at)
        .join(Account, Account.id == Notice.account_id)
        .where(Notice.promise_id == promise_id, Notice.alert_id.is_not(None))
    )
    for row in session.execute(asked.order_by(Notice.id)):
        state, at = ("seen", row.read_at) if row.read_at else ("told", row.held_until or row.at)
        telling = TellingOf(name=row.name, channel="app", state=state, at=at, held_until=row.held_until)
        found[row.alert_id].append(telling)
    for row in session.execute(_deliveries().where(Delivery.promise_id == promise_id).order_by(Delivery.id)):
        telling = TellingOf(name=row.name or "", channel=row.channel, state=row.state, at=row.sent_at)
        found[row.alert_id].append(telling)
    return found


def _deliveries() -> Select[*tuple[Any, ...]]:
    columns = (Delivery.alert_id, Account.name, Delivery.channel, Delivery.state, Delivery.sent_at)
    return select(*columns).outerjoin(Account, Account.id == Delivery.recipient_id)


def schedule_of(session: Session, promise: Promise) -> Schedule:
    """Return what planning needs to know of a promise that was loaded."""
    return Schedule(
        state=State(promise.state),
        scheduled_at=promise.scheduled_at,
        due_at=promise.due_at,
        late_at=promise.late_at,
        remind_at=promise.remind_at,
        offer=last_offer(session, promise.id),
        acknowledged=last_acknowledged(session, promise.id),
    )


def acknowledger(session: Session, acknowledgement_id: int) -> str:
    """Return who said that they are on it."""
    asked = select(Account.name).join(Acknowledgement, Acknowledgement.by_id == Account.id)
    return session.scalars(asked.where(Acknowledgement.id == acknowledgement_id)).one()


def names(session: Session, account_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}
