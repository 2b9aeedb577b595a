"""Who holds something: customers to whom it was granted and not ended since, and conditions for more than one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, literal, literal_column, or_, select, tuple_
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
) -> Sequence[tuple[Decision, Customer]]:
    """Return a page of the grants in force with who holds them, the newest first.

    It is the last answer of each customer, if it was a grant; one who was merged holds it as the record that was kept.
    """
    record = aliased(Customer)
    asked = select(Decision, Customer).join(record, record.id == Decision.customer_id)
    asked = asked.join(Customer, Customer.id == func.coalesce(record.merged_into_id, record.id))
    asked = asked.where(Decision.situation_id == situation_id, *in_force(now))
    asked = asked.where(*of_teams_seen(viewer), *exists_for(viewer))
    if after is not None:
        asked = asked.where(tuple_(Decision.decided_at, Decision.id) < tuple_(*after))
    asked = asked.options(joinedload(Decision.decided_by))
    ordered = asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit)
    return [(decision, holder) for decision, holder in session.execute(ordered)]


def grant_to(
    session: Session, viewer: Viewer, situation_id: int, customer_ids: Sequence[int], *, now: datetime
) -> Decision | None:
    """Return the grant by which a customer holds it, if there is one."""
    asked = select(Decision).where(Decision.situation_id == situation_id, Decision.customer_id.in_(customer_ids))
    asked = asked.where(*in_force(now), *of_teams_seen(viewer))
    return session.scalars(asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(1)).first()


def in_force(now: datetime) -> list[ColumnElement[bool]]:
    """Return the condition under which a decision is a standing grant. What was for once is none."""
    return [
        Decision.state == "decided",
        Decision.outcome != "refused",
        Decision.one_off.is_(False),
        Decision.customer_id.is_not(None),
        or_(Decision.expires_at.is_(None), Decision.expires_at > now),
        ~_answered_later(),
    ]


def ending_by(session: Session, now: datetime, until: datetime) -> Sequence[Decision]:
    """Return the grants in force that end until a moment, each with who decided it."""
    asked = select(Decision).where(*in_force(now), Decision.expires_at <= until)
    return session.scalars(
        asked.options(joinedload(Decision.decided_by)).order_by(Decision.expires_at, Decision.id)
    ).all()


def standing_of(session: Session, decision_ids: Collection[int], now: datetime) -> set[int]:
    """Return which of these decisions are grants in force."""
    return set(session.scalars(select(Decision.id).where(Decision.id.in_(decision_ids), *in_force(now))))


def is_answered_later(session: Session, decision_id: int) -> bool:
    """Whether the same customer was given another answer in the same situation after a decision."""
    return session.scalar(select(_answered_later()).where(Decision.id == decision_id)) or False


def _answered_later() -> ColumnElement[bool]:
    """Return the condition that something else holds since. That a grant shall not go on leaves it until its end."""
    later, here, theirs = aliased(Decision), aliased(Customer), aliased(Customer)
    is_later = or_(
        later.decided_at > Decision.decided_at, and_(later.decided_at == Decision.decided_at, later.id > Decision.id)
    )
    kept = func.coalesce(here.merged_into_id, here.id)
    return exists().where(
        here.id == Decision.customer_id,
        or_(theirs.id == kept, theirs.merged_into_id == kept),
        later.customer_id == theirs.id,
        later.situation_id == Decision.situation_id,
        later.state == "decided",
        later.one_off.is_(False),
        or_(later.extends_id.is_(None), later.outcome != "refused"),
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
