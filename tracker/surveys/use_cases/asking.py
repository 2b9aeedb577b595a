"""Asking one customer of whom nothing was heard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries.teams import address_of_team
from tracker.alerts.outbox import Posting, check_can_be_reached, post_mail
from tracker.alerts.rules.payloads import WrittenMail
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.customers.queries import mail_addresses
from tracker.customers.records import Customer
from tracker.kernel.errors import Invalid
from tracker.promises.records import Promise
from tracker.surveys.queries import silent
from tracker.surveys.records import Survey
from tracker.surveys.rules import LIFETIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the mail has to say, to whom, and where answers to the mail itself go."""

    survey_id: int
    email: str
    name: str
    language: str
    time_zone: str
    expires_at: datetime
    reply_to: str


Compose = Callable[[Asked], WrittenMail]
"""Finds the words: use cases have none."""


def ask(session: Session, customer_id: int, compose: Compose, now: datetime) -> Survey | None:
    """Send a customer the two questions; None where that is not to be done any more, or no mail reaches them."""
    customer = silent.silent_customer(session, customer_id, now)
    about = None if customer is None else silent.about(session, customer_id)
    email = "" if about is None else _reachable(session, customer_id)
    if customer is None or about is None or not email:
        return None
    promise_id, _owner_id = about
    survey = _survey(session, customer, promise_id, now)
    asked = Asked(
        survey_id=survey.id,
        email=email,
        name=customer.name,
        language=customer.language,
        time_zone=customer.time_zone,
        expires_at=survey.expires_at,
        reply_to=address_of_team(session, session.get_one(Promise, promise_id).team_id),
    )
    post_mail(session, Posting(key=survey.delivery_key, promise_id=promise_id, mail=compose(asked)), now)
    happening = Happening(
        kind="survey_sent", subject_type="customer", subject_id=customer.id, actor_id=None, words={"to": email}
    )
    record(session, happening, now)
    return survey


def _survey(session: Session, customer: Customer, promise_id: int, now: datetime) -> Survey:
    survey = Survey(
        customer_id=customer.id,
        about_id=promise_id,
        language=customer.language,
        delivery_key=f"survey:c{customer.id}:{now:%Y%m%dT%H%M%S}",
        sent_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(survey)
    session.flush()
    return survey


def _reachable(session: Session, customer_id: int) -> str:
    """Return the first of a customer's addresses to which mails can be sent, empty where there is none."""
    for email in mail_addresses(session, customer_id):
        try:
            check_can_be_reached(email)
        except Invalid:
            continue
        return email
    return ""
