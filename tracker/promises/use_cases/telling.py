"""Writing what happened to a promise into its history."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise

Changes = dict[str, tuple[object, object]]


def tell(
    session: Session,
    promise: Promise,
    kind: str,
    *,
    actor: Viewer | None,
    now: datetime,
    changes: Changes | None = None,
    words: Mapping[str, object] | None = None,
) -> int:
    """Append an event about this promise and return its number; empty words are left out."""
    said = {name: word for name, word in (words or {}).items() if word not in (None, "")}
    happening = Happening(
        kind=kind,
        subject_type="promise",
        subject_id=promise.id,
        actor_id=actor.id if actor else None,
        changes=changes or {},
        words=said,
    )
    return record(session, happening, now)
