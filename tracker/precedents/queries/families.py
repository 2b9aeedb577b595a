"""Grants that go on: the first one and its extensions, which name it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.alerts.queries.states import fixed
from tracker.precedents.queries.answering import WAITING
from tracker.precedents.records import Approval, Decision

REFUSED = fixed("refused")


def root_of(decision: Decision) -> int:
    """Return the number of the grant that an extension, or the grant itself, belongs to."""
    return decision.extends_id or decision.id


def members(session: Session, root_id: int) -> Sequence[Decision]:
    """Return what stands of a grant and its extensions, the newest first; refusals to extend it included."""
    is_member = or_(Decision.id == root_id, Decision.extends_id == root_id)
    asked = select(Decision).where(is_member, Decision.state == fixed("decided"))
    asked = asked.options(joinedload(Decision.decided_by))
    return session.scalars(asked.order_by(Decision.decided_at.desc(), Decision.id.desc())).all()


def is_extended() -> ColumnElement[bool]:
    """Return the condition that a grant goes on by a later decision."""
    later = aliased(Decision)
    is_of_it = or_(later.extends_id == Decision.id, later.extends_id == Decision.extends_id)
    asked = select(later.id).where(is_of_it, later.id > Decision.id, later.state == fixed("decided"))
    return asked.where(later.outcome != REFUSED).exists()


def goes_on(session: Session, decision: Decision) -> bool:
    """Whether a grant goes on by a later decision."""
    return session.scalar(select(is_extended()).where(Decision.id == decision.id)) or False


def goes_on_bindingly(session: Session, decision: Decision) -> bool:
    """Whether a grant goes on by a later one that is a precedent under the same rule, in the same zone."""
    root_id = root_of(decision)
    asked = select(Decision.id).where(
        or_(Decision.id == root_id, Decision.extends_id == root_id),
        Decision.id > decision.id,
        Decision.rule_key == decision.rule_key,
        Decision.zone == decision.zone,
        Decision.outcome != REFUSED,
        Decision.countable,
    )
    return session.scalars(asked.limit(1)).one_or_none() is not None


def waiting_for(session: Session, decision_id: int) -> int | None:
    """Return the request to extend this grant that waits, if there is one."""
    asked = select(Approval.id).where(Approval.extends_id == decision_id, Approval.state == WAITING)
    return session.scalars(asked.order_by(Approval.id).limit(1)).one_or_none()
