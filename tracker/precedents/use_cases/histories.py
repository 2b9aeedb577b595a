"""Taking a history from elsewhere, and noting what would have been flagged in it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.judging import Judged
from tracker.precedents.records import PastHistory

KEPT = timedelta(days=30)


def take_history(session: Session, actor: Viewer, upload: bytes, now: datetime) -> PastHistory:
    """Let an uploaded history wait to be judged. What was judged a month ago is forgotten."""
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators bring a history."))
    session.execute(delete(PastHistory).where(PastHistory.asked_at < now - KEPT))
    history = PastHistory(by_id=actor.id, asked_at=now, upload=upload)
    session.add(history)
    session.flush()
    record(
        session,
        Happening(kind="history_brought", subject_type="history", subject_id=history.id, actor_id=actor.id),
        now,
    )
    return history


def note_judged(session: Session, history_id: int, judged: Judged, now: datetime) -> None:
    """Store what was found, and forget the upload; one that was judged meanwhile stays as it is."""
    values = {
        "state": "failed" if judged.fault else "judged",
        "upload": None,
        "judged_at": now,
        "fault": judged.fault,
        "decisions": judged.decisions,
        "flags": judged.flags,
    }
    waiting = update(PastHistory).where(PastHistory.id == history_id, PastHistory.state == "waiting")
    session.execute(waiting.values(values))
