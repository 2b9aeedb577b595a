"""How the databases go about a question."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from tracker.kernel.extensions import db


def plans_of(connection: Connection, question: Callable[[Session], object]) -> list[str]:
    """Return how the database goes about each statement of a question."""
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    question(db.session())
    event.remove(connection, "before_cursor_execute", listen)
    return [plan_of(connection, *each) for each in asked]


def plan_of(connection: Connection, statement: str, parameters: Any) -> str:
    """Explain a statement; PostgreSQL would read tables as small as these from end to end."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    else:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
    return "\n".join(str(row[-1]) for row in rows)
