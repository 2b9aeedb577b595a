"""Copies of the database that are whole: taken while others write, and opened for reading to see what is in them."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine, text

SQLITE_BEGINS = b"SQLite format 3\x00"
POSTGRESQL_BEGINS = b"PGDMP"
PRIVATE = 0o600


class BackupFailed(Exception):  # noqa: N818 - words for the person who runs the command
    """A backup could not be made, or is not whole."""


def back_up(url: URL, target: Path) -> None:
    """Write a copy of the database to a new file. Raises BackupFailed; a half-written file is never left behind."""
    if target.exists():
        raise BackupFailed(f"{target} exists already; a backup never overwrites another one")
    unfinished = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(Path(url.database or ""), unfinished)
        else:
            run_tool("pg_dump", url, "--format=custom", f"--file={unfinished}")
        unfinished.chmod(PRIVATE)
        unfinished.rename(target)
    except OSError as fault:
        raise BackupFailed(str(fault)) from fault
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def opened(backup: Path, url: URL) -> Iterator[Engine]:
    """Yield an engine that reads what is in a backup.

    A file of SQLite is opened as it is, for reading only. One of PostgreSQL is restored into a
    database of its own on the server at `url`, which is dropped afterwards. Raises BackupFailed.
    """
    match _beginning(backup):
        case beginning if beginning.startswith(SQLITE_BEGINS):
            yield from _read_sqlite(backup)
        case beginning if beginning.startswith(POSTGRESQL_BEGINS):
            yield from _read_postgresql(backup, url)
        case _:
            raise BackupFailed(f"{backup} is no backup: neither a SQLite file nor an archive of pg_dump")


def run_tool(name: str, url: URL, *arguments: str) -> None:
    """Run a program of PostgreSQL on a database; the password does not show in the list of processes."""
    program = shutil.which(name)
    if program is None:
        raise BackupFailed(f"{name} is not installed here: it comes with the client programs of PostgreSQL")
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, arguments of our own
        [program, f"--dbname={_address(url)}", *arguments],
        env=os.environ | _password(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{name} failed: {done.stderr.strip()}")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupFailed(f"there is no database at {source}")
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as fault:
        raise BackupFailed(str(fault)) from fault


def _beginning(backup: Path) -> bytes:
    try:
        with backup.open("rb") as file:
            return file.read(len(SQLITE_BEGINS))
    except OSError as fault:
        raise BackupFailed(f"{backup} cannot be read: {fault.strerror}") from fault


def _read_sqlite(backup: Path) -> Iterator[Engine]:
    address = f"file:{backup.resolve().as_posix()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    with engine.connect() as connection:
        faults = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if faults != ["ok"] or orphans:
        raise BackupFailed(f"{backup} is damaged: {'; '.join(map(str, faults[:3]))}; {len(orphans)} orphaned rows")
    yield engine


def _read_postgresql(backup: Path, url: URL) -> Iterator[Engine]:
    if url.get_backend_name() != "postgresql":
        raise BackupFailed("this is an archive of PostgreSQL: name a server in DATABASE_URL to try it on")
    name = f"restore_check_{secrets.token_hex(4)}"
    server = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    copy = url.set(database=name)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        try:
            run_tool("pg_restore", copy, "--no-owner", "--no-privileges", "--exit-on-error", str(backup))
            yield create_engine(copy, poolclass=NullPool)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _password(url: URL) -> Mapping[str, str]:
    return {"PGPASSWORD": str(url.password)} if url.password else {}
