"""What other rooms let go out: a mail that was written before, sent like everything else, once and with patience."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.payloads import WrittenMail
from tracker.alerts.use_cases.sendings import by_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A mail about a promise; `key` keeps a second one of the same from going out."""

    key: str
    promise_id: int
    mail: WrittenMail


def post_mail(session: Session, posting: Posting, now: datetime) -> None:
    """Let a mail go out when the transaction is done, at any hour: whoever sends it has just decided that."""
    row = by_mail(posting.key, posting.mail.packed(), now) | {"promise_id": posting.promise_id}
    session.execute(insert_new(session, Delivery), [row])
