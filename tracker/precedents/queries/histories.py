"""Finding uploaded histories."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.precedents.records import PastHistory

MOST_LISTED = 20


def histories(session: Session) -> Sequence[PastHistory]:
    """Return the newest uploads, without what was in them."""
    asked = select(PastHistory).options(defer(PastHistory.upload), defer(PastHistory.flags), joinedload(PastHistory.by))
    return session.scalars(asked.order_by(PastHistory.asked_at.desc(), PastHistory.id.desc()).limit(MOST_LISTED)).all()


def history(session: Session, history_id: int) -> PastHistory:
    """Return one of them, with its flags. Raises NotFound."""
    asked = select(PastHistory).where(PastHistory.id == history_id).options(defer(PastHistory.upload))
    found = session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such history."))
    return found


def next_waiting(session: Session) -> tuple[int, bytes] | None:
    """Return number and upload of the history that has waited longest."""
    asked = select(PastHistory.id, PastHistory.upload).where(PastHistory.state == "waiting")
    row = session.execute(asked.order_by(PastHistory.asked_at, PastHistory.id).limit(1)).one_or_none()
    return None if row is None or row.upload is None else (row.id, row.upload)
