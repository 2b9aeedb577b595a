"""Who holds something: customers to whom it was granted and not ended since, and conditions for more than one."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, and_, cast, exists, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.records import Decision
from tracker.promises.queries.finding import visible
from tracker.promises.records import Promise

MOST_CONDITIONS = 50


def holders(
    session: Session,
    viewer: Viewer,
    situation_id: int,
    *,
    now: datetime,
    after: tuple[object, ...] | None,
    limit: int,
) -> Sequence[Decision]:
    """Return a page of the grants in force, the newest first: the last answer of each customer, if it was a grant."""
    asked = select(Decision).join(Customer, Customer.id == Decision.customer_id)
    asked = asked.where(Decision.situation_id == situation_id, *_in_force(now))
    asked = asked.where(*of_teams_seen(viewer), *exists_for(viewer))
    if after is not None:
        asked = asked.where(tuple_(Decision.decided_at, Decision.id) < tuple_(*after))
    asked = asked.options(joinedload(Decision.customer), joinedload(Decision.decided_by))
    return session.scalars(asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit)).all()


def grant_to(
    session: Session, viewer: Viewer, situation_id: int, customer_ids: Sequence[int], *, now: datetime
) -> Decision | None:
    """Return the grant by which a customer holds it, if there is one."""
    asked = select(Decision).where(Decision.situation_id == situation_id, Decision.customer_id.in_(customer_ids))
    asked = asked.where(*_in_force(now), *of_teams_seen(viewer))
    return session.scalars(asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(1)).first()


def _in_force(now: datetime) -> list[ColumnElement[bool]]:
    """Return the condition under which a decision is a standing grant. What was for once is none."""
    return [
        Decision.state == "decided",
        Decision.outcome != "refused",
        Decision.one_off.is_(False),
        Decision.customer_id.is_not(None),
        or_(Decision.expires_at.is_(None), Decision.expires_at > now),
        ~_answered_later(),
    ]


def is_answered_later(session: Session, decision_id: int) -> bool:
    """Whether the same customer was answered in the same situation after a decision."""
    return session.scalar(select(_answered_later()).where(Decision.id == decision_id)) or False


def _answered_later() -> ColumnElement[bool]:
    later = aliased(Decision)
    is_later = or_(
        later.decided_at > Decision.decided_at, and_(later.decided_at == Decision.decided_at, later.id > Decision.id)
    )
    return exists().where(
        later.customer_id == Decision.customer_id,
        later.situation_id == Decision.situation_id,
        later.state == "decided",
        later.one_off.is_(False),
        is_later,
    )


def conditions(session: Session, viewer: Viewer, situation_id: int, today: date) -> Sequence[Promise]:
    """Return the open promises that follow from a decision of the situation and hold for more than one customer."""
    reference = literal("D-").concat(cast(Decision.id, Text))
    asked = visible(select(Promise).join(Decision, Promise.source_reference == reference), viewer)
    asked = asked.where(
        Decision.situation_id == situation_id,
        Decision.state == "decided",
        Promise.scope != literal_column("'customer'"),
        Promise.state == literal_column("'open'"),
        or_(Promise.scope_until.is_(None), Promise.scope_until >= today),
        *of_teams_seen(viewer),
    )
    return session.scalars(asked.order_by(Promise.id.desc()).limit(MOST_CONDITIONS)).all()
