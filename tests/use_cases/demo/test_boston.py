"""`flask demo --boston`: a city to sign in to, made of real requests that are as old as if they were of today."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Store
from tests.support.accounts_forms import send
from tracker.accounts.records import Account, Team
from tracker.demo.boston.moving import A_WEEK, AS_OF, moved_moment, weeks_since
from tracker.demo.people import PASSWORD
from tracker.promises.records import Promise
from tracker.worktime.zones import local

EXTRACT = Path(__file__).parents[1] / "imports" / "boston311_extract.csv"
ZONE = "America/New_York"
SIGN_INS = [
    f"transportation@boston311.example {PASSWORD} agent",
    f"public-works@boston311.example {PASSWORD} agent",
    f"city@boston311.example {PASSWORD} agent",
    f"manager@boston311.example {PASSWORD} manager",
    f"admin@boston311.example {PASSWORD} admin",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the extract in two files, as the city's data comes."""
    header, *rows = EXTRACT.read_text(encoding="utf-8").splitlines(keepends=True)
    assert rows
    (tmp_path / "requests.csv").write_text(header + "".join(rows), encoding="utf-8")
    (tmp_path / "README.md").write_text("no export")
    return tmp_path


def made(app: Flask, path: Path) -> Result:
    return app.test_cli_runner().invoke(args=["demo", "--boston", str(path)])


def test_the_city_is_made_once_and_can_be_signed_in_to(app: Flask, folder: Path, store: Store):
    first, again = made(app, folder), made(app, folder)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout.splitlines() == again.stdout.splitlines() == SIGN_INS
    assert "requests.csv: 44 imported, 3 rejected" in first.stderr
    assert "here already" in again.stderr
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Promise)) == 44
    assert send(app.test_client(), "/sign-in", email="manager@boston311.example", password=PASSWORD).status_code == 303


def test_every_verdict_stays_that_of_the_city(app: Flask, folder: Path, clock):
    made(app, folder)

    as_of = moved_moment(weeks_since(ZONE, clock.moment), ZONE)
    told = json.loads(app.test_cli_runner().invoke(args=["measures", "--json", "--as-of", as_of.isoformat()]).stdout)

    assert (told["kept_on_time"], told["kept_late"], told["open_overdue"], told["due"]) == (23, 12, 6, 44)


def test_the_data_ends_within_the_last_week_at_the_same_time_of_day(clock):
    end = moved_moment(weeks_since(ZONE, clock.moment), ZONE)

    assert clock.moment - A_WEEK < end <= clock.moment
    assert (local(end, ZONE).weekday(), local(end, ZONE).hour) == (local(AS_OF, ZONE).weekday(), 0)


def test_its_teams_are_large_enough_for_rates_and_have_a_manager(app: Flask, folder: Path, store: Store):
    made(app, folder)

    with store() as session:
        people = session.execute(select(Account.team_id, func.count()).group_by(Account.team_id)).all()
        assert len(people) == 3
        assert all(many >= 6 for _team_id, many in people)
        assert session.scalars(select(Team).where(Team.manager_id.is_(None))).all() == []


@pytest.mark.parametrize("name", ["nowhere", "", "empty"])
def test_it_says_when_there_is_no_data(app: Flask, tmp_path: Path, name: str, store: Store):
    (tmp_path / "empty").mkdir()

    done = made(app, tmp_path / name)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "neither a CSV export of Boston's service requests nor a folder of them" in done.stderr
    with store() as session:
        assert session.scalars(select(Account.id)).all() == []


def test_it_says_when_a_file_is_something_else(app: Flask, tmp_path: Path, store: Store):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")

    done = made(app, path)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "The data of Boston cannot be used" in done.stderr
    with store() as session:
        assert session.scalars(select(Account.id)).all() == []
