"""The database extension, and the transaction that every writing edge opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from tracker.kernel.storage import Record

db = SQLAlchemy(metadata=Record.metadata, session_options={"expire_on_commit": False})

WRITES = {"writes": True}

LONGEST_IDLE_S = 60.0
"""How long a worker may be silent in the middle of a transaction."""

# trusted_schema stays on: the triggers that keep the FTS5 search index true are part of our own schema.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=15000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


@contextmanager
def transaction() -> Iterator[Session]:
    """Open one writing transaction, commit it at the end, roll it back on any error.

    What was read before it is forgotten first: a writer must not decide on an older snapshot,
    and SQLite would refuse to turn a reading transaction into a writing one. On SQLite the
    write lock is taken at once (``BEGIN IMMEDIATE``), so that two writers queue instead of failing.
    """
    session: Session = db.session()
    session.rollback()
    session.connection(execution_options=WRITES)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read everything as of one moment, however long it takes, and hold up nobody who writes meanwhile."""
    session: Session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield session
    finally:
        session.rollback()


def let_go_of_the_frozen(engine: Engine) -> None:
    """Let PostgreSQL end a transaction in which nothing happens any more.

    A process that is frozen, or whose host is gone, would otherwise hold the rows that it was writing, and everybody
    who wants them with it, until it comes back. For processes whose transactions are short.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _limit_idleness)


def _limit_idleness(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{LONGEST_IDLE_S:.0f}s'")
    cursor.close()
    connection.commit()


def tune(engine: Engine) -> None:
    """Give an engine our way of beginning transactions and, on SQLite, our settings."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    """Leave transactions to us, and set what SQLite forgets with each connection."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
