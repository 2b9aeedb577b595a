"""Reading the history."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.audit import rules
from tracker.audit.records import Event, EventHead


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it is read: changes map a field to (before, after), moments are ISO texts in UTC."""

    id: int
    at: datetime
    actor_id: int | None
    kind: str
    changes: dict[str, tuple[object, object]]
    words: dict[str, object]


def history(session: Session, subject_type: str, subject_id: int, *, after: int = 0) -> list[Told]:
    """Return the events of one record, newest first; with `after` only those with a higher number."""
    asked = (
        select(Event.id, Event.at, Event.actor_id, Event.kind, Event.details)
        .where(Event.subject_type == subject_type, Event.subject_id == subject_id, Event.id > after)
        .order_by(Event.id.desc())
    )
    return [_told(row) for row in session.execute(asked)]


def histories(
    session: Session, subject_type: str, subject_ids: Sequence[int], *, since: datetime, until: datetime
) -> dict[int, list[Told]]:
    """Return the events of several records within a time, both ends included, by record, in order."""
    asked = (
        select(Event.id, Event.at, Event.actor_id, Event.kind, Event.details, Event.subject_id)
        .where(Event.subject_type == subject_type, Event.subject_id.in_(subject_ids))
        .where(Event.at >= since, Event.at <= until)
        .order_by(Event.id)
    )
    found: dict[int, list[Told]] = {}
    for row in session.execute(asked):
        found.setdefault(row.subject_id, []).append(_told(row))
    return found


def event(session: Session, event_id: int) -> tuple[Told, str, int] | None:
    """Return one event with the type and number of its subject."""
    row = session.get(Event, event_id)
    if row is None:
        return None
    return _told(row), row.subject_type, row.subject_id


def _told(row: Any) -> Told:
    content = json.loads(row.details or "{}")
    changes = {name: (before, after) for name, (before, after) in content.get("changes", {}).items()}
    return Told(row.id, row.at, row.actor_id, row.kind, changes, content.get("words", {}))


def first_broken_link(session: Session) -> int | None:
    """Return the number of the first event that does not fit the chain, or None when all of it holds."""
    last_hash, last_id = rules.GENESIS, 0
    for row in session.execute(select(Event).order_by(Event.id).execution_options(yield_per=1000)).scalars():
        subject = (row.subject_type, row.subject_id)
        expected = rules.chain(last_hash, row.id, row.at, rules.told(row.actor_id, row.kind, subject, row.digest))
        tampered = row.details is not None and rules.digest(row.details) != row.digest
        if row.id != last_id + 1 or row.hash != expected or tampered:
            return row.id
        last_hash, last_id = row.hash, row.id
    return None


def version(session: Session) -> int:
    """Return the number of the last event: as long as it stands, nothing recorded has changed."""
    return session.execute(select(EventHead.last_event_id)).scalar_one()


def last_events(
    session: Session, subject_type: str, subject_ids: Sequence[int], *, kinds: Collection[str] = ()
) -> dict[int, int]:
    """Return the number of the last event, of one of these kinds where some are named, of each of these records."""
    of_kinds = [Event.kind.in_(sorted(kinds))] if kinds else []
    asked = (
        select(Event.subject_id, func.max(Event.id))
        .where(Event.subject_type == subject_type, Event.subject_id.in_(subject_ids), *of_kinds)
        .group_by(Event.subject_id)
    )
    return dict(session.execute(asked).all()) if subject_ids else {}
