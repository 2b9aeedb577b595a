"""What the CalDAV server asks of the tracker, and what task programs do over it: real programs, real processes."""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from caldav.calendarobjectresource import Todo
from caldav.collection import Calendar, SynchronizableCalendarObjectCollection
from caldav.davclient import DAVClient
from caldav.elements.base import BaseElement
from caldav.lib.error import AuthorizationError, DAVError
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support.browser import served_at
from tests.support.builders import a_customer, a_promise, an_account, an_agent, viewer_of
from tests.support.calendars import run_program
from tests.support.clock import MOMENT, FrozenClock
from tests.support.http_sink import http_sink
from tests.support.programs import flask, free_port, wait_until
from tracker.accounts.records import Account
from tracker.audit.records import Event
from tracker.feeds.records import AppPassword
from tracker.feeds.use_cases.passwords import make_password, revoke_password
from tracker.kernel.people import Viewer
from tracker.promises.records import Cause, Promise
from tracker.promises.rules import Due
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise

Auth = tuple[str, str]


class CTag(BaseElement):
    tag = "{http://calendarserver.org/ns/}getctag"


def a_password(session: Session, owner: Viewer) -> Auth:
    """Make an app password; return what a program signs in with."""
    email = session.scalars(select(Account.email).where(Account.id == owner.id)).one()
    return email, make_password(session, owner, "Phone", MOMENT)


def settled(session: Session, promise_id: int) -> Promise:
    return session.scalars(
        select(Promise).where(Promise.id == promise_id).execution_options(populate_existing=True)
    ).one()


# ---- the interface ---------------------------------------------------------------------------------


def test_the_tasks_are_ones_own_open_promises(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann, statement="I call you back.")
        a_promise(session, an_agent(session))
        auth = a_password(session, ann)

    answer = client.get("/tasks", auth=auth)

    assert answer.json
    (task,) = answer.json["tasks"]
    assert task["name"] == f"promise-{promise.id}.ics"
    assert "BEGIN:VTODO" in task["text"]
    assert "Set-Cookie" not in answer.headers


def test_ticking_off_keeps_the_promise_and_says_over_what(
    client: FlaskClient, sign_in: SignIn, store: Store, clock: FrozenClock
) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann)
        auth = a_password(session, ann)
    clock.advance(timedelta(hours=2))
    done_at = MOMENT + timedelta(hours=1)

    answer = client.post(f"/tasks/promise-{promise.id}.ics", auth=auth, data={"at": done_at.isoformat()})

    assert answer.status_code == 204
    with store() as session:
        kept = settled(session, promise.id)
        assert (kept.state, kept.kept_at, kept.settled_by_id) == ("kept", done_at, ann.id)
        told = session.scalars(select(Event.details).where(Event.kind == "promise_kept")).one()
        assert json.loads(told or "")["words"] == {"via": "CalDAV"}
    assert "CalDAV" in sign_in(ann).get(f"/promises/{promise.id}").text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", timedelta(hours=2)),
        ("yesterday", timedelta(hours=2)),
        ("2026-03-02T09:30:00", timedelta(hours=2)),
        ("1999-01-01T00:00:00+00:00", timedelta()),
        ("2099-01-01T00:00:00+00:00", timedelta(hours=2)),
    ],
)
def test_when_it_was_done_is_never_before_it_was_promised_or_after_now(
    client: FlaskClient, store: Store, clock: FrozenClock, said: str, kept: timedelta
) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann)
        auth = a_password(session, ann)
    clock.advance(timedelta(hours=2))

    client.post(f"/tasks/promise-{promise.id}.ics", auth=auth, data={"at": said})

    with store() as session:
        assert settled(session, promise.id).kept_at == MOMENT + kept


def test_a_late_tick_has_the_cause_other(client: FlaskClient, store: Store, clock: FrozenClock) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann)
        auth = a_password(session, ann)
    clock.advance(timedelta(days=30))

    answer = client.post(f"/tasks/promise-{promise.id}.ics", auth=auth)

    assert answer.status_code == 204
    with store() as session:
        key = session.scalars(select(Cause.key).join(Promise, Promise.cause_id == Cause.id)).one()
        assert (key, settled(session, promise.id).state) == ("other", "kept")


