"""Promises in a pasted or uploaded text: found, ticked, taken over with what stood around them."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.customers.records import ContactPoint
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise

CHAT = """Customer: My parcel is not here. I will cancel my contract.
Anna Nowak: I'm sorry. I'll call you back tomorrow at 15:00.
If it is lost, we will send a new one by Friday.
Customer: I'll wait here for you."""
FIRST, SECOND = "I'll call you back tomorrow at 15:00.", "If it is lost, we will send a new one by Friday."
MAIL = b"""From: Anna Nowak <anna@shop.example>
To: petra@sommer.example
Date: Sun, 1 Mar 2026 10:00:00 +0100
Content-Type: text/plain; charset=utf-8

I will send the spare part by Wednesday.
"""
KEY = "0123456789abcdef"


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        sommer = b.a_customer(session, "B\u00e4ckerei Sommer")
        session.add(
            ContactPoint(
                customer_id=sommer.id, kind="mail", value="petra@sommer.example", match_key="petra@sommer.example"
            )
        )
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def client(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


def send(client: FlaskClient, **fields: object) -> TestResponse:
    usual = {"csrf_token": token_of(client), "text": CHAT, "channel": "chat", "key": KEY, "customer": "Sommer"}
    return client.post("/transcript", data=usual | fields, content_type="multipart/form-data")


def ticks(page: str) -> list[tuple[str, bool]]:
    found = re.findall(r'name="take" value="(\d+)"( checked)?', page)
    return [(at, bool(checked)) for at, checked in found]


def promises(store: Store) -> list[Promise]:
    with store() as session:
        found = list(session.scalars(select(Promise).order_by(Promise.id)))
        session.expunge_all()
        return found


def test_promises_are_found_and_marked_and_conditional_ones_wait(client):
    page = send(client).text

    assert [checked for _at, checked in ticks(page)] == [True, False]
    assert page.count("<mark") == 2
    assert FIRST.replace("'", "&#39;") in page
    assert "only on a condition" in page
    assert "en.will +3" in page


def test_one_click_takes_over_what_is_ticked_with_its_source(client, store, agent):
    first = ticks(send(client).text)[0][0]

    answer = send(client, do="take", take=first)

    assert answer.status_code == 303
    (promise,) = promises(store)
    assert (promise.statement, promise.state, promise.channel) == (FIRST, "open", "chat")
    assert promise.due_at == datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
    with store() as session:
        told = history(session, "promise", promise.id)[-1]
    assert "My parcel is not here." in str(told.words["source"])
    assert "Where it was said" in client.get(f"/promises/{promise.id}").text


def test_a_condition_is_kept_as_one(client, store):
    second = ticks(send(client).text)[1][0]

    send(client, do="take", take=second)

    (promise,) = promises(store)
    assert (promise.statement, promise.conditions) == (SECOND, "If it is lost")


def test_without_a_customer_all_of_it_are_drafts(client, store):
    first = ticks(send(client, customer="Nobody").text)[0][0]

    send(client, customer="Nobody", do="take", take=first)

    assert promises(store)[0].state == "draft"


def test_the_same_text_taken_over_twice_is_taken_once(client, store):
    first = ticks(send(client).text)[0][0]

    for _ in range(2):
        send(client, do="take", take=first)

    assert len(promises(store)) == 1


def test_a_mail_names_customer_and_moment(client, store):
    page = send(client, text="", customer="", file=(BytesIO(MAIL), "answer.eml")).text
    said = dict(re.findall(r'name="(said_day|said_time|customer|channel)" value="([^"]*)"', page))
    assert said["said_day"] == "2026-03-01"
    assert "B\u00e4ckerei Sommer" in page
    at = ticks(page)[0][0]

    send(client, text="I will send the spare part by Wednesday.", do="take", take=at, **said)

    (promise,) = promises(store)
    assert (promise.state, promise.channel) == ("open", "mail")
    assert promise.made_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert f"{promise.due_at:%Y-%m-%d}" == "2026-03-04"


def test_dues_of_a_chat_are_counted_from_its_own_stamps(client, store):
    text = (
        "[27/02/2026, 14:03] Petra: When do you call?\n"
        "[27/02/2026, 14:05] Anna Nowak: I'll call you on Tuesday at 3 pm.\n"
        "[01/03/2026, 09:00] Anna Nowak: I'll send it on Tuesday."
    )
    first, second = (at for at, _checked in ticks(send(client, text=text).text))

    send(client, text=text, do="take", take=[first, second])

    call, post = promises(store)
    assert (call.made_at, call.due_at) == (
        datetime(2026, 2, 27, 13, 5, tzinfo=UTC),
        datetime(2026, 3, 3, 14, 0, tzinfo=UTC),
    )
    assert post.made_at == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    assert f"{post.due_at:%Y-%m-%d}" == "2026-03-03"


def test_more_promises_than_one_can_look_through_are_said(client, store):
    text = "I will call you tomorrow.\n" * 1_100
    page = send(client, text=text).text
    at = [each for each, _checked in ticks(page)]

    answer = send(client, text=text, do="take", take=at)

    assert len(at) == 200
    assert "900 more promises stand further below." in page
    assert answer.status_code == 303
    assert len(promises(store)) == 200


def test_what_was_due_before_today_is_a_draft(client, store):
    text = "I will send it tomorrow."
    at = ticks(send(client, text=text, said_day="2026-02-20").text)[0][0]

    send(client, text=text, said_day="2026-02-20", do="take", take=at)

    (promise,) = promises(store)
    assert promise.state == "draft"
    assert promise.due_at is not None
    assert promise.due_at < MOMENT


def test_a_plain_file_is_a_text(client):
    page = send(client, text="", file=(BytesIO("Ich rufe Sie morgen zur\u00fcck.".encode("cp1252")), "chat.txt")).text

    assert "Ich rufe Sie morgen zur\u00fcck." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Paste a text, or choose a file."),
        ({"text": "x" * 200_001}, "That is more than 200,000 characters."),
        ({"do": "take"}, "Tick at least one promise."),
        ({"channel": "smoke"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_read_says_so(client, fields, words):
    answer = send(client, **fields)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_that_is_too_large_says_so(client):
    answer = send(client, text="", file=(BytesIO(b"x" * 200_001), "big.txt"))

    assert answer.status_code == 422
    assert "The file is too large" in answer.text


def test_a_text_without_promises_says_so(client):
    assert "No promise was found." in send(client, text="Where is my parcel?").text


def test_the_text_can_be_changed(client):
    assert CHAT.split("\n", maxsplit=1)[0] in send(client, do="change").text


def test_markup_in_a_text_stays_text(client):
    page = send(client, text="I will send <script>alert(1)</script> today.").text

    assert "<script>alert" not in page
