"""Where Alembic meets the application: migrations run over the application's own engine."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from tracker.kernel.extensions import WRITES, db


def render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are stored as: a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("tracker."):
        return f"sa.{item.impl!r}"
    return False


def is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the full-text tables that SQLite keeps beside those we map."""
    return kind != "table" or name is None or "_search" not in name


def migrate(connection: Connection) -> None:
    """Run every migration that is due, in one transaction.

    SQLite changes a table by making it anew, which with foreign keys on would delete what points to it:
    they are off meanwhile, and looked at before the end.
    """
    options: dict[str, Any] = current_app.extensions["migrate"].configure_args
    context.configure(
        connection,
        target_metadata=db.metadata,
        include_name=is_mapped,
        render_item=render,
        transactional_ddl=True,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            refuse_orphans(connection)


def refuse_orphans(connection: Connection) -> None:
    """Raise, and so undo the migration, when rows point at rows that are gone."""
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"a migration left rows that point at nothing: {orphans[:10]}")


def foreign_keys(connection: Connection, state: Literal["ON", "OFF"]) -> None:
    """Switch the checking of foreign keys, which SQLite allows outside of transactions only."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


with db.engine.connect().execution_options(**WRITES) as connection:
    foreign_keys(connection, "OFF")
    try:
        migrate(connection)
    finally:
        foreign_keys(connection, "ON")
