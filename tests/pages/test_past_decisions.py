"""A history from elsewhere is uploaded, judged by the worker, and shown with its flags."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tracker.precedents import jobs, uploads

HISTORY = Path(__file__).parents[1] / "use_cases" / "precedents" / "history"
ADDRESS = "/admin/past-decisions"


@pytest.fixture
def judge(app: Flask) -> Callable[[], None]:
    """Let the worker have its minute."""

    def judge() -> None:
        with app.app_context():
            jobs.judge_histories()

    return judge


def zipped(folder: str = "", **changed: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writing:
        for file in HISTORY.iterdir():
            writing.writestr(f"{folder}{file.name}", changed.get(file.stem, file.read_text()))
        writing.writestr("gold/decisions.csv", "nothing of this is read")
    return archive.getvalue()


@pytest.fixture
def admin(store: Store, sign_in: SignIn) -> FlaskClient:
    with store() as session:
        person = b.an_admin(session)
    return sign_in(person)


def upload(browser: FlaskClient, *files: tuple[bytes, str]) -> TestResponse:
    fields = the_form(browser.get(ADDRESS), "files").fields
    given = [(io.BytesIO(content), name) for content, name in files]
    return browser.post(ADDRESS, data=fields | {"files": given}, content_type="multipart/form-data")


def test_an_archive_is_judged_and_its_flags_are_shown(admin: FlaskClient, judge: Callable[[], None]) -> None:
    sent = upload(admin, (zipped("company/"), "history.zip"))
    address = sent.headers["Location"]

    waiting = admin.get(address).text
    judge()
    page = admin.get(address).text
    flags = admin.get(f"{address}/flags.csv")

    assert sent.status_code == 303
    assert "This is being judged." in waiting
    assert "equal-refused" in page
    assert "Unequal treatment" in page
    assert flags.text.splitlines()[0] == "flag_type,unit,evidence"
    assert "treatment,equal-refused,grant" in flags.text
    assert "attachment" in flags.headers["Content-Disposition"]


def test_the_four_files_do_as_well(admin: FlaskClient, judge: Callable[[], None]) -> None:
    sent = upload(admin, *((file.read_bytes(), file.name) for file in HISTORY.iterdir()))
    judge()

    assert "equal-refused" in admin.get(sent.headers["Location"]).text


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"PK nothing", "history.zip", "this is no ZIP archive"),
        (b"a,b", "decisions.csv", "files are missing: situations.json"),
    ],
)
def test_what_is_no_history_is_refused_at_once(admin: FlaskClient, content: bytes, name: str, why: str) -> None:
    refused = upload(admin, (content, name))

    assert refused.status_code == 422
    assert f"This is no history: {why}" in refused.text
    assert "Choose a file." in upload(admin).text


def test_what_is_wrong_inside_is_said_where(admin: FlaskClient, judge: Callable[[], None]) -> None:
    sent = upload(admin, (zipped(situations="[{}]"), "history.zip"))
    judge()

    page = admin.get(sent.headers["Location"]).text

    assert "This history cannot be read: situations.json" in page
    assert admin.get(f"{sent.headers['Location']}/flags.csv").status_code == 404


def test_an_archive_that_is_much_larger_inside_is_not_unpacked(
    admin: FlaskClient, judge: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    sent = upload(admin, (zipped(), "history.zip"))
    judge()

    assert "the files are too large" in admin.get(sent.headers["Location"]).text


def test_only_administrators_bring_a_history(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))

    assert sign_in(manager).get(ADDRESS).status_code == 403
