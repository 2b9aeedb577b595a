"""The audit of a small invented history, with all that should be flagged in it; and of what is no history."""

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.support.databases import application
from tests.support.precedents import SITUATION, cases
from tracker.precedents.auditing import Flag
from tracker.precedents.auditing import audit as audit_history
from tracker.precedents.history import History, read
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.situations import Tolerance, ToleranceKind

HISTORY = Path(__file__).parent / "history"
HABIT = ";".join(f"habit-{number}" for number in range(1, 9))
FLAGS = [
    ("treatment", "equal-refused", "grant"),
    ("expectation", "same-customer", "grant"),
    ("policy", "out-of-scope", ""),
    ("policy", "entitled-refused", ""),
    ("policy", "without-key", ""),
    ("amount", "paid-100", "paid-22;paid-20"),
    ("drift", "guest_pass|T2", HABIT),
]
FILES = ("situations.json", "policies.json", "agents.csv", "decisions.csv")


@pytest.fixture(scope="module")
def app() -> Flask:
    return application("sqlite://")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the history."""
    return Path(shutil.copytree(HISTORY, tmp_path / "history"))


@pytest.fixture
def audit(app: Flask, folder: Path, tmp_path: Path) -> Callable[[], Result]:
    command = ["precedents", "audit", str(folder), "--out", str(tmp_path / "flags.csv")]
    return lambda: app.test_cli_runner().invoke(args=command)


def written(tmp_path: Path) -> list[tuple[str, ...]]:
    with (tmp_path / "flags.csv").open(newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_all_that_should_be_flagged_is_and_nothing_else(audit: Callable[[], Result], tmp_path: Path) -> None:
    result = audit()

    assert result.exit_code == 0, result.output
    assert written(tmp_path) == [("flag_type", "unit", "evidence"), *FLAGS]
    assert result.stdout.splitlines() == [
        "decisions: 22",
        *("policy: 3", "expectation: 1", "treatment: 1", "amount: 1", "drift: 1", "agent_noise: 0"),
    ]


def test_the_order_of_lines_is_not_the_order_of_time(audit: Callable[[], Result], folder: Path, tmp_path: Path) -> None:
    file = folder / "decisions.csv"
    head, *lines = file.read_text().splitlines()
    file.write_text("\n".join((head, *reversed(lines))))

    assert audit().exit_code == 0
    assert written(tmp_path)[1:] == FLAGS


def test_names_mean_nothing(audit: Callable[[], Result], folder: Path, tmp_path: Path) -> None:
    for name in FILES:
        file = folder / name
        file.write_text(file.read_text().replace("guest_pass", "situation_1").replace("days_ahead", "x"))

    assert audit().exit_code == 0
    assert written(tmp_path)[1:-1] == FLAGS[:-1]
    assert written(tmp_path)[-1] == ("drift", "situation_1|T2", HABIT)


def test_what_is_labelled_is_not_looked_at(audit: Callable[[], Result], folder: Path, tmp_path: Path) -> None:
    (folder / "gold").write_text("This is not even a folder.")

    assert audit().exit_code == 0
    assert written(tmp_path)[1:] == FLAGS


def test_a_history_without_decisions_has_no_flags(audit: Callable[[], Result], folder: Path, tmp_path: Path) -> None:
    file = folder / "decisions.csv"
    file.write_text(file.read_text().splitlines()[0])

    assert audit().exit_code == 0
    assert written(tmp_path) == [("flag_type", "unit", "evidence")]


def test_decisions_that_belong_nowhere_are_counted(audit: Callable[[], Result], folder: Path) -> None:
    change(folder / "decisions.csv", '"[3, 1]"', '"[3, 1, 4]"')

    assert "in no situation: 1" in audit().stdout


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_named(audit: Callable[[], Result], folder: Path, name: str) -> None:
    (folder / name).unlink()
    result = audit()

    assert result.exit_code == 2
    assert f"holds no history of decisions: {name}: No such file" in result.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("decisions.csv", ",outcome,", ",result,", "decisions.csv: columns are missing: outcome"),
        ("decisions.csv", "2025-03-10T10:00:00", "10.3.2025", "decisions.csv, decision equal-refused: "),
        ("decisions.csv", "granted,20", "granted,twenty", "decisions.csv, decision paid-20: could not convert"),
        (
            "decisions.csv",
            "refused,,,misuse",
            "denied,,,misuse",
            "decisions.csv, decision reasoned: 'denied' is not a valid Outcome",
        ),
        ("decisions.csv", '"[3, 1]"', "3", "decisions.csv, decision grant: no list of factors: 3"),
        ("decisions.csv", '"[3, 1]"', '"[3, []]"', "decisions.csv, decision grant: is_peak is []"),
        ("decisions.csv", '"[3, 1]"', '"[3, 1', "decisions.csv: ',' expected after"),
        ("decisions.csv", "\nequal-refused,", "\ngrant,", "row 2: decision_id 'grant' stands in row 1 already"),
        ("decisions.csv", "\ngrant,", "\ngrant;1,", "row 1: decision_id is empty or holds ';': 'grant;1'"),
        ("decisions.csv", '"[3, 1]"', f'"[{"9" * 400}, 1]"', "decisions.csv, decision grant: int too large"),
        ("decisions.csv", '"[3, 1]"', "[" * 50_000, "decisions.csv, decision grant: it is nested too deeply"),
        ("policies.json", "[", "[" * 50_000, "policies.json: it is nested too deeply"),
        ("agents.csv", "role", "rank", "agents.csv: columns are missing: role"),
        ("situations.json", "[", "", "situations.json: "),
        ("situations.json", '"kind"', '"sort"', "situations.json, guest_pass: kind is missing"),
        ("situations.json", '"direction": 1', '"direction": "up"', "situations.json, guest_pass: no direction: 'up'"),
        ("situations.json", '"tier_rank"', '"shoe_size"', "nothing that is known of customers: shoe_size"),
        ("policies.json", '">="', '"~"', "policies.json, P-guests: '~' is not a valid Comparison"),
        ("policies.json", '"rule"', '"text"', "policies.json, P-guests: rule is missing"),
        (
            "decisions.csv",
            "2025-03-10T10:00:00",
            "9999-12-31T23:59:59",
            "equal-refused: nothing was decided in the year",
        ),
        ("decisions.csv", "2025-03-10T10:00:00", "0001-01-01", "equal-refused: nothing was decided in the year 1"),
        ("decisions.csv", "granted,20", "granted,NaN", "decisions.csv, decision paid-20: no number: NaN"),
        ("decisions.csv", "granted,20", "granted,-inf", "decisions.csv, decision paid-20: no number: -inf"),
        ("decisions.csv", "granted,20", "granted,1e99", "decision paid-20: this number is too large: 1e99"),
        ("decisions.csv", '"[3, 1]"', '"[NaN, 1]"', "decisions.csv, decision grant: no number: NaN"),
        ("decisions.csv", '"[3, 1]"', '"[1e999, 1]"', "decisions.csv, decision grant: no number: inf"),
        (
            "situations.json",
            '"amount_basis": "value"',
            '"amount_basis": ["value"]',
            "no name: ['value']",
        ),
        ("situations.json", '"key": "guest_pass"', '"key": 5', "situations.json, 5: no name: 5"),
        ("policies.json", '"amount_band": null', '"amount_band": [1]', "P-guests: no band of amounts: [1]"),
        ("policies.json", '"amount_band": null', '"amount_band": [1, Infinity]', "policies.json: no number: Infinity"),
        ("policies.json", '"authority": null', '"authority": {"agent": []}', "P-guests: no number: []"),
    ],
)
def test_what_cannot_be_read_is_named(
    audit: Callable[[], Result], folder: Path, name: str, old: str, new: str, said: str
) -> None:
    change(folder / name, old, new)
    result = audit()

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_folder_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["precedents", "audit", str(tmp_path / "none"), "--out", "x.csv"])

    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_flags_that_cannot_be_written_are_named(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "none" / "flags.csv"
    result = app.test_cli_runner().invoke(args=["precedents", "audit", str(HISTORY), "--out", str(out)])

    assert result.exit_code == 2
    assert f"{out} cannot be written: No such file or directory" in result.stderr


def test_the_small_history_is_what_it_seems() -> None:
    """Its situations are of nobody else's, so that no rule can know them by name."""
    assert [each["key"] for each in json.loads((HISTORY / "situations.json").read_text())] == [
        "guest_pass",
        "locker_damage",
    ]


def test_tolerances_windows_and_what_is_not_compared_are_read(audit: Callable[[], Result], folder: Path) -> None:
    file = folder / "situations.json"
    situations = json.loads(file.read_text())
    situations[0]["window_days"] = 90
    situations[0]["factors"][0] |= {"tol": ["abs", 2], "material": False}
    file.write_text(json.dumps(situations))

    found = read(folder).situations["guest_pass"]

    assert found.window_days == 90
    assert not found.factors[0].material
    assert found.factors[0].tolerance == Tolerance(kind=ToleranceKind.ABSOLUTE, amount=2)
    assert audit().exit_code == 0


@given(cases(most=30), st.integers(1, 30))
def test_what_is_decided_later_says_nothing_about_what_was_decided_before(decided: Sequence[Case], first: int) -> None:
    def judged(some: Sequence[Case]) -> list[Flag]:
        names = [str(number) for number in range(len(decided) + 1)]
        return list(audit_history(History({SITUATION.key: SITUATION}, {}, list(some), names, [], [])))

    earlier = {str(each.id) for each in decided[:first]}

    assert judged(decided[:first]) == [flag for flag in judged(decided) if flag.unit in earlier]
