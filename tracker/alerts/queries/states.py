"""States as literals in the SQL: only then both databases see that a partial index covers the question."""

from functools import cache
from typing import cast

from sqlalchemy import BindParameter, Insert, Table, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.kernel.storage import Record


def fixed(word: str) -> BindParameter[str]:
    """Return a word that is written into the statement itself, never sent as a parameter."""
    return literal(word, literal_execute=True)


OPEN = fixed("open")
PLANNED = fixed("planned")
PENDING = fixed("pending")
SENDING = fixed("sending")
WAITING = fixed("waiting")
DEAD = fixed("dead")


def insert_new(session: Session, record: type[Record]) -> Insert:
    """Return an insert that leaves out rows whose unique key is there already."""
    return _insert_new(record, is_postgresql=session.get_bind().dialect.name == "postgresql")


@cache
def _insert_new(record: type[Record], *, is_postgresql: bool) -> Insert:
    """Build it once: that takes as long as a row."""
    table = cast(Table, record.__table__)
    return (postgresql.insert(table) if is_postgresql else sqlite.insert(table)).on_conflict_do_nothing()
