"""What other rooms let go out: a mail that was written before, sent like everything else, once and with patience."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.payloads import WrittenMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A mail about a promise; `key` keeps a second one of the same from going out."""

    key: str
    promise_id: int
    mail: WrittenMail


def post_mail(session: Session, posting: Posting, now: datetime) -> None:
    """Let a mail go out when the transaction is done, at any hour: whoever sends it has just decided that."""
    row = {
        "alert_id": None,
        "promise_id": posting.promise_id,
        "channel": Channel.MAIL.value,
        "endpoint_id": None,
        "recipient_id": None,
        "dedupe_key": posting.key,
        "state": "pending",
        "due_at": now,
        "visible_at": now,
        "at_any_hour": True,
        "payload": posting.mail.packed(),
    }
    session.execute(insert_new(session, Delivery), [row])