@pytest.mark.parametrize("name", ["promise-{other}.ics", "promise-987654321.ics", "x", "promise-x.ics", "promise--1"])
def test_what_is_not_in_the_list_is_not_there(client: FlaskClient, store: Store, name: str) -> None:
    with store() as session:
        ann = an_agent(session)
        other = a_promise(session, an_agent(session))
        auth = a_password(session, ann)

    answer = client.post(f"/tasks/{name.format(other=other.id)}", auth=auth)

    assert answer.status_code == 404
    with store() as session:
        assert settled(session, other.id).state == "open"


def test_a_password_holds_until_it_is_revoked_or_the_account_is_closed(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann, ben = an_agent(session), an_agent(session)
        first, second, theirs = a_password(session, ann), a_password(session, ann), a_password(session, ben)
        revoke_password(
            session, ann, session.scalars(select(AppPassword.id).order_by(AppPassword.id)).first() or 0, MOMENT
        )
    mixed = (first[0], theirs[1])
    attempts = [first, second, mixed, (first[0], ""), (second[0].upper(), second[1])]

    before = [client.get("/tasks", auth=auth).status_code for auth in attempts]
    with store() as session:
        session.execute(update(Account).where(Account.id == ann.id).values(active=False))
    after = client.get("/tasks", auth=second)

    assert before == [401, 200, 401, 401, 200]
    assert after.status_code == 401
    assert after.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_signed_in_browser_is_no_program(sign_in: SignIn, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann)

    browser = sign_in(ann)

    assert browser.get("/tasks").status_code == 401
    assert browser.post(f"/tasks/promise-{promise.id}.ics").status_code == 401


def test_the_secret_is_stored_as_a_fingerprint_and_use_is_noted(client: FlaskClient, store: Store) -> None:
    with store() as session:
        auth = a_password(session, an_agent(session))

    client.get("/tasks", auth=auth, headers={"X-Program": "DAVx5/4.4"})

    with store() as session:
        stored = session.scalars(select(AppPassword)).one()
        told = session.scalars(select(Event.details).where(Event.subject_type == "app_password")).one()
        assert auth[1] not in (stored.secret_hash, told or "")
        assert (stored.used_at, stored.used_by) == (MOMENT, "DAVx5/4.4")


# ---- real programs over a real server --------------------------------------------------------------


@dataclass
class Served:
    """A CalDAV server over the application, and somebody with a task list."""

    url: str
    auth: Auth
    ann: Viewer
    promise_id: int
    other_id: int


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[str, int]]:
    """Yield the address of one CalDAV server for all tests, and the port where it looks for the tracker.

    It takes seconds to start, and remembers only what belongs to addresses of people, of which each test has its own.
    """
    port = free_port()
    with _caldav(f"http://127.0.0.1:{port}") as url:
        yield url, port


@pytest.fixture
def served(store: Store, app: Flask, desk: tuple[str, int]) -> Iterator[Served]:
    with store() as session:
        account = an_account(session, "Ann")
        ann, customer = viewer_of(account), a_customer(session, "Bäckerei Sommer")
        promise = a_promise(session, ann, statement="Write; C:\\New 👋", customer_id=customer.id)
        other = a_promise(session, ann, statement="Call", customer_id=customer.id)
        auth = a_password(session, ann)
    url, port = desk
    with served_at(app, port):
        yield Served(url, auth, ann, promise.id, other.id)


@contextmanager
def _caldav(tracker: str) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with flask("caldav", "--port", str(port), "--tracker", tracker):
        wait_until(lambda: _answers(url))
        yield url


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}.well-known/caldav", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture
def tasks(served: Served) -> Iterator[Calendar]:
    """Yield Ann's list as python-caldav finds it."""
    with DAVClient(url=served.url, username=served.auth[0], password=served.auth[1]) as client:
        (calendar,) = client.principal().calendars()
        yield calendar


def _task(tasks: Calendar, beginning: str) -> Todo:
    (task,) = [each for each in _todos(tasks) if f"SUMMARY:{beginning}" in each.data]
    return task


def _todos(tasks: Calendar) -> list[Todo]:
    return cast("list[Todo]", tasks.todos())


def _changes(tasks: Calendar, token: str | None = None) -> tuple[str, list[str]]:
    """Return a new sync token, and the names of what changed since another."""
    told = cast("SynchronizableCalendarObjectCollection", tasks.objects_by_sync_token(sync_token=token))
    return str(told.sync_token), [str(each.url).rpartition("/")[2] for each in told]


