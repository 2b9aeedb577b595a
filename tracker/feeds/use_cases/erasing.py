"""Forgetting invitations to a customer, and the calendars that show what was promised to them."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.feeds.records import Feed, Invitation
from tracker.feeds.rules import Scope


def forget_calendars(session: Session, customer_ids: Sequence[int], promise_ids: Sequence[int]) -> list[int]:
    """Delete these feeds and invitations; return the numbers of the feeds."""
    about = Feed.scope.in_([Scope.CUSTOMER.value, Scope.FOR_CUSTOMER.value]) & Feed.scope_id.in_(customer_ids)
    ids = list(session.scalars(select(Feed.id).where(about)))
    loose = {"synchronize_session": False}
    session.execute(delete(Feed).where(Feed.id.in_(ids)), execution_options=loose)
    session.execute(delete(Invitation).where(Invitation.promise_id.in_(promise_ids)), execution_options=loose)
    return ids
