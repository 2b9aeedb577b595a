"""Appending to the history."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from tracker.audit import rules
from tracker.audit.records import Event, EventHead
from tracker.audit.rules import Happening
from tracker.kernel.many_rows import insert_many

EVENTS = cast(Table, Event.__table__)
"""Rows go to the table itself: the mapper on the way would add nothing but time."""

MANY = 100
"""From so many events on they are written in the way that is made for many."""


def record(session: Session, happening: Happening, now: datetime) -> int:
    """Append one event and return its number."""
    return record_all(session, [(happening, now)])


def record_all(session: Session, happenings: Sequence[tuple[Happening, datetime]]) -> int:
    """Append events in the order given, each with its moment, and return the number of the last one.

    Whoever appends holds the head of the chain until the end of the transaction.
    """
    head = session.execute(select(EventHead.last_event_id, EventHead.hash).with_for_update()).one()
    rows = chained(happenings, head.last_event_id, head.hash)
    if len(rows) < MANY:
        session.execute(insert(EVENTS), rows)
    else:
        insert_many(session, EVENTS, rows)
    last = rows[-1]
    session.execute(update(EventHead).values(last_event_id=last["id"], hash=last["hash"]))
    return int(str(last["id"]))


def forget_details(session: Session, subject_type: str, subject_ids: Sequence[int]) -> None:
    """Erase what the events of these records tell; that something happened, when and by whom, stays.

    The chain covers the digest of the details, not the details: it holds as before.
    """
    told = (Event.subject_type == subject_type, Event.subject_id.in_(subject_ids), Event.details.is_not(None))
    erased = update(Event).where(*told).values(details=None)
    session.execute(erased, execution_options={"synchronize_session": False})


def chained(happenings: Sequence[tuple[Happening, datetime]], last_id: int, last_hash: str) -> list[dict[str, object]]:
    """Return event rows that continue the chain after `last_id`."""
    rows: list[dict[str, object]] = []
    for event_id, (happening, at) in zip(count(last_id + 1), happenings, strict=False):
        details = happening.details()
        details_digest = rules.digest(details)
        subject = (happening.subject_type, happening.subject_id)
        last_hash = rules.chain(
            last_hash, event_id, at, rules.told(happening.actor_id, happening.kind, subject, details_digest)
        )
        rows.append(
            {
                "id": event_id,
                "at": at,
                "actor_id": happening.actor_id,
                "kind": happening.kind,
                "subject_type": happening.subject_type,
                "subject_id": happening.subject_id,
                "details": details,
                "digest": details_digest,
                "hash": last_hash,
            }
        )
    return rows
