"""Endpoints with real receivers behind them: what arrives, what failing costs, and who hears of it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from standardwebhooks import Webhook

from tests.support.alerts import deliveries, run_senders, told
from tests.support.builders import a_manager, a_promise, a_team, an_admin, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tests.support.endpoints import SECRET, a_delivery, an_endpoint
from tests.support.http_sink import HttpSink, http_sink
from tests.support.mailbox import Mailbox
from tracker.alerts.records import Endpoint
from tracker.alerts.rules.delivering import PAUSES, Occasion
from tracker.alerts.rules.endpoints import FAILURES_BEFORE_PAUSE, FIRST_PAUSE
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.payloads import TrialRun
from tracker.kernel.extensions import db
from tracker.promises.rules import Due

DUE = MOMENT + timedelta(hours=4)
WARNING = Occasion(kind=NoticeKind.BEFORE_DUE, due_at=DUE).packed()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def waiting(store, sink: HttpSink, *, kind: Channel = Channel.WEBHOOK, how_many: int = 1) -> None:
    """Let warnings of a promise wait for an endpoint of Anna's."""
    with store() as session:
        anna = an_agent(session, "Anna")
        promise = a_promise(session, anna, due=Due(DUE), statement="We <call> *you* back & soon.")
        endpoint = an_endpoint(session, sink.url, of=anna, kind=kind)
        for n in range(how_many):
            a_delivery(session, endpoint, WARNING, promise_id=promise.id, n=n)


def states() -> list[str]:
    return [each.state for each in deliveries(db.session())]


def endpoint() -> Endpoint:
    asked = select(Endpoint).execution_options(populate_existing=True)
    return db.session.scalars(asked).one()


def answered(head: str) -> str:
    return f"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n"


def test_a_webhook_verifies_with_somebody_elses_code(context, store, monkeypatch):
    with http_sink() as sink:
        waiting(store, sink)
        run_senders()

    [got] = sink.received
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", _Standing)
    data = Webhook(SECRET).verify(got.body, dict(got.headers))
    assert data["type"] == "promise.before_due"
    assert data["data"]["promise"]["statement"] == "We <call> *you* back & soon."
    assert data["data"]["promise"]["seconds_left"] == 4 * 3600
    assert got.headers["webhook-id"] == deliveries(db.session())[0].dedupe_key
    assert states() == ["sent"]


class _Standing:
    """Their library asks for the time; ours stands still."""

    @staticmethod
    def now(tz):
        return MOMENT.astimezone(tz)

    @staticmethod
    def fromtimestamp(at, tz):
        return MOMENT.fromtimestamp(at, tz)


def test_slack_gets_blocks_in_which_nothing_typed_is_markup(context, store):
    with http_sink(answered("200 OK")) as sink:
        waiting(store, sink, kind=Channel.SLACK)
        run_senders()

    content = json.loads(sink.received[0].body)
    assert "&lt;call&gt;" in content["text"]
    assert content["blocks"][0]["type"] == "header"
    assert states() == ["sent"]


def test_teams_gets_an_adaptive_card(context, store):
    with http_sink(answered("202 Accepted")) as sink:
        waiting(store, sink, kind=Channel.TEAMS)
        run_senders()

    [attachment] = json.loads(sink.received[0].body)["attachments"]
    assert attachment["content"]["type"] == "AdaptiveCard"
    assert states() == ["sent"]


def test_apprise_says_that_it_is_missing_where_nobody_installed_it(context, store, caplog):
    with store() as session:
        anna = an_agent(session, "Anna")
        endpoint = an_endpoint(session, "discord://webhook/token", of=anna, kind=Channel.APPRISE)
        a_delivery(session, endpoint, TrialRun().packed())

    run_senders()

    assert [(each.state, each.last_error.split(":")[0]) for each in deliveries(db.session())] == [
        ("dead", "Apprise is not installed here")
    ]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "exec://id", "mailto://a:b@c", "json://127.0.0.1", "smtp://x"])
