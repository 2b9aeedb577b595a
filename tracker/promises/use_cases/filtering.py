"""Saved filters: lists that somebody looks at again and again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.records import SavedFilter

LONGEST_QUERY = 500


def save_filter(session: Session, actor: Viewer, name: str, query: str) -> SavedFilter:
    """Keep a query string under a name; an earlier filter of that name is replaced."""
    if not name:
        raise Invalid(N_("Give it a name."), field="name")
    if len(query) > LONGEST_QUERY:
        raise Invalid(N_("This filter is too long to be saved."), field="name")
    asked = select(SavedFilter).where(SavedFilter.account_id == actor.id, SavedFilter.name == name)
    saved = session.scalars(asked).one_or_none() or SavedFilter(account_id=actor.id, name=name)
    saved.query = query
    session.add(saved)
    session.flush()
    return saved


def forget_filter(session: Session, actor: Viewer, filter_id: int) -> SavedFilter | None:
    """Delete one of one's own saved filters, and return what it was; somebody else's is not there."""
    asked = select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.account_id == actor.id)
    forgotten = session.scalars(asked).one_or_none()
    if forgotten is not None:
        session.delete(forgotten)
    return forgotten
