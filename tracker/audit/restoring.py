"""Looking whether a restored database is whole: schema, rows, and the unbroken chain of its history."""

from dataclasses import dataclass

from sqlalchemy import MetaData, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.audit import rules
from tracker.audit.queries import first_broken_link
from tracker.audit.records import Event, EventHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a database holds. `broken_event` is the first event that does not fit the chain, None when all do."""

    revision: str
    rows: dict[str, int]
    missing: tuple[str, ...]
    last_event: int
    broken_event: int | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing and nothing was tampered with."""
        return bool(self.revision) and not self.missing and self.broken_event is None


def examine(session: Session, metadata: MetaData) -> Findings:
    """Count every table and follow the chain of events to its end."""
    there = set(inspect(session.connection()).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in there]
    missing = sorted(table.name for table in metadata.sorted_tables if table.name not in there)
    has_history = {"event", "event_head"} <= there
    last_event, broken = _history(session) if has_history else (0, None)
    return Findings(
        revision=_revision(session) if "alembic_version" in there else "",
        rows={table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables},
        missing=tuple(missing),
        last_event=last_event,
        broken_event=broken,
    )


def _history(session: Session) -> tuple[int, int | None]:
    """Follow the chain; its head must be the last event, or events were cut off at the end."""
    last = session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).one_or_none()
    head = session.execute(select(EventHead.last_event_id, EventHead.hash)).one()
    last_id, last_hash = (last.id, last.hash) if last else (0, rules.GENESIS)
    broken = first_broken_link(session)
    if broken is None and (head.last_event_id, head.hash) != (last_id, last_hash):
        return last_id, head.last_event_id
    return last_id, broken


def _revision(session: Session) -> str:
    try:
        return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")
    except DBAPIError:
        return ""
