"""The documented mapping of real data: our verdicts are those of the organisation itself."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.use_cases.imports.conftest import Answer, Desk
from tracker.customers.records import Customer
from tracker.kernel.extensions import db
from tracker.promises.measures import Course, Verdict, verdict
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import State

MAPPING = Path(__file__).parents[3] / "docs" / "import" / "boston311.toml"
EXTRACT = Path(__file__).with_name("boston311_extract.csv")
AS_OF = "2016-01-13T00:00:00-05:00"
ON_TIME = {Verdict.KEPT_ON_TIME, Verdict.OPEN_AHEAD}


@pytest.fixture
def extract(desk: Desk) -> Path:
    """A copy of the extract: rejects are written beside it."""
    path = desk.folder / "extract.csv"
    path.write_bytes(EXTRACT.read_bytes())
    return path


def imported(desk: Desk, path: Path) -> Answer:
    return desk.run_with(path, MAPPING, "--as-of", AS_OF)


def test_the_extract_is_imported_and_measured(desk: Desk, extract: Path):
    answer = imported(desk, extract)

    measured = desk.app.test_cli_runner().invoke(args=["measures", "--json", "--as-of", AS_OF])
    told = json.loads(measured.stdout)
    assert answer.counts == (44, 0, 0, 3)
    assert (told["kept_on_time"], told["kept_late"], told["open_overdue"], told["due"]) == (23, 12, 6, 44)
    assert imported(desk, extract).counts == (0, 0, 44, 3)


def test_every_verdict_of_the_city_is_ours(desk: Desk, extract: Path):
    imported(desk, extract)

    ours = {promise.external_id: _is_on_time(promise) for promise in db.session.scalars(select(Promise))}
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["TARGET_DT"] and row["OnTime_Status"]]
    assert len(rows) == 42
    assert {row["CASE_ENQUIRY_ID"]: row["OnTime_Status"] == "ONTIME" for row in rows}.items() <= ours.items()


def _is_on_time(promise: Promise) -> bool:
    course = Course(
        state=State(promise.state),
        due_at=promise.due_at,
        first_due_at=promise.first_due_at,
        tolerance=promise.tolerance,
        kept_at=promise.kept_at,
        settled_at=promise.settled_at,
    )
    return verdict(course, datetime.fromisoformat(AS_OF)) in ON_TIME


def test_rows_without_a_target_are_no_promises(desk: Desk, extract: Path):
    imported(desk, extract)

    with extract.with_name("extract.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert {row["TARGET_DT"] for row in rejected} == {""}
    assert all("promise.due (TARGET_DT) is empty" in row["reject_reason"] for row in rejected)


def test_its_quirks_survive(desk: Desk, extract: Path):
    imported(desk, extract)

    promises = db.session.scalars(select(Promise)).all()
    notes = [promise.outcome_note for promise in promises]
    names = Counter(db.session.scalars(select(Customer.name)))
    assert sum(promise.settled_at is not None and promise.settled_at < promise.made_at for promise in promises) == 3
    assert max(map(len, notes)) > 3000
    assert any('\nCase Resolved\nSecond visit on Monday, "done".' in note for note in notes)
    assert any("\ufffd" in note for note in notes)
    assert names["Residents of Boston, neighborhood unknown"] == 1
    assert set(names.values()) == {1}


def test_kinds_come_from_the_data_and_grant_nothing(desk: Desk, extract: Path):
    imported(desk, extract)

    kinds = db.session.execute(select(Kind.name_en, Kind.tolerance).where(Kind.id.in_(select(Promise.kind_id)))).all()
    assert {name for name, _ in kinds} == {"Sign Repair", "Pick up Dead Animal", "Traffic Signal Repair"}
    assert not any(tolerance for _, tolerance in kinds)


def test_times_are_those_of_the_clocks_in_boston(desk: Desk, extract: Path):
    lines = extract.read_text(encoding="utf-8").splitlines()
    summer = lines[1].replace(lines[1][: lines[1].index(",") + 1], "7,", 1).split(",")
    summer[2] = "07/01/2015 12:00:00 AM"
    extract.write_text("\n".join([lines[0], ",".join(summer)]), encoding="utf-8")

    imported(desk, extract)

    assert db.session.scalars(select(Promise.due_at)).one() == datetime(2015, 7, 1, 4, tzinfo=UTC)


def test_odd_bytes_are_read_as_what_windows_meant(desk: Desk, extract: Path):
    extract.write_bytes(extract.read_bytes().replace(b"Case Resolved", "Case “Résolved”".encode("cp1252"), 1))

    assert imported(desk, extract).counts == (44, 0, 0, 3)
    assert any("Case “Résolved”" in note for note in db.session.scalars(select(Promise.outcome_note)))
