"""Silent customers, and mails to them, for tests."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.customers.records import ContactPoint, Customer, Tier
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.surveys.records import Survey
from tracker.surveys.rules import LIFETIME

DAY = timedelta(days=1)
SILENCE = 90


def ask_after(session: Session, days: int | None = SILENCE, tier: str = "standard") -> Tier:
    """Let the customers of a tier be asked who were silent for so many days."""
    found = session.scalars(select(Tier).where(Tier.key == tier)).one()
    found.survey_after_days = days
    session.flush()
    return found


def a_silent_customer(
    session: Session, owner: Viewer, name: str = "", *, since: datetime = MOMENT - (SILENCE + 10) * DAY
) -> Customer:
    """Make a customer with a mail address to whom a promise was kept long ago, and who was not heard of since."""
    customer = b.a_customer(session, name)
    customer.created_at, customer.language = since - DAY, "en"
    session.add(ContactPoint(customer_id=customer.id, kind="mail", value=f"c{customer.id}@example.com", match_key="x"))
    promise = b.a_promise(session, owner, now=since - DAY, customer_id=customer.id)
    kept = Settlement(outcome=State.KEPT, kept_at=since)
    seen = {"promise_id": promise.id, "actor": owner, "seen_version": promise.row_version}
    settle_promise(session, SettlePromise(**seen, settlement=kept), since)  # type: ignore[arg-type]
    return customer


def a_survey(session: Session, customer: Customer, *, sent_at: datetime = MOMENT, language: str = "en") -> Survey:
    """Let a customer have been asked."""
    about = select(Promise.id).where(Promise.customer_id == customer.id).order_by(Promise.id).limit(1)
    survey = Survey(
        customer_id=customer.id,
        about_id=session.scalars(about).one_or_none(),
        language=language,
        delivery_key=f"survey:{customer.id}:{sent_at:%Y%m%d%H%M}",
        sent_at=sent_at,
        expires_at=sent_at + LIFETIME,
    )
    session.add(survey)
    session.flush()
    return survey