def _summaries(calendar: Calendar) -> list[str]:
    return sorted(str(task.icalendar_component["SUMMARY"]) for task in _todos(calendar))


def test_python_caldav_ticks_off_a_promise(served: Served, tasks: Calendar, store: Store) -> None:
    before = _summaries(tasks)
    task = _task(tasks, "Write")
    token, _ = _changes(tasks)

    task.complete()

    assert before == ["Call · Bäckerei Sommer", "Write; C:\\New 👋 · Bäckerei Sommer"]
    with store() as session:
        assert settled(session, served.promise_id).state == "kept"
        assert settled(session, served.other_id).state == "open"
    assert _summaries(tasks) == ["Call · Bäckerei Sommer"]
    later, changed = _changes(tasks, token)
    assert changed == [f"promise-{served.promise_id}.ics"]
    assert _changes(tasks, later) == (later, [])


@pytest.mark.parametrize("sign", ["STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:20260302T090000Z"])
def test_any_one_sign_of_three_means_done(served: Served, tasks: Calendar, store: Store, sign: str) -> None:
    task = _task(tasks, "Call · ")
    task.data = task.data.replace("STATUS:NEEDS-ACTION", sign)

    task.save()

    with store() as session:
        assert settled(session, served.other_id).state == "kept"


def test_every_other_edit_is_answered_with_the_trackers_version(served: Served, tasks: Calendar) -> None:
    task = _task(tasks, "Call · ")
    before = task.data
    token, _ = _changes(tasks)
    state = tasks.get_property(CTag())
    task.data = task.data.replace("SUMMARY:Call", "SUMMARY:Something else")

    task.save()

    later, changed = _changes(tasks, token)
    assert changed == [f"promise-{served.other_id}.ics"]
    assert _changes(tasks, later) == (later, [])
    assert tasks.get_property(CTag()) != state
    task.load()
    assert [line for line in task.data.split() if not line.startswith("X-EDITS")] == before.split()
    assert _summaries(tasks)[0] == "Call · Bäckerei Sommer"


def test_who_edits_a_task_can_tick_it_off_at_once(served: Served, tasks: Calendar, store: Store) -> None:
    task = _task(tasks, "Call · ")
    task.icalendar_component.add("PRIORITY", 1)
    task.save()

    task.complete()

    with store() as session:
        assert settled(session, served.other_id).state == "kept"


@pytest.mark.parametrize("component", ["VEVENT", "VJOURNAL"])
def test_what_is_no_task_takes_no_tasks_place(served: Served, tasks: Calendar, component: str) -> None:
    task = _task(tasks, "Call · ")
    task.data = re.sub("BEGIN:VALARM.*END:VALARM\\s*", "", task.data, flags=re.DOTALL).replace("VTODO", component)

    with pytest.raises(DAVError, match=r"Forbidden|Bad Request"):
        task.save()


def test_what_is_no_sign_in_is_asked_for_one(served: Served) -> None:
    for header in ("Basic", "Basic ", "Basic %%%", "Basic YQ==", "Basic /w==", "Bearer x"):
        asked = urllib.request.Request(served.url, headers={"Authorization": header}, method="PROPFIND")

        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=30)

        assert refused.value.code == 401
        refused.value.close()


@pytest.mark.parametrize("email", ["o'brien@example.com", "jörg@example.com", "a/b@example.com", "x,y@example.com"])
def test_everybody_with_an_address_finds_their_tasks(served: Served, store: Store, email: str) -> None:
    with store() as session:
        session.execute(update(Account).where(Account.id == served.ann.id).values(email=email))

    with DAVClient(url=served.url, username=email, password=served.auth[1]) as client:
        (calendar,) = client.principal().calendars()
        _task(calendar, "Call · ").complete()

    with store() as session:
        assert settled(session, served.other_id).state == "kept"


