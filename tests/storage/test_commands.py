"""Commands that cannot do what they are asked for say so in a line, never with a traceback."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

from tests.support.databases import application
from tests.support.programs import ROOT
from tracker.kernel.extensions import db

COMMANDS = (
    ("measures", "--json"),
    ("demo",),
    ("feed-url", "anna@example.org"),
    ("add-account", "anna@example.org", "--name", "Anna", "--role", "agent", "--team", "Service"),
    ("work",),
)
AT_THE_ENDS = (
    ("--from", "0001-01-01"),
    ("--to", "9999-12-31"),
    ("--as-of", "0001-01-01T00:00:00+14:00"),
    ("--as-of", "2026-01-31T09:00:00"),
)


@pytest.fixture
def new_app(tmp_path: Path) -> Iterator[Flask]:
    """Yield an application over a database in which nothing was made yet."""
    app = application(f"sqlite:///{tmp_path / 'new.db'}")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_without_tables_is_named_as_what_is_wrong(new_app: Flask, command: Sequence[str]) -> None:
    result = new_app.test_cli_runner().invoke(args=command)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Was `flask db upgrade` run?" in result.stderr


@pytest.mark.parametrize("option", AT_THE_ENDS)
def test_nobody_measures_at_the_ends_of_the_calendar(new_app: Flask, option: Sequence[str]) -> None:
    result = new_app.test_cli_runner().invoke(args=["measures", "--json", *option])

    assert result.exit_code == 2
    assert option[1] in result.stderr


def test_a_setting_that_cannot_be_right_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flask", "measures"]
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}", "SECRET_KEY": "short"}

    ended = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("The settings cannot be used: SECRET_KEY must be")
    assert "Traceback" not in ended.stderr