def test_apprise_may_not_use_services_that_could_lead_inside(context, store, url: str):
    with store() as session:
        anna = an_agent(session, "Anna")
        a_delivery(session, an_endpoint(session, url, of=anna, kind=Channel.APPRISE), TrialRun().packed())

    run_senders()

    assert [each.last_error for each in deliveries(db.session())] == ["this service is not allowed"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        *((answered("500 Oops"), "pending"), (answered("503 Busy"), "pending"), (answered("408 Slow"), "pending")),
        *((answered("302 Found"), "dead"), (answered("400 Bad"), "dead"), (answered("404 None"), "dead")),
        *((answered("410 Gone"), "dead"), ("close", "pending"), ("reset", "pending")),
    ],
)
def test_what_becomes_of_every_answer(context, store, answer: str, state: str):
    with http_sink(answer) as sink:
        waiting(store, sink)
        run_senders()

    assert [each.state for each in deliveries(db.session()) if each.channel == "webhook"] == [state]


def test_a_receiver_that_asks_for_patience_gets_it(context, store, clock: FrozenClock):
    with http_sink("HTTP/1.1 429 Busy\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n") as sink:
        waiting(store, sink)
        run_senders()
        clock.advance(timedelta(seconds=599))
        run_senders()
        assert len(sink.received) == 1
        clock.advance(timedelta(seconds=1))
        run_senders()

    assert len(sink.received) == 2


def test_a_repeat_has_the_same_id_and_says_that_it_may_be_one(context, store, clock: FrozenClock):
    with http_sink("reset") as sink:
        waiting(store, sink)
        run_senders()
        clock.advance(PAUSES[0])
        run_senders()

    first, second = sink.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert [json.loads(got.body)["message"]["possible_repeat"] for got in (first, second)] == [False, True]


def test_while_a_secret_is_being_replaced_both_sign(context, store, monkeypatch):
    with http_sink() as sink:
        waiting(store, sink)
        with store() as session:
            stored = session.scalars(select(Endpoint)).one()
            stored.old_secret_encrypted = stored.secret_encrypted
            stored.old_secret_until = MOMENT + timedelta(hours=1)
        run_senders()

    assert len(sink.received[0].headers["webhook-signature"].split()) == 2


def test_an_endpoint_that_keeps_failing_is_left_alone_and_its_owner_is_told_once(
    context, store, clock, mailbox: Mailbox
):
    with http_sink(answered("500 Oops")) as sink:
        waiting(store, sink, how_many=7)
        run_senders()

        assert len(sink.received) == FAILURES_BEFORE_PAUSE
        assert endpoint().paused_until == MOMENT + FIRST_PAUSE
        assert [mail.subject for mail in mailbox.mails] == ["Our webhook does not answer"]
        assert [(each.name, each.kind) for each in told(db.session())] == [("Anna", "delivery_paused")]

        clock.advance(FIRST_PAUSE)
        run_senders()

    assert len(sink.received) == FAILURES_BEFORE_PAUSE + 1
    assert endpoint().paused_until == clock.moment + 2 * FIRST_PAUSE
    assert len(mailbox.mails) == 1


def test_an_endpoint_that_answers_again_is_trusted_again(context, store, clock: FrozenClock):
    with http_sink(answered("500 Oops")) as sink:
        waiting(store, sink)
        run_senders()
        sink.answer = answered("200 OK")
        clock.advance(PAUSES[0])
        run_senders()

    assert endpoint().fail_streak == 0
    assert states() == ["sent"]


def test_an_endpoint_that_is_gone_is_switched_off_and_gets_nothing_more(context, store, mailbox: Mailbox):
    with http_sink(answered("410 Gone")) as sink:
        waiting(store, sink, how_many=3)
        run_senders()

    assert len(sink.received) == 1
    assert endpoint().disabled_at == MOMENT
    assert "Our webhook is gone" in [mail.subject for mail in mailbox.mails]


def test_a_teams_endpoint_is_the_managers_business(context, store, mailbox: Mailbox):
    with http_sink(answered("410 Gone")) as sink:
        with store() as session:
            team = a_team(session)
            a_manager(session, "Maria", of=team)
            a_delivery(session, an_endpoint(session, sink.url, of_team=team), TrialRun().packed())
        run_senders()

    assert [mail.name for mail in mailbox.mails] == ["Maria"]


def test_administrators_hear_once_an_hour_of_what_was_given_up(context, store, mailbox: Mailbox):
    with store() as session:
        an_admin(session)
    with http_sink(answered("400 Bad")) as sink:
        waiting(store, sink, how_many=3)
        run_senders()

    assert [mail.subject for mail in mailbox.mails] == ["Some notices could not be delivered"]
    assert [each.kind for each in told(db.session())] == ["delivery_undelivered"]
