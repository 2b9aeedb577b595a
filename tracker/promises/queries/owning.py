"""What one account is responsible for, whoever looks."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.promises.records import Promise
from tracker.promises.rules import State

UNSETTLED = (State.OPEN.value, State.DRAFT.value)


def unsettled_count(session: Session, account_id: int) -> int:
    """Return how many open promises and drafts an account owns."""
    asked = select(func.count()).where(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED))
    return session.scalar(asked) or 0


def unsettled_for_update(session: Session, account_id: int) -> Sequence[Promise]:
    """Return the open promises and drafts of an account, locked in the order of their numbers."""
    asked = select(Promise).where(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED)).order_by(Promise.id)
    return session.scalars(asked.with_for_update()).all()
