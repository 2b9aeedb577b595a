"""The two databases that every storage test runs on: built by the migrations once, emptied before each test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol, Self

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from psycopg import sql
from sqlalchemy import Engine, text

from config import Settings
from tests.support import postgres
from tests.support.postgres import Server
from tracker.app import create_app
from tracker.kernel.clock import Clock, read
from tracker.kernel.extensions import db

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
"""Marks what no database could make different: a story in a browser, or when a company is made."""
MEMORY = Path("/dev/shm")

_numbers = count(1)


_USED = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in db.metadata.tables)
"""Asks for the names of the tables that hold anything."""


class Database(Protocol):
    """A migrated database: where it is, and how it becomes empty again."""

    url: str

    def build(self) -> None:
        """Create it and run the migrations."""

    def sibling(self) -> Self:
        """Return another database beside this one, not yet built."""

    def empty(self, engine: Engine) -> None:
        """Forget everything that was stored, also through other connections."""


class SqliteDatabase:
    """A file that is overwritten with a copy of the migrated one."""

    def __init__(self, folder: Path, name: str = "tracker") -> None:
        self.file = folder / f"{name}.db"
        self.migrated = folder / f"{name}.migrated.db"
        self.url = f"sqlite:///{self.file}"

    def build(self) -> None:
        """Migrate, and keep the result."""
        migrate(self.url)
        shutil.copyfile(self.file, self.migrated)

    def sibling(self) -> Self:
        """Return another one beside it, not yet built."""
        return type(self)(self.file.parent, f"spare-{next(_numbers)}")

    def empty(self, engine: Engine) -> None:
        """Put the migrated file back."""
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.migrated, self.file)


class PostgresDatabase:
    """A database whose tables are emptied; their sequences run on, as in real life.

    That takes 3 ms, where creating it anew from a template takes 130.
    """

    def __init__(self, server: Server, name: str = "tracker") -> None:
        self.name = name
        self.server = server
        self.url = f"postgresql+psycopg://postgres@/{name}?host={server.folder}"
        self.starters: set[str] = set()

    def build(self) -> None:
        """Create it so that it does not depend on this machine's locale, migrate, and keep what that stored."""
        name = sql.Identifier(self.name)
        locale = sql.SQL("TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")
        with postgres.connect(self.server.folder) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} {}").format(name, locale))
        migrate(self.url)
        with postgres.connect(self.server.folder, self.name) as connection:
            self.starters = {table for (table,) in connection.execute(_USED).fetchall()}
            connection.execute("CREATE SCHEMA starter")
            for table in self.starters:
                connection.execute(f'CREATE TABLE starter."{table}" AS TABLE "{table}"')

    def sibling(self) -> Self:
        """Return another one on the same server, not yet built."""
        return type(self)(self.server, f"spare_{next(_numbers)}")

    def empty(self, engine: Engine) -> None:
        """Delete all rows, past triggers and foreign keys, and put back what the migrations stored.

        A lock that a test left behind fails within seconds.
        """
        with engine.begin() as connection:
            used = self.starters.union(connection.scalars(text(_USED)))
            connection.exec_driver_sql(
                ";".join(
                    (
                        "SET LOCAL lock_timeout = '5s'",
                        "SET LOCAL session_replication_role = replica",
                        *(f'DELETE FROM "{table}"' for table in used),
                        *(f'INSERT INTO "{table}" TABLE starter."{table}"' for table in self.starters),
                    )
                )
            )


def application(url: str, clock: Clock = read) -> Flask:
    """Return an application with the settings of tests over the database at `url`."""
    return create_app(Settings(database_url=url, testing=True), clock=clock)


def alembic_config(app: Flask) -> Config:
    """Return what Alembic's own commands ask for; Flask-Migrate's would end Python where they fail."""
    config: Config = app.extensions["migrate"].migrate.get_config()
    return config


def migrate(url: str) -> None:
    """Bring a database to the newest schema the way an installation does."""
    app = application(url)
    with app.app_context():
        command.upgrade(alembic_config(app), "head")
        db.engine.dispose()


@contextmanager
def sqlite() -> Iterator[SqliteDatabase]:
    """Yield a migrated SQLite database, in memory where there is a folder for that."""
    parent = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="tracker-", dir=parent) as folder:
        database = SqliteDatabase(Path(folder))
        database.build()
        yield database


@contextmanager
def postgresql() -> Iterator[PostgresDatabase]:
    """Yield a migrated PostgreSQL database on a server of its own."""
    with postgres.running_server() as server:
        database = PostgresDatabase(server)
        database.build()
        yield database


BY_NAME: dict[str, Callable[[], AbstractContextManager[Database]]] = {"sqlite": sqlite, "postgresql": postgresql}
