"""How many were asked and answered what, by tier."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.alerts.records import Delivery
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.surveys.records import Survey
from tracker.surveys.rules import Group, Kept

GIVEN_UP = ("dead", "cancelled")
"""What reached nobody was not asked."""


def by_tier(session: Session, who: Viewer, *, since: datetime, until: datetime) -> list[Group]:
    """Return the counts of what was sent in a period to customers that exist for the viewer."""
    counted = {
        "sent": func.count(),
        "answered": func.count(Survey.answered_at),
        "people": func.count(func.distinct(Survey.customer_id)).filter(Survey.answered_at.is_not(None)),
        **{kept.value: func.count().filter(Survey.kept == kept.value) for kept in Kept},
    }
    asked = (
        select(Customer.tier_id, *(column.label(name) for name, column in counted.items()))
        .select_from(Survey)
        .join(Customer, Customer.id == Survey.customer_id)
        .outerjoin(Delivery, Delivery.dedupe_key == Survey.delivery_key)
        .where(Survey.sent_at >= since, Survey.sent_at < until, *exists_for(who))
        .where(or_(Delivery.state.is_(None), Delivery.state.not_in(GIVEN_UP)))
        .group_by(Customer.tier_id)
        .order_by(Customer.tier_id)
    )
    return [Group(**row) for row in session.execute(asked).mappings()]
