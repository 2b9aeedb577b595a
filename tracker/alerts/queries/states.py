"""States as literals in the SQL: only then both databases see that a partial index covers the question."""

from sqlalchemy import BindParameter, Insert, literal
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
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(record).on_conflict_do_nothing()
    return sqlite.insert(record).on_conflict_do_nothing()
