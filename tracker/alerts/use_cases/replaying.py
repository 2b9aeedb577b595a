"""Sending again what was given up: as a new delivery, which passes every guard anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from tracker.alerts.queries import ledger
from tracker.alerts.records import Delivery
from tracker.alerts.rules.replaying import again_key
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

AT_ONCE = 500
"""More are sent again in several goes: each is a row, in one transaction."""


def send_again(session: Session, actor: Viewer, delivery_id: int, now: datetime) -> int:
    """Send one again and return the number of the new delivery. Raises NotFound, and Invalid if there is no need."""
    line = ledger.line(session, delivery_id)
    made = _again(session, actor, ledger.given_up(only=line.id), now)
    if not made:
        raise Invalid(N_("It was sent, or sent again, already."))
    return made[0]


def send_all_again(session: Session, actor: Viewer, now: datetime) -> int:
    """Send everything again that was given up, the newest first; return how many, AT_ONCE at most."""
    newest = select(Delivery.id).where(ledger.given_up()).order_by(Delivery.id.desc()).limit(AT_ONCE)
    return len(_again(session, actor, Delivery.id.in_(newest), now))


def _again(session: Session, actor: Viewer, which: ColumnElement[bool], now: datetime) -> Sequence[int]:
    """Mark what was given up and write it anew; whoever comes second finds nothing to mark."""
    marked = update(Delivery).where(ledger.given_up(), which).values(sent_again_at=now).returning(Delivery)
    given_up = session.scalars(marked, execution_options={"synchronize_session": False}).all()
    if not given_up:
        return []
    rows = [_anew(each, now) for each in given_up]
    made = session.scalars(insert(Delivery).returning(Delivery.id), rows).all()
    record(session, _happening(actor, len(made)), now)
    return made


def _happening(actor: Viewer, count: int) -> Happening:
    return Happening(
        kind="deliveries_sent_again",
        subject_type="account",
        subject_id=actor.id,
        actor_id=actor.id,
        changes={},
        words={"count": count},
    )


def _anew(given_up: Delivery, now: datetime) -> dict[str, object]:
    copied = ("alert_id", "promise_id", "channel", "recipient_id", "endpoint_id", "at_any_hour", "payload")
    return {name: getattr(given_up, name) for name in copied} | {
        "dedupe_key": again_key(given_up.dedupe_key),
        "state": "pending",
        "due_at": now,
        "visible_at": now,
    }
