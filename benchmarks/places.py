"""Databases to measure on, in a temporary folder, filled with the demo company and bulk."""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from flask import Flask

from config import Settings
from tests.support import databases, postgres
from tracker.app import create_app
from tracker.demo import living, sign_in
from tracker.demo.bulk.writing import let_know, write_bulk, write_customers
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction

DURABLE = {"listen_addresses": "", "shared_buffers": "256MB", "max_wal_size": "4GB", "log_min_messages": "fatal"}
"""PostgreSQL as it comes, which loses nothing: only with memory for the size at hand."""
NAMES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """A migrated and filled database, and an application on it."""

    database: str
    url: str
    promises: int
    app: Flask

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work on it: without a key, which makes it an installation of a developer."""
        settings = {each.name.upper() for each in fields(Settings)}
        others = {name: value for name, value in os.environ.items() if name not in settings}
        return others | {"DATABASE_URL": self.url, "LOG_LEVEL": "WARNING"}


@dataclass(slots=True)
class Places:
    """All databases of one sort; each size is filled once."""

    database: str
    folder: Path
    server: postgres.Server | None = None
    filled: dict[str, Place] = field(default_factory=dict)

    def empty(self, name: str) -> Place:
        """Return a migrated database without anything in it."""
        url = self._build(name)
        return Place(self.database, url, 0, create_app(Settings(database_url=url)))

    def of(self, promises: int) -> Place:
        """Return a database with the demo company and so many promises more."""
        name = f"promises_{promises}"
        if name not in self.filled:
            place = self.empty(name)
            self.filled[name] = Place(self.database, place.url, promises, place.app)
            _fill(self.filled[name])
        return self.filled[name]

    def with_customers(self, many: int) -> Place:
        """Return a database with the demo company and so many customers more, to whom nothing was promised."""
        name = f"customers_{many}"
        if name not in self.filled:
            place = self.filled[name] = self.empty(name)
            print(f"{place.database}: filling {many:,} customers", file=sys.stderr, flush=True)
            with place.app.app_context():
                _make_company()
                write_customers(many, now(), random.Random(1), lambda *_: None)
                let_know(db.engine)
        return self.filled[name]

    def close(self) -> None:
        """Let go of every connection."""
        for place in self.filled.values():
            with place.app.app_context():
                db.engine.dispose()

    def _build(self, name: str) -> str:
        if self.server is not None:
            database = databases.PostgresDatabase(self.server, name)
            database.build()
            return database.url
        url = f"sqlite:///{self.folder / name}.db"
        databases.migrate(url)
        return url


@contextmanager
def places(database: str) -> Iterator[Places]:
    """Yield where databases of a sort are made; all of it is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        server = stack.enter_context(postgres.running_server(DURABLE)) if database == "postgresql" else None
        all_of_them = Places(database, folder, server)
        stack.callback(all_of_them.close)
        yield all_of_them


def _fill(place: Place) -> None:
    print(f"{place.database}: filling {place.promises:,} promises", file=sys.stderr, flush=True)
    with place.app.app_context():
        _make_company()
        write_bulk(place.promises, now(), lambda *_: None)


def _make_company() -> None:
    hashes = sign_in.hashes(sign_in.new_sign_ins(is_development=True))
    with transaction() as session:
        living.make_company(session, hashes, now())
