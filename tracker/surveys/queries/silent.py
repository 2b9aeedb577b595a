"""Of whom nothing was heard for as long as their tier says, and who can be asked by mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.customers.records import ContactPoint, Customer, Tier
from tracker.expectations.records import Expectation
from tracker.portal.records import CustomerWord
from tracker.precedents.records import Decision
from tracker.promises.records import Informing, Promise
from tracker.promises.rules import State
from tracker.surveys.records import Survey, SurveyRefusal
from tracker.surveys.rules import is_good_moment

ENDED = (State.KEPT.value, State.PARTLY_KEPT.value, State.BROKEN.value)
Merged = aliased(Customer)


def zones_to_ask_in(session: Session, now: datetime) -> list[str]:
    """Return the zones of customers in which it is a good moment now."""
    zones = session.scalars(select(Customer.time_zone).distinct())
    return sorted(zone for zone in zones if is_good_moment(now, ZoneInfo(zone)))


def asking_tiers(session: Session) -> Sequence[Tier]:
    """Return the tiers whose silent customers are asked."""
    return session.scalars(select(Tier).where(Tier.survey_after_days.is_not(None)).order_by(Tier.id)).all()


def silent_customers(
    session: Session, tier: Tier, zones: Sequence[str], *, after_id: int, now: datetime, most: int
) -> Sequence[int]:
    """Return the customers of a tier who are to be asked, by number, from behind one."""
    asked = _silent(tier, now).where(Customer.id > after_id, Customer.time_zone.in_(zones))
    return session.scalars(asked.with_only_columns(Customer.id).order_by(Customer.id).limit(most)).all()


def silent_customer(session: Session, customer_id: int, now: datetime) -> Customer | None:
    """Return a customer, locked, who is still to be asked."""
    tier = session.scalars(select(Tier).join(Customer).where(Customer.id == customer_id)).one_or_none()
    if tier is None or tier.survey_after_days is None:
        return None
    asked = _silent(tier, now).where(Customer.id == customer_id)
    return session.scalars(asked.with_for_update(of=Customer)).one_or_none()


def about(session: Session, customer_id: int) -> tuple[int, int] | None:
    """Return the last promise that a customer may know, and who owns it."""
    asked = select(Promise.id, Promise.owner_id).where(
        Promise.customer_id == customer_id, Promise.visible_to_customer, Promise.state != State.DRAFT.value
    )
    row = session.execute(asked.order_by(Promise.due_at.desc(), Promise.id.desc()).limit(1)).one_or_none()
    return None if row is None else (row.id, row.owner_id)


def _silent(tier: Tier, now: datetime) -> Select[Customer]:
    """Select who was promised something that ended, can be reached, wants to be, and was long not in touch."""
    since = now - timedelta(days=tier.survey_after_days or 0)
    is_there = (Customer.merged_into_id.is_(None), Customer.erased_at.is_(None), Customer.created_at <= since)
    can_be_asked = exists().where(ContactPoint.customer_id == Customer.id, ContactPoint.kind == "mail")
    was_promised = exists().where(
        Promise.customer_id == Customer.id, Promise.visible_to_customer, Promise.state.in_(ENDED)
    )
    return select(Customer).where(
        Customer.tier_id == tier.id, *is_there, can_be_asked, was_promised, ~_refused(), ~_was_in_touch(since)
    )


def _was_in_touch(since: datetime) -> ColumnElement[bool]:
    """Whether anybody spoke with them since, or they were asked.

    A check-in that the tracker itself promised, and that they know nothing of, is no talk; keeping it is.
    """
    promised = and_(Promise.visible_to_customer, Promise.made_at > since)
    of_promise = Promise.customer_id == Customer.id
    return or_(
        exists().where(of_promise, or_(promised, Promise.kept_at > since)),
        exists().where(of_promise, Informing.promise_id == Promise.id, Informing.at > since),
        exists().where(of_promise, CustomerWord.promise_id == Promise.id, CustomerWord.at > since),
        exists().where(Expectation.customer_id == Customer.id, Expectation.noted_at > since),
        exists().where(Decision.customer_id == Customer.id, Decision.decided_at > since),
        exists().where(Survey.customer_id == Customer.id, Survey.sent_at > since),
        exists().where(Merged.merged_into_id == Customer.id, Survey.customer_id == Merged.id, Survey.sent_at > since),
    )


def _refused() -> ColumnElement[bool]:
    """Whether they want no such mails, in this record or one that was merged into it."""
    return or_(
        exists().where(SurveyRefusal.customer_id == Customer.id),
        exists().where(Merged.merged_into_id == Customer.id, SurveyRefusal.customer_id == Merged.id),
    )
