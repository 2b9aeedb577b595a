"""Two workers at once, and both of them killed: nothing is lost, in-app nothing doubled, outside one each at most."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.support.builders import a_manager, a_promise, a_team, an_agent, kind_id
from tests.support.databases import Database
from tests.support.programs import Program, flask, wait_until
from tests.support.smtp_sink import SmtpSink, smtp_sink
from tracker.accounts.records import OfficeSlot
from tracker.alerts.records import Alert, Delivery, Notice, Worker
from tracker.kernel.clock import read
from tracker.kernel.mail import message_id
from tracker.promises.rules import Due

PROMISES = 30
PEOPLE = 2
KILLS = 2
HOUR = timedelta(hours=1)


@pytest.fixture
def overdue(app: Flask, store) -> None:
    """Store promises whose owner and manager have to be told right now, in the app and by mail."""
    now = read()
    with store() as session:
        team = a_team(session)
        team.slots = [OfficeSlot(weekday=day, opens_minute=0, closes_minute=1440) for day in range(7)]
        a_manager(session, "Max", of=team)
        anna = an_agent(session, "Anna", team=team)
        for _ in range(PROMISES):
            a_promise(session, anna, kind_id=kind_id(session, "reply"), now=now - 3 * HOUR, due=Due(now - HOUR))


def worker(database: Database, sink: SmtpSink):
    """Return a real worker that sends to the sink."""
    settings = {"DATABASE_URL": database.url, "SECRET_KEY": "k" * 40, "BASE_URL": "https://zusagen.example.org"}
    return flask("work", **settings, MAIL_URL=sink.url, MAIL_FROM="promises@example.org")


def kill(program: Program, store) -> None:
    """Kill a worker, and let the time pass for which its deliveries are still its own."""
    program.kill()
    program.wait()
    with store() as session:
        dead = select(Worker.id).where(Worker.pid == program.pid)
        held = update(Delivery).where(Delivery.state == "sending", Delivery.lease_owner.in_(dead))
        session.execute(held.values(visible_at=read() - timedelta(seconds=1)))


def open_deliveries(store) -> int:
    with store() as session:
        waiting = select(func.count()).where(Delivery.state.in_(["pending", "sending"]))
        planned = select(func.count()).where(Alert.state == "planned")
        return sum(session.scalars(count).one() for count in (waiting, planned))


@pytest.mark.usefixtures("overdue")
def test_nothing_is_lost_and_nothing_doubled_when_workers_are_killed(database: Database, store):
    with smtp_sink(takes_s=0.02) as sink, worker(database, sink) as first, worker(database, sink) as second:
        wait_until(lambda: len(sink.received) >= PROMISES // 2)
        kill(first, store)
        with worker(database, sink) as third:
            wait_until(lambda: len(sink.received) >= PROMISES)
            kill(second, store)
            wait_until(lambda: not open_deliveries(store))
            third.terminate()
            assert third.wait(5) == 0

    told_in_app(store)
    arrived = Counter(str(message["Message-ID"]) for message in sink.messages)
    assert set(arrived) == expected_mails(store)
    assert arrived.total() - len(arrived) <= KILLS
    assert all(possible_repeats(sink)[copy] for copy, count in arrived.items() if count > 1)


def told_in_app(store) -> None:
    with store() as session:
        lines = session.execute(select(Notice.account_id, Notice.promise_id)).all()
    assert len(lines) == len(set(lines)) == PROMISES * PEOPLE


def expected_mails(store) -> set[str]:
    with store() as session:
        keys = session.scalars(select(Delivery.dedupe_key)).all()
    assert len(keys) == PROMISES * PEOPLE
    return {message_id(key, "example.org") for key in keys}


def possible_repeats(sink: SmtpSink) -> dict[str, bool]:
    """Return for each mail whether one of its copies says that it may be a repeat."""
    marked: dict[str, bool] = {}
    for message in sink.messages:
        key = str(message["Message-ID"])
        marked[key] = marked.get(key, False) or message["X-Possible-Repeat"] == "yes"
    return marked
