"""Mail servers refuse, hang, or hang up when they have everything: mail comes when they are well again."""

import pytest

from tests.faults.ground import SHORT_S, Ground
from tests.faults.scenarios import SECOND

TROUBLES: dict[str, dict[str, str]] = {
    "hangs at once": {"HELLO": "hang"},
    "hangs up at once": {"HELLO": "close"},
    "does not know anybody yet": {"RCPT": "450 try later"},
    "has no room": {".": "452 no room"},
    "hangs with a mail in its hands": {"DATA": "hang"},
    "hangs up after the final dot": {".": "close"},
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_server_in_trouble_gets_every_mail_later(ground: Ground, trouble: str):
    ground.patience_s = SHORT_S
    ground.staff()
    numbers = ground.promise([ground.now - SECOND] * 4)
    with ground.mail_server() as server:
        server.answers = TROUBLES[trouble]
        ground.work()
        ground.wait(lambda: ground.books.attempts() >= 4)
        server.answers = {}
        ground.finish()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert ground.books.states(numbers) == {"sent"}


def test_a_server_that_is_not_there_gets_every_mail_when_it_is(ground: Ground):
    ground.staff()
    ground.promise([ground.now - SECOND] * 4)
    ground.work()
    ground.wait(lambda: ground.books.attempts() >= 4)

    with ground.mail_server():
        ground.finish()

    assert ground.verdict().faults == {}


def test_what_a_server_refuses_for_good_is_given_up_and_stands_in_the_application(ground: Ground):
    ground.staff()
    numbers = ground.promise([ground.now - SECOND] * 4)
    with ground.mail_server(RCPT="550 nobody here"):
        ground.work()
        ground.finish()

    assert ground.verdict().lost == ground.wanted.owed() == set(ground.books.in_app())
    assert ground.books.states(numbers) == {"dead"}
    assert ground.books.attempts() == len(numbers)
