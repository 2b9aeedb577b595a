"""Forgetting what was told about promises: alerts, notices, and what was sent with every attempt."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.alerts.records import Alert, Delivery, Notice


def forget_messages(session: Session, promise_ids: Sequence[int]) -> None:
    """Delete alerts, deliveries and notices of these promises; what was not sent yet is not sent any more."""
    for table in (Notice, Delivery, Alert):
        session.execute(
            delete(table).where(table.promise_id.in_(promise_ids)), execution_options={"synchronize_session": False}
        )
