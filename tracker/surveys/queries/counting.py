"""How many were asked and answered what, by tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.alerts.records import Delivery
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.surveys.records import Survey
from tracker.surveys.rules import Group, Kept

Ts = TypeVarTuple("Ts")

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
    asked = select(Customer.tier_id, *(column.label(name) for name, column in counted.items()))
    asked = _sent(asked, who, since=since, until=until).group_by(Customer.tier_id).order_by(Customer.tier_id)
    return [Group(**row) for row in session.execute(asked).mappings()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which mails stand behind a number: those of a time, of a tier, only answered ones, or only such an answer."""

    since: datetime
    until: datetime
    tier_id: int | None = None
    only_answered: bool = False
    kept: Kept | None = None


def behind(
    session: Session, who: Viewer, wanted: Behind, *, after: Sequence[object] | None, limit: int
) -> Sequence[Row[Survey, Customer]]:
    """Return a page of the mails behind a number, the newest first, each with its customer."""
    asked = _sent(select(Survey, Customer), who, since=wanted.since, until=wanted.until)
    if wanted.tier_id is not None:
        asked = asked.where(Customer.tier_id == wanted.tier_id)
    if wanted.only_answered:
        asked = asked.where(Survey.answered_at.is_not(None))
    if wanted.kept is not None:
        asked = asked.where(Survey.kept == wanted.kept.value)
    if after is not None:
        asked = asked.where(tuple_(Survey.sent_at, Survey.id) < tuple_(*after))
    return session.execute(asked.order_by(Survey.sent_at.desc(), Survey.id.desc()).limit(limit)).all()


def _sent(asked: Select[*Ts], who: Viewer, *, since: datetime, until: datetime) -> Select[*Ts]:
    return (
        asked.select_from(Survey)
        .join(Customer, Customer.id == Survey.customer_id)
        .outerjoin(Delivery, Delivery.dedupe_key == Survey.delivery_key)
        .where(Survey.sent_at >= since, Survey.sent_at < until, *exists_for(who))
        .where(or_(Delivery.state.is_(None), Delivery.state.not_in(GIVEN_UP)))
    )
