"""After a clock was set back: nothing waits for a moment that somebody wrote while it was ahead."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from tracker.alerts.queries.delivering import UNTOUCHED
from tracker.alerts.queries.states import PENDING, SENDING
from tracker.alerts.records import Delivery
from tracker.alerts.rules.delivering import LEASE
from tracker.promises.records import Promise


def set_right(session: Session, now: datetime) -> None:
    """Let what waits to be planned, sent or tried again be looked at now, and no lease be longer than any is.

    What has a reason to wait is put off again by whoever looks at it: a message to somebody who is not at work, an
    endpoint that is left alone. Catch-ups and digests wait for a moment that no clock of ours has written.
    """
    unplanned = update(Promise).where(Promise.attention_at > now).values(attention_at=now)
    waits_for_us = or_(Delivery.promise_id.is_not(None), Delivery.attempts > 0)
    unsent = update(Delivery).where(Delivery.state == PENDING, Delivery.visible_at > now, waits_for_us)
    taken = update(Delivery).where(Delivery.state == SENDING, Delivery.visible_at > now + LEASE)
    for statement in (unplanned, unsent.values(visible_at=now), taken.values(visible_at=now + LEASE)):
        session.execute(statement, execution_options=UNTOUCHED)
