"""Forgetting what customers said on their page, and the ways to it."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.portal.records import Confirmation, CustomerLink, CustomerWord


def forget_links(session: Session, customer_ids: Sequence[int], promise_ids: Sequence[int]) -> list[int]:
    """Delete these customers' links, what they said and what was confirmed; return the numbers of the links."""
    ids = list(session.scalars(select(CustomerLink.id).where(CustomerLink.customer_id.in_(customer_ids))))
    loose = {"synchronize_session": False}
    for table in (CustomerWord, Confirmation):
        session.execute(delete(table).where(table.promise_id.in_(promise_ids)), execution_options=loose)
    session.execute(delete(CustomerWord).where(CustomerWord.link_id.in_(ids)), execution_options=loose)
    session.execute(delete(CustomerLink).where(CustomerLink.id.in_(ids)), execution_options=loose)
    return ids
