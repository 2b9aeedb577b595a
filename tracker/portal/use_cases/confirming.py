"""Confirming a promise to its customer by mail, and noting what became of the mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries.teams import address_of_team
from tracker.alerts.outbox import Posting, check_can_be_reached, post_mail
from tracker.alerts.rules.payloads import WrittenMail
from tracker.customers.queries import mail_addresses
from tracker.customers.records import Customer
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.portal import confirming as rules
from tracker.portal.confirming import Day, Telling
from tracker.portal.queries import confirmations as queries
from tracker.portal.queries.confirmations import Arrival
from tracker.portal.queries.promises import one_promise
from tracker.portal.records import Confirmation
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, State
from tracker.promises.use_cases.renegotiating import Informed, informed_words, write_informing
from tracker.promises.use_cases.telling import tell

GIVEN_UP_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Somebody sends what they have read, and perhaps changed."""

    promise_id: int
    actor: Viewer
    email: str
    subject: str
    text: str
    seen_version: int


def telling_of(session: Session, promise: Promise, customer: Customer, now: datetime) -> Telling:
    """Return what a confirmation has to tell now. Raises Invalid where there is nothing to confirm."""
    rules.check_can_be_confirmed(promise.facts(), now, is_visible=promise.visible_to_customer)
    told = one_promise(session, customer, promise.id)
    moved = queries.date_before(session, promise)
    return Telling(
        statement=told.statement,
        conditions=told.conditions,
        due=Day(told.facts.due_at or now, told.due_day),
        is_appointment=queries.is_appointment(session, promise),
        language=customer.language,
        time_zone=customer.time_zone,
        before=Day(moved.old_due_at, moved.old_due_day) if moved else None,
        words=queries.words_told(session, promise) if moved else "",
        has_page=queries.has_live_link(session, customer.id, now),
        reply_to=address_of_team(session, promise.team_id),
    )


def confirm(session: Session, confirm: Confirm, now: datetime) -> None:
    """Send a confirmation; the same one twice is sent once.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Invalid, naming the field where one is at fault.
    """
    promise = finding.promise_for_update(session, confirm.actor, confirm.promise_id)
    checks.check_may_change(promise.facts(), confirm.actor)
    mail = _mail(session, promise, confirm, now)
    if rules.is_sent_already(queries.sent_for(session, promise), mail.email, mail.packed()):
        return
    checks.check_unchanged(promise.row_version, confirm.seen_version)
    confirmation = _confirmation(session, promise, mail, now, by_id=confirm.actor.id)
    session.add(confirmation)
    post_mail(session, Posting(key=confirmation.delivery_key, promise_id=promise.id, mail=mail), now)
    words = {"to": mail.email, "subject": mail.subject, "words": mail.opening}
    tell(session, promise, "confirmation_sent", actor=confirm.actor, now=now, words=words)
    promise.change(now)
    session.flush()


def note_arrival(session: Session, confirmation_id: int, now: datetime) -> None:
    """Note what became of a confirmation: once a new date has arrived, the customer is informed."""
    found = queries.arrival(session, confirmation_id)
    if found is None:
        return
    found.confirmation.noted_at = now
    if found.arrived_at is None:
        said = found.said[:GIVEN_UP_WORDS] if found.is_refused else ""
        words = {"to": found.confirmation.email, "note": said}
        tell(session, found.promise, "confirmation_failed", actor=None, now=now, words=words)
    elif found.confirmation.level and found.promise.state != State.DRAFT:
        _inform(session, found, found.arrived_at, now)
    session.flush()


def _confirmation(session: Session, promise: Promise, mail: WrittenMail, now: datetime, *, by_id: int) -> Confirmation:
    return Confirmation(
        promise_id=promise.id,
        level=promise.renegotiations,
        due_at=promise.due_at,
        by_id=by_id,
        email=mail.email,
        subject=mail.subject,
        delivery_key=f"confirmation:p{promise.id}:n{queries.how_many(session, promise.id)}",
        sent_at=now,
    )


def _inform(session: Session, found: Arrival, at: datetime, now: datetime) -> None:
    confirmation, promise = found.confirmation, found.promise
    informed = Informed(at=min(at, now), channel=Channel.MAIL, words=confirmation.subject, level=confirmation.level)
    changes = write_informing(session, promise, informed, now, by_id=confirmation.by_id)
    words = informed_words(informed)
    tell(session, promise, "customer_informed", actor=None, now=now, changes=changes, words=words)


def _mail(session: Session, promise: Promise, confirm: Confirm, now: datetime) -> WrittenMail:
    customer = _customer(session, promise)
    telling = telling_of(session, promise, customer, now)
    if confirm.email not in mail_addresses(session, customer.id):
        raise Invalid(N_("Choose one of the customer's addresses."), field="email")
    check_can_be_reached(confirm.email)
    return WrittenMail(
        email=confirm.email,
        name=customer.name,
        language=customer.language,
        subject=confirm.subject,
        opening=confirm.text,
        statement="",
        reply_to=telling.reply_to,
        due_at=telling.due.at.isoformat(),
    )


def _customer(session: Session, promise: Promise) -> Customer:
    """Return whom a promise was made to. Raises Invalid for a draft that does not know it yet."""
    if promise.customer_id is None:
        raise Invalid(N_("A draft is not a promise yet."))
    return session.get_one(Customer, promise.customer_id)
