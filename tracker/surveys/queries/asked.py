"""What was asked of a customer, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.customers.records import Customer
from tracker.surveys.records import Survey, SurveyRefusal

MOST_SHOWN = 5
Named = aliased(Customer)


@dataclass(frozen=True, slots=True)
class Opened:
    """A survey as its customer comes with it; of a merged one, with the customer that was kept."""

    survey: Survey
    customer: Customer


_OPENED = (
    select(Survey, Customer)
    .join(Named, Named.id == Survey.customer_id)
    .join(Customer, Customer.id == func.coalesce(Named.merged_into_id, Named.id))
    .where(Customer.erased_at.is_(None))
)


def opened(session: Session, survey_id: int) -> Opened | None:
    """Return a survey, whether it can be answered or not."""
    return _one(session, _OPENED.where(Survey.id == survey_id))


def opened_for_update(session: Session, survey_id: int) -> Opened | None:
    """Return the same, locked: two answers at once come one after the other."""
    return _one(session, _OPENED.where(Survey.id == survey_id).with_for_update(of=Survey))


def of_customer(session: Session, customer_id: int) -> Sequence[Survey]:
    """Return what a customer was asked lately, the last first."""
    asked = select(Survey).join(Customer, Customer.id == Survey.customer_id).where(_theirs(customer_id))
    return session.scalars(asked.order_by(Survey.id.desc()).limit(MOST_SHOWN)).all()


def refused_at(session: Session, customer_id: int) -> datetime | None:
    """Return since when a customer wants no such mails, None while they may get them."""
    asked = select(func.min(SurveyRefusal.at)).join(Customer, Customer.id == SurveyRefusal.customer_id)
    return session.scalars(asked.where(_theirs(customer_id))).one()


def _theirs(customer_id: int) -> ColumnElement[bool]:
    return or_(Customer.id == customer_id, Customer.merged_into_id == customer_id)


def _one(session: Session, asked: Select[Survey, Customer]) -> Opened | None:
    row = session.execute(asked).one_or_none()
    return Opened(row[0], row[1]) if row else None
