"""Kinds and causes as administrators see them: all of them, in their order."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.promises.records import Cause, Kind


def all_kinds(session: Session) -> Sequence[Kind]:
    """Return every kind, also those that cannot be chosen any more."""
    return session.scalars(select(Kind).order_by(Kind.position, Kind.id)).all()


def all_causes(session: Session) -> Sequence[Cause]:
    """Return every cause, also those that cannot be chosen any more."""
    return session.scalars(select(Cause).order_by(Cause.position, Cause.id)).all()


def kind(session: Session, kind_id: int) -> Kind:
    """Return one kind. Raises NotFound."""
    found = session.get(Kind, kind_id)
    if found is None:
        raise NotFound(N_("There is no such kind."))
    return found


def cause(session: Session, cause_id: int) -> Cause:
    """Return one cause. Raises NotFound."""
    found = session.get(Cause, cause_id)
    if found is None:
        raise NotFound(N_("There is no such cause."))
    return found
