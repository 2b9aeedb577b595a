"""What other rooms let go out, sent like everything else, once and with patience.

A mail that was written before, or one to an account whose content its room finds when it goes out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.payloads import WrittenMail
from tracker.alerts.use_cases.sendings import by_mail
from tracker.customers.rules.contacts import Contact, ContactKind, check_contact
from tracker.kernel.errors import Invalid
from tracker.kernel.mail import address_of
from tracker.kernel.smtp import MailFailed
from tracker.kernel.words import N_


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosting:
    """A mail to an account; the payload names what it is about, `key` keeps a second one of the same from going out."""

    key: str
    account_id: int
    payload: str


def post_own_mail(session: Session, posting: OwnPosting, now: datetime) -> None:
    """Let a mail go out when the transaction is done, at any hour: its reader has chosen it."""
    row = by_mail(posting.key, posting.payload, now) | {"recipient_id": posting.account_id}
    session.execute(insert_new(session, Delivery), [row])


def check_can_be_reached(email: str) -> None:
    """Raise Invalid for field `email` unless mails can be sent there: what senders refuse would only be given up."""
    try:
        check_contact(Contact(ContactKind.MAIL, email))
        address_of(email)
    except Invalid as refusal:
        refusal.field = "email"
        raise
    except MailFailed as refusal:
        raise _unreachable(email) from refusal
    if not email.isascii():
        raise _unreachable(email)


def _unreachable(email: str) -> Invalid:
    return Invalid(N_("No mail can be sent to this address: %(text)s"), field="email", text=email)
