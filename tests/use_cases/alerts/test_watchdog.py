"""The dead man's switch is called while alerts go out in time, and only then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from config import Settings
from tests.support.builders import a_promise, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tests.support.http_sink import HttpSink, http_sink
from tracker.alerts.jobs.upkeep import REPORT, report_to_watchdog, tasks
from tracker.alerts.use_cases.upkeep import WorkerFacts, beat, register_worker
from tracker.kernel.extensions import db

WORKER = WorkerFacts(id="w-1", host="here", pid=7, version="")
MOVED = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def switch(app: Flask, store) -> Iterator[HttpSink]:
    """Yield a switch that the installation calls, with a worker that lives."""
    with store() as session:
        register_worker(session, WORKER, MOMENT)
    settings: Settings = app.extensions["settings"]
    with http_sink() as sink:
        app.extensions["settings"] = replace(settings, watchdog_url=sink.url)
        with app.app_context():
            yield sink
            db.session.rollback()
        app.extensions["settings"] = settings


def report() -> None:
    """Do as the task does when nobody wants the worker to stop."""
    report_to_watchdog(lambda: False)


def test_it_is_called_while_alerts_go_out_in_time(switch: HttpSink):
    report()

    (call,) = switch.received
    assert (call.method, call.target, call.body) == ("GET", "/hook", b"")


def test_it_is_not_called_while_they_are_late(switch: HttpSink, store, clock: FrozenClock):
    with store() as session:
        a_promise(session, an_agent(session))
        clock.advance(timedelta(seconds=61))
        beat(session, WORKER.id, clock())

    report()

    assert switch.received == []


@pytest.mark.parametrize("answer", [MOVED, "HTTP/1.1 500 Oh\r\n\r\n", "nonsense\r\n\r\n", "close", "reset"])
def test_a_switch_that_answers_badly_is_logged_and_stops_nothing(switch: HttpSink, answer: str, caplog):
    switch.answer = answer

    report()

    assert len(switch.received) == 1
    assert "the watchdog cannot be called" in caplog.text


def test_without_an_address_there_is_no_such_task(switch: HttpSink, app: Flask):
    named: Settings = app.extensions["settings"]

    assert REPORT in tasks(named)
    assert REPORT not in tasks(replace(named, watchdog_url=""))
