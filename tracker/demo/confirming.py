"""Confirming what was promised by mail, in the words that the page proposes, and noting what became of the mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.customers.queries import mail_addresses
from tracker.customers.records import Customer
from tracker.demo.post import send_what_waits
from tracker.kernel.people import Viewer
from tracker.portal.confirmation_mails import drafted
from tracker.portal.queries.confirmations import to_note
from tracker.portal.use_cases.confirming import Confirm, confirm, note_arrival, telling_of
from tracker.promises.records import Promise

AT_ONCE = 10


def confirm_by_mail(
    session: Session, promise_id: int, actor: Viewer, at: datetime, *, is_refused: bool = False
) -> None:
    """Let the first address of a customer get the date that is agreed now; or let its server refuse the mail."""
    promise = session.get_one(Promise, promise_id)
    customer = session.get_one(Customer, promise.customer_id)
    email = mail_addresses(session, customer.id)[0]
    subject, text = drafted(telling_of(session, promise, customer, at))
    wish = Confirm(
        promise_id=promise_id,
        actor=actor,
        email=email,
        subject=subject,
        text=text,
        seen_version=promise.row_version,
    )
    confirm(session, wish, at)
    send_what_waits(session, at, refused=email if is_refused else "")
    for confirmation_id in to_note(session, AT_ONCE):
        note_arrival(session, confirmation_id, at)
