"""What every change of a record here has in common: nobody overwrites what they have not seen."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.audit import use_cases as audit
from tracker.audit.rules import Happening
from tracker.kernel.errors import ChangedMeanwhile
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

Pair = tuple[object, object]
Changes = dict[str, Pair]


def check_version(record: Account | Team, seen: int) -> None:
    """Refuse a change of something that looked different when it was shown. Raises ChangedMeanwhile."""
    if record.row_version != seen:
        raise ChangedMeanwhile(N_("Somebody else changed this in the meantime."))


def apply(record: Account | Team, wishes: Mapping[str, object]) -> Changes:
    """Set the fields, and return those that changed as (before, after)."""
    changes = {name: (getattr(record, name), value) for name, value in wishes.items() if getattr(record, name) != value}
    for name, (_before, after) in changes.items():
        setattr(record, name, after)
    return changes


def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Write it down, unless it is a change in which nothing changed."""
    if happening.changes or not happening.kind.endswith("_changed"):
        session.flush()
        audit.record(session, happening, now)


def about(
    subject: tuple[str, int], kind: str, actor: Viewer | None, changes: Mapping[str, Pair] | None = None
) -> Happening:
    """Return what happened to `("account", id)` or `("team", id)`; nobody (None) is the shell of the server."""
    subject_type, subject_id = subject
    actor_id = actor.id if actor else None
    told = dict(changes or {})
    return Happening(kind=kind, subject_type=subject_type, subject_id=subject_id, actor_id=actor_id, changes=told)
