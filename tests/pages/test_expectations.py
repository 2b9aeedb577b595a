"""The pages of expectations: noting, answering, topics, and what agents read while they log a promise."""

import re
from datetime import timedelta
from html import unescape
from itertools import product

import pytest
from sqlalchemy import select

from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.accounts_forms import press, send
from tests.support.clock import MOMENT
from tracker.expectations.records import Expectation, Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.noting import NoteExpectation, note_expectation

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def agent(store):
    with store() as session:
        return b.an_agent(session)


@pytest.fixture
def customer_id(store):
    with store() as session:
        return b.a_customer(session, "Sommer GmbH").id


def _topic_id(store, key: str = "fast_delivery") -> int:
    with store() as session:
        topic = session.scalars(select(Topic).where(Topic.key == key)).one()
        return int(topic.id)


def _noted(store, agent, customer_id: int) -> int:
    with store() as session:
        topic_id = session.scalars(select(Topic.id).where(Topic.key == "fast_delivery")).one()
        note = NoteExpectation(actor=agent, customer_id=customer_id, topic_id=topic_id, source=Source.EXPERIENCE)
        return note_expectation(session, note, MOMENT).id


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_what_a_customer_expects_is_written_down_and_stands_on_their_page(store, agent, customer_id, sign_in):
    client = sign_in(agent)
    given = {"topic": str(_topic_id(store)), "source": "word_of_mouth", "words": "My neighbour got it the next day."}

    answer = send(client, f"/customers/{customer_id}/expectations/new", **given)
    page = _text(client.get(answer.location).text)

    assert answer.status_code == 303
    assert "Delivery is the next day" in page
    assert "My neighbour got it the next day." in page
    assert "Word of mouth or reviews" in page
    assert "Still open" in page
    assert f"/customers/{customer_id}/expectations" in client.get(f"/customers/{customer_id}").text


def test_the_same_topic_is_open_once_and_a_strange_source_is_none(store, agent, customer_id, sign_in):
    client = sign_in(agent)
    _noted(store, agent, customer_id)
    address, topic = f"/customers/{customer_id}/expectations/new", str(_topic_id(store))

    again = send(client, address, topic=topic, source="experience")
    strange = send(client, address, topic=topic, source="gossip")

    assert (again.status_code, strange.status_code) == (422, 422)
    assert "in the register already" in again.text


def test_a_correction_is_what_was_said(store, agent, customer_id, sign_in):
    client, entry_id = sign_in(agent), _noted(store, agent, customer_id)

    refused = send(client, f"/expectations/{entry_id}/correct", said="")
    answer = send(client, f"/expectations/{entry_id}/correct", said="It takes three days.", channel="mail")

    assert refused.status_code == 422
    assert "It takes three days." in client.get(answer.location).text
    with store() as session:
        assert session.get_one(Expectation, entry_id).channel == "mail"


def test_it_is_met_by_a_promise_that_was_logged_on_the_way(store, agent, customer_id, sign_in):
    client, entry_id = sign_in(agent), _noted(store, agent, customer_id)
    page = client.get(f"/expectations/{entry_id}/meet").text
    assert f"/promises/new?customer={customer_id}&amp;next=/expectations/{entry_id}/meet" in page
    with store() as session:
        promise_id = b.a_promise(session, agent, customer_id=customer_id, statement="Delivered by Friday.").id

    answer = send(client, f"/expectations/{entry_id}/meet", promise=str(promise_id))

    assert "Delivered by Friday." in client.get(answer.location).text


def test_complaint_and_second_thoughts_are_buttons(store, agent, customer_id, sign_in):
    client, entry_id = sign_in(agent), _noted(store, agent, customer_id)

    page = f"/customers/{customer_id}/expectations"

    answer = press(client, page, f"/expectations/{entry_id}/complaint")
    sent = {"csrf_token": token_of(client), "seen_version": "1"}
    stale = client.post(f"/expectations/{entry_id}/take-back", data=sent)

    assert "Disappointed" in client.get(answer.location).text
    assert stale.status_code == 409


def test_topics_say_how_much_was_corrected_in_time(store, agent, customer_id, sign_in):
    with store() as session:
        topic_id = session.scalars(select(Topic.id).where(Topic.key == "fast_delivery")).one()
        for complains in (True, False, False):
            note = NoteExpectation(
                actor=agent,
                customer_id=b.a_customer(session).id,
                topic_id=topic_id,
                source=Source.COMMUNICATION,
                complains=complains,
                said="It takes three days.",
            )
            note_expectation(session, note, MOMENT)

    page = _text(sign_in(agent).get("/expectations").text)
    of_topic = sign_in(agent).get(f"/expectations/topics/{topic_id}").text

    assert "Delivery is the next day 3 0 2 of 3 0 0 0 3" in page
    assert of_topic.count("It takes three days.") == 3


def test_every_number_of_the_register_leads_to_as_many_entries(store, agent, sign_in):
    with store() as session:
        keys = ("fast_delivery", "other")
        topics = [session.scalars(select(Topic.id).where(Topic.key == key)).one() for key in keys]
        for n, (topic_id, source) in enumerate(product(topics, Source)):
            note = NoteExpectation(
                actor=agent,
                customer_id=b.a_customer(session).id,
                topic_id=topic_id,
                source=source,
                complains=n % 3 == 0,
                said="It takes three days." if n % 2 else "",
            )
            note_expectation(session, note, MOMENT)
    client = sign_in(agent)

    links = re.findall(r'<a href="(/expectations/entries[^"]*)">(\d+)</a>', client.get("/expectations").text)
    behind = {address: client.get(unescape(address)).text.count('<li class="card" data-row=') for address, _ in links}

    assert len(links) > 12
    assert behind == {address: int(many) for address, many in links}
    assert client.get("/expectations/entries?counted=x&source=y").status_code == 200
    assert client.get("/expectations", headers=PARTIAL).status_code == 200


def test_what_comes_up_often_is_said_while_a_promise_is_logged(store, agent, customer_id, sign_in):
    with store() as session:
        kind_id = b.kind_id(session)
        topic_id = session.scalars(select(Topic.id).where(Topic.key == "fast_delivery")).one()
        for _ in range(3):
            note = NoteExpectation(
                actor=agent, customer_id=b.a_customer(session).id, topic_id=topic_id, source=Source.EXPERIENCE
            )
            note_expectation(session, note, MOMENT - timedelta(days=9))
    client = sign_in(agent)

    said = _text(client.get(f"/expectations/often?kind={kind_id}", headers=PARTIAL).text)
    form = client.get("/promises/new").text

    assert "Customers often expect: Delivery is the next day (3 times in half a year)." in said
    assert "Say early: When you order we name the day of delivery." in said
    assert 'hx-get="/expectations/often"' in form
    assert client.get("/expectations/often").status_code == 303


def test_administrators_edit_topics_in_both_languages(store, sign_in):
    with store() as session:
        admin, agent = b.an_admin(session), b.an_agent(session)
    given = {
        "title_de": "Parken ist frei",
        "title_en": "Parking is free",
        "honest_de": "Die erste Stunde ist frei.",
        "honest_en": "The first hour is free.",
        "position": "5",
        "active": "y",
        "written_at": "https://example.org/parking",
    }
    client = sign_in(admin)

    answer = send(client, "/admin/topics/new", **given)
    clumsy = send(client, "/admin/topics/new", **{**given, "title_de": "Anders", "title_en": "Else", "written_at": "x"})

    assert answer.status_code == 303
    assert "The first hour is free." in client.get(answer.location).text
    assert clumsy.status_code == 422
    assert sign_in(agent).get("/admin/topics").status_code == 403
