"""Where Alembic meets the application: migrations run over the application's own engine."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tracker.kernel.extensions import db

options = current_app.extensions["migrate"].configure_args


def migrate(connection: Connection) -> None:
    """Run what is due, in one transaction."""
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


def migrate_sqlite(connection: Connection) -> None:
    """Do it with foreign keys off, since SQLite changes a table by making it anew; then look that all still hold."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        migrate(connection)
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"these rows point at rows that are gone: {broken[:10]}")


with db.engine.connect() as connection:
    (migrate_sqlite if connection.dialect.name == "sqlite" else migrate)(connection)
