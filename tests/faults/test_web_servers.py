"""Receivers of webhooks fail, ask for patience, are slow, point elsewhere or break off: each message comes, signed."""

import pytest
from standardwebhooks import Webhook

from tests.faults.ground import SHORT_S, Ground
from tests.faults.scenarios import SECOND
from tests.support.endpoints import SECRET
from tracker.alerts.rules.ladders import Channel

FINE = "HTTP/1.1 204 No Content\r\n\r\n"
EMPTY = "Content-Length: 0\r\n"
TROUBLES = {
    "has a fault": f"HTTP/1.1 500 Internal Server Error\r\n{EMPTY}\r\n",
    "wants to be left alone": f"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n{EMPTY}\r\n",
    "answers too slowly": "trickle",
    "never answers": "hang",
    "breaks off before it answers": "reset",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_receiver_in_trouble_gets_every_message_later(ground: Ground, trouble: str):
    ground.patience_s = SHORT_S
    ground.staff(channel=Channel.WEBHOOK)
    numbers = ground.promise([ground.now - SECOND] * 4)
    with ground.web_server(TROUBLES[trouble]) as server:
        ground.work()
        ground.wait(lambda: ground.books.attempts() >= 4)
        server.answer = FINE
        ground.finish()

    assert ground.verdict().faults == {}
    assert ground.books.states(numbers) == {"sent"}
    for got in server.received:
        Webhook(SECRET).verify(got.body.decode(), dict(got.headers))


def test_a_redirect_is_given_up_and_followed_nowhere(ground: Ground):
    ground.staff(channel=Channel.WEBHOOK)
    numbers = ground.promise([ground.now - SECOND] * 4)
    moved = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{ground.web.port}/elsewhere\r\n{EMPTY}\r\n"
    with ground.web_server(moved):
        ground.work()
        ground.finish()

    assert ground.verdict().lost == ground.wanted.owed() == set(ground.books.in_app())
    assert ground.ledger.read("strayed") == []
    assert ground.books.states(numbers) == {"dead"}


def test_a_receiver_that_breaks_off_after_its_answer_gets_nothing_twice(ground: Ground):
    ground.staff(channel=Channel.WEBHOOK)
    ground.promise([ground.now - SECOND] * 4)
    with ground.web_server(FINE) as server:
        server.resets = True
        ground.work()
        ground.finish()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0
