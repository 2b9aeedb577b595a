"""What machines are told about this one, and the red line that people see."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.support.alerts import run_senders, run_sweep
from tests.support.builders import a_promise, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tests.support.databases import application
from tracker.alerts.records import Delivery
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.upkeep import WorkerFacts, beat, note_jump, register_worker
from tracker.promises.rules import Due

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
WORKER = WorkerFacts(id="w-1", host="here", pid=7, version="")
TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture
def worker(store) -> None:
    with store() as session:
        register_worker(session, WORKER, MOMENT)


@pytest.fixture
def guarded(app: Flask):
    """Yield the application with a token for its figures."""
    before = app.extensions["settings"]
    app.extensions["settings"] = type(before)(**{**vars(before), "metrics_token": TOKEN})
    yield app.test_client()
    app.extensions["settings"] = before


def told(client: FlaskClient) -> tuple[int, dict[str, Any]]:
    """Return how alerts are reported to be."""
    answer = client.get("/healthz/alerts")
    assert answer.json is not None
    return answer.status_code, answer.json


def alive(store, clock: FrozenClock) -> None:
    with store() as session:
        beat(session, WORKER.id, clock())


def test_a_process_that_answers_lives(client: FlaskClient):
    answer = client.get("/healthz/live")

    assert (answer.status_code, answer.json, answer.headers["Cache-Control"]) == (200, {"status": "ok"}, "no-store")


def test_it_is_ready_with_the_newest_tables(client: FlaskClient):
    assert client.get("/healthz/ready").status_code == 200


def test_it_is_not_ready_without_tables_and_says_so(database):
    bare = application(
        database.sibling().url if database.url.startswith("sqlite") else "postgresql+psycopg://nowhere.invalid/x"
    )

    for path in ("/healthz/ready", "/healthz/alerts"):
        answer = bare.test_client().get(path)
        assert (answer.status_code, answer.json) == (503, {"status": "no database"})


@pytest.mark.usefixtures("worker")
def test_alerts_are_well_while_a_worker_lives_and_nothing_waits(client: FlaskClient):
    assert told(client) == (
        200,
        {
            "status": "ok",
            "lag_s": 0.0,
            "oldest_unsent_s": 0.0,
            "heartbeat_s": 0.0,
            "workers": 1,
            "clock": {"status": "ok", "behind_s": 0.0},
        },
    )


def test_without_a_worker_they_are_not(client: FlaskClient):
    status, health = told(client)

    assert (status, health["status"], health["heartbeat_s"]) == (503, "silent", None)


@pytest.mark.usefixtures("worker")
def test_a_worker_that_fell_silent_is_noticed_after_half_a_minute(client: FlaskClient, clock: FrozenClock):
    clock.advance(31 * SECOND)

    status, health = told(client)

    assert (status, health["status"], health["heartbeat_s"]) == (503, "silent", 31.0)


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("step", ["plan", "fire", "send"])
def test_whatever_waits_for_more_than_a_minute_is_late(app, client, store, clock: FrozenClock, step: str):
    with store() as session:
        a_promise(session, an_agent(session), due=Due(MOMENT + 2 * HOUR))
    if step != "plan":
        with app.app_context():
            run_sweep()
            clock.advance(HOUR)
    if step == "send":
        with app.app_context():
            run_sweep()
    clock.advance(61 * SECOND)
    alive(store, clock)

    status, health = told(client)

    assert (status, health["status"], health["lag_s"]) == (503, "late", 61.0)


@pytest.mark.usefixtures("worker")
def test_a_mail_that_waits_for_its_next_try_is_told_of_and_wakes_nobody(app, client, mailbox, store, clock):
    mailbox.failure = OSError("no route")
    with store() as session:
        a_promise(session, an_agent(session), due=Due(MOMENT + HOUR))
    with app.app_context():
        run_sweep()
        run_senders(Channel.MAIL)
        with store() as session:
            session.execute(update(Delivery).values(visible_at=MOMENT + HOUR))
    clock.advance(90 * SECOND)
    alive(store, clock)

    status, health = told(client)

    assert (status, health["status"]) == (200, "degraded")
    assert (health["lag_s"], health["oldest_unsent_s"]) == (0.0, 90.0)


@pytest.mark.usefixtures("worker")
def test_what_is_held_for_somebodys_morning_is_late_only_when_nobody_sends_it_then(app, client, store, clock):
    with store() as session:
        a_promise(session, an_agent(session), due=Due(MOMENT + HOUR))
        clock.advance(14 * HOUR)
    with app.app_context():
        run_sweep()
    alive(store, clock)
    assert told(client)[1]["status"] == "ok"
    with store() as session:
        opens_at = session.scalars(select(Delivery.visible_at)).one()
        assert opens_at == MOMENT + 23 * HOUR

    moments = []
    for late in (0, 30, 61):
        clock.advance(opens_at + late * SECOND - clock())
        alive(store, clock)
        moments.append(told(client)[1])

    assert [each["lag_s"] for each in moments] == [each["oldest_unsent_s"] for each in moments] == [0.0, 30.0, 61.0]
    assert [each["status"] for each in moments] == ["ok", "ok", "late"]


@pytest.mark.usefixtures("worker")
def test_a_clock_that_jumped_is_told_of(client: FlaskClient, store):
    with store() as session:
        note_jump(session, "here", HOUR, MOMENT)

    _, health = told(client)

    assert health["status"] == "degraded"
    assert health["clock"] == {"status": "degraded", "jumped_at": MOMENT.isoformat(), "jump_s": 3600, "behind_s": 0.0}


@pytest.mark.usefixtures("worker")
def test_figures_are_what_prometheus_reads(app, client, store):
    with store() as session:
        a_promise(session, an_agent(session), due=Due(MOMENT + HOUR))
    with app.app_context():
        run_sweep()

    answer = client.get("/metrics")

    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert 'promise_tracker_deliveries{channel="mail",state="pending"} 1' in lines
    assert "promise_tracker_workers 1" in lines
    assert 'promise_tracker_alerts_condition{condition="ok"} 1' in lines
    assert all(line.startswith(("# HELP ", "# TYPE ", "promise_tracker_")) for line in lines)


def test_figures_are_for_this_machine_alone(client: FlaskClient):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403


def test_with_a_token_they_are_for_who_knows_it_from_anywhere(guarded: FlaskClient):
    far = {"REMOTE_ADDR": "192.0.2.7"}

    assert guarded.get("/metrics").status_code == 401
    assert guarded.get("/metrics", headers={"Authorization": "Bearer grün"}).status_code == 401
    assert guarded.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, environ_base=far).status_code == 200


def test_people_see_a_red_line_while_alerts_are_late(app, sign_in, store, clock: FrozenClock):
    with store() as session:
        anna = an_agent(session)
        a_promise(session, anna)
    visitor = sign_in(anna)
    assert "Reminders are" not in visitor.get("/keys").text

    clock.advance(12 * 60 * SECOND)

    assert "Reminders are 12 min late at present." in visitor.get("/keys").text
    assert "12 min late" in visitor.get("/alarm", headers={"HX-Request-Type": "partial"}).text
    assert visitor.get("/alarm").status_code == 303
    with app.app_context():
        run_sweep()
    clock.advance(5 * SECOND)
    assert "Reminders are" not in visitor.get("/keys").text


def test_strangers_see_no_red_line(client: FlaskClient, store, clock: FrozenClock):
    with store() as session:
        a_promise(session, an_agent(session))
    clock.advance(HOUR)

    assert 'id="alarm"' not in client.get("/keys").text


def test_a_page_asks_for_it_once_every_few_seconds(sign_in, store, counted, clock: FrozenClock):
    with store() as session:
        visitor_of = an_agent(session)
    visitor = sign_in(visitor_of)

    def questions() -> int:
        with counted() as statements:
            visitor.get("/keys")
        return len([each for each in statements if "attention_at" in each])

    assert [questions(), questions()] == [1, 0]
    clock.advance(5 * SECOND)
    assert questions() == 1