@pytest.mark.long
@pytest.mark.parametrize("answer", ["400 Bad Request", "500 Internal Server Error", "200 OK", ""])
def test_programs_are_told_to_come_back_while_the_tracker_does_not_answer_with_tasks(answer: str) -> None:
    key = base64.b64encode(b"ann@example.com:secret").decode()

    told = f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n" if answer else "close"
    with http_sink(told) as sink, _caldav(sink.url.rpartition("/")[0]) as url:
        asked = urllib.request.Request(url, headers={"Authorization": f"Basic {key}"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=30)

    assert (refused.value.code, refused.value.headers["Retry-After"]) == (503, "60")
    refused.value.close()


def test_making_deleting_and_strangers_are_refused(served: Served, tasks: Calendar) -> None:
    task = _task(tasks, "Write")

    with pytest.raises(AuthorizationError, match="Forbidden"):
        task.delete()
    with pytest.raises(DAVError, match="Forbidden"):
        tasks.save_todo(summary="My own")
    with (
        DAVClient(url=served.url, username=served.auth[0], password="wrong") as stranger,
        pytest.raises(AuthorizationError, match="Unauthorized"),
    ):
        stranger.principal().calendars()
    assert len(_summaries(tasks)) == 2


VDIRSYNCER = """
[general]
status_path = "{folder}/status/"

[pair tasks]
a = "here"
b = "there"
collections = ["promises"]
conflict_resolution = "b wins"

[storage here]
type = "filesystem"
path = "{folder}/tasks/"
fileext = ".ics"

[storage there]
type = "caldav"
url = "{url}"
username = "{user}"
password = "{password}"
"""

TODOMAN = """
path = "{folder}/tasks/*"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
cache_path = "{folder}/todoman.db"
"""


@pytest.fixture
def run(tmp_path: Path, served: Served) -> Callable[..., str]:
    """Return what runs todoman or vdirsyncer, set up for the served list."""
    user, password = served.auth
    (tmp_path / "tasks" / "promises").mkdir(parents=True)
    told = VDIRSYNCER.format(folder=tmp_path, url=served.url, user=user, password=password)
    (tmp_path / "vdirsyncer.conf").write_text(told)
    (tmp_path / "todoman.py").write_text(TODOMAN.format(folder=tmp_path))

    def run(program: str, *arguments: str) -> str:
        how = {"vdirsyncer": ("-c", "vdirsyncer.conf"), "todo": ("--config", "todoman.py")}
        return run_program(tmp_path, program, *how[program], *arguments)

    return run


def test_todoman_ticks_off_a_promise(
    served: Served, store: Store, run: Callable[..., str], clock: FrozenClock, tmp_path: Path
) -> None:
    run("vdirsyncer", "discover")
    run("vdirsyncer", "sync")
    first = _files(tmp_path)
    run("vdirsyncer", "sync")
    second = _files(tmp_path)
    with store() as session:
        later = Due(MOMENT + timedelta(days=28))
        agreed = RenegotiatePromise(
            promise_id=served.other_id, actor=served.ann, seen_version=1, due=later, reason="Late.", informed=None
        )
        renegotiate_promise(session, agreed, clock.moment)
    run("vdirsyncer", "sync")
    listed = json.loads(run("todo", "--porcelain", "list"))
    (write,) = [each for each in listed if each["summary"].startswith("Write")]
    (call,) = [each for each in listed if each["summary"].startswith("Call")]

    run("todo", "done", str(write["id"]))
    run("vdirsyncer", "sync")
    run("vdirsyncer", "sync")

    assert second == first
    assert call["due"] == int((MOMENT + timedelta(days=28)).timestamp())
    with store() as session:
        assert settled(session, served.promise_id).state == "kept"
        assert settled(session, served.other_id).state == "open"
    assert [text for _, text in _files(tmp_path).values() if b"SUMMARY:Write" in text] == []


def test_an_edit_that_is_not_kept_is_put_right_on_the_desk(
    served: Served, run: Callable[..., str], tmp_path: Path
) -> None:
    run("vdirsyncer", "discover")
    run("vdirsyncer", "sync")
    [file] = [each for each in (tmp_path / "tasks" / "promises").iterdir() if "SUMMARY:Call" in each.read_text()]

    for _ in range(2):
        file.write_text(file.read_text().replace("SUMMARY:Call", "SUMMARY:Something else"))
        run("vdirsyncer", "sync")
        run("vdirsyncer", "sync")

        assert "SUMMARY:Call" in file.read_text()


def _files(folder: Path) -> dict[str, tuple[int, bytes]]:
    stored = (folder / "tasks" / "promises").iterdir()
    return {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in stored}
