"""The quick line without scripts, and the fragment that scripts ask for while somebody types."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import token_of
from tests.support.clock import FrozenClock
from tests.support.counting import Counted, counted
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise

__all__ = ["counted"]

LINE = "callback Sommer tomorrow 15:00 about invoice 4711"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
KEY = "0123456789abcdef"
MOST_QUERIES = 15


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        team = b.a_team(session)
        for name in ("Bäckerei Sommer", "Müller Bau", "Müller & Töchter"):
            b.a_customer(session, name)
        b.an_agent(session, "J. Okafor", team=team)
        return b.an_agent(session, "Anna Nowak", team=team)


@pytest.fixture
def client(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


def send(client: FlaskClient, line: str, **more: str) -> TestResponse:
    fields = {"csrf_token": token_of(client), "line": line, "next": "/customers", "key": KEY} | more
    return client.post("/line", data=fields)


def promises(store: Store) -> list[Promise]:
    with store() as session:
        found = list(session.scalars(select(Promise).order_by(Promise.id)))
        session.expunge_all()
        return found


def offered(answer: TestResponse) -> list[str]:
    """Return the lines that the buttons of a page offer instead."""
    return [
        text.replace("&#34;", '"').replace("&amp;", "&")
        for text in re.findall(r'name="instead" value="([^"]*)"', answer.text)
    ]


def test_it_is_on_every_page_of_those_who_promise(client, store, sign_in):
    with store() as session:
        admin = b.an_admin(session)

    for path in ("/", "/customers", "/promises", "/keys", "/settings"):
        assert 'id="line-text"' in client.get(path).text
    assert 'id="line-text"' not in sign_in(admin).get("/customers").text
    assert sign_in(admin).get("/line").status_code == 403


def test_a_complete_line_is_a_promise_and_leads_back(client, store, agent):
    answer = send(client, LINE)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/customers")
    promise = promises(store)[0]
    assert (promise.statement, promise.state) == ("callback about invoice 4711", "open")
    assert (promise.source_reference, promise.owner_id) == ("invoice 4711", agent.id)
    assert f"{promise.due_at:%Y-%m-%d %H:%M}" == "2026-03-03 14:00"
    page = client.get("/customers").text
    assert "Saved for Bäckerei Sommer, tomorrow 15:00." in page


def test_it_can_be_taken_back_and_is_a_draft_then(client, store):
    send(client, LINE)
    undo = re.search(r'formaction="(/promises/\d+/undo/\d+)"', client.get("/customers").text)
    assert undo is not None

    answer = client.post(undo[1], data={"csrf_token": token_of(client)}, follow_redirects=True)

    assert "it is a draft again" in answer.text
    assert "callback about invoice 4711" in answer.text
    assert promises(store)[0].state == "draft"
    assert promises(store)[0].first_due_at is None


def test_a_promise_that_was_offered_to_somebody_else_is_taken_back_with_the_offer(client, store):
    send(client, f"{LINE} +okafor")
    undo = re.search(r'formaction="(/promises/\d+/undo/\d+)"', client.get("/customers").text)
    assert undo is not None

    client.post(undo[1], data={"csrf_token": token_of(client)})

    assert promises(store)[0].state == "draft"


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("callback @nobody tomorrow 15:00", "not known yet"),
        ("callback Müller tomorrow 15:00", "who is meant?"),
        ("callback Sommer", "until when?"),
        ("callback Sommer soon", "names no date"),
        ("callback Sommer tomorrow 15:00 +nobody", "nobody near has this name"),
        ("10 % discount for Sommer only for the nice ones, by friday", "to whom does it apply?"),
        ("callback Sommer on 1 March 2026", "is over already"),
    ],
)
def test_what_is_not_understood_never_blocks(client, store, line, missing):
    assert missing in client.get("/line", query_string={"line": line}).text

    answer = send(client, line, seen=line)

    assert answer.status_code == 303
    assert promises(store)[0].state == "draft"
    assert "Saved as draft:" in client.get("/customers").text


def test_whom_somebody_typed_stands_in_the_form_of_the_draft(client, store):
    send(client, "callback @nobody tomorrow 15:00")

    page = client.get(f"/promises/{promises(store)[0].id}/complete").text

    assert 'value="nobody"' in page
    assert 'value="2026-03-03"' in page


def test_what_may_mean_something_else_is_shown_before_it_is_saved(client, store):
    line = "callback Sommer by Monday"
    asked = send(client, line)

    assert asked.status_code == 200
    assert "This is how the line was understood." in asked.text
    assert promises(store) == []
    choice = next(each for each in offered(asked) if "2026" in each)
    chosen = send(client, line, instead=choice)
    assert "This is how the line was understood." not in chosen.text

    assert send(client, choice).status_code == 303
    assert promises(store)[0].state == "open"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("callback Sommer soon about invoice 4711", "soon"),
        ("callback asap Sommer", "asap"),
        ("callback Sommer on 1 March 2026", "1 March"),
        ("callback Sommer within 3 days of receipt", "within"),
        ("callback Sommer 5 pm your time", "your time"),
    ],
)
def test_a_due_that_is_offered_takes_the_place_of_words_that_name_none(client, store, line, words):
    choices = [each for each in offered(client.get("/line", query_string={"line": line})) if "2026" in each]

    assert len(choices) > 1
    assert not any(words in each for each in choices if each != line and '"' not in each)
    chosen = next(each for each in choices if '"' not in each)
    send(client, chosen, seen=chosen)
    assert promises(store)[0].state == "open"


def test_when_something_begins_stays_beside_the_due_that_is_offered(client):
    page = client.get("/line", query_string={"line": "callback Sommer from Monday"})

    assert all("from Monday" in each for each in offered(page) if "2026" in each)


def test_whoever_has_seen_the_doubt_is_not_asked_again(client, store):
    line = "callback Sommer by Monday"

    assert send(client, line, seen=line).status_code == 303
    assert len(promises(store)) == 1


def test_a_chip_turns_back_into_text(client):
    page = client.get("/line", query_string={"line": LINE})
    as_text = next(each for each in offered(page) if '"tomorrow 15:00"' in each)

    again = send(client, LINE, instead=as_text)

    assert "until when?" in again.text


def test_a_customer_can_be_chosen_among_those_of_a_name(client, store):
    line = "callback Müller tomorrow 15:00"
    choice = next(each for each in offered(client.get("/line", query_string={"line": line})) if "@C-" in each)

    send(client, choice)

    assert promises(store)[0].state == "open"


def test_the_same_line_sent_twice_is_one_promise(client, store):
    first, second = send(client, LINE), send(client, LINE)
    other = send(client, f"{LINE} !")

    assert {first.status_code, second.status_code, other.status_code} == {303}
    with store() as session:
        assert session.scalar(select(func.count(Promise.id))) == 2


def test_the_form_opens_with_everything_filled_in(client, store):
    answer = send(client, f"{LINE} ! +okafor", do="form")
    page = client.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    for shown in ("callback about invoice 4711</textarea>", 'value="Bäckerei Sommer"', 'value="2026-03-03"'):
        assert shown in page
    for shown in ('value="15:00"', 'value="invoice 4711"', 'name="urgent" type="checkbox" value="y"'):
        assert shown in page
    assert re.search(r'<option selected value="\d+">J. Okafor', page)


@pytest.mark.parametrize("line", ["", "x" * 301])
def test_an_empty_or_endless_line_comes_back(client, store, line):
    answer = send(client, line)

    assert answer.status_code == 422
    assert promises(store) == []


def test_the_page_of_a_customer_says_whom(client, store, agent):
    with store() as session:
        here = b.a_customer(session, "Probst KG").id
    assert f'name="customer" value="{here}"' in client.get(f"/customers/{here}").text

    send(client, "callback tomorrow 15:00", customer=f"{here}")

    assert promises(store)[0].customer_id == here


@pytest.mark.parametrize("customer", ["x", "987654321"])
def test_a_customer_who_does_not_exist_is_not_meant(client, customer):
    assert send(client, "callback tomorrow 15:00", customer=customer).status_code in {303, 404}


def test_typing_asks_for_little(client, counted: Counted):
    with counted() as statements:
        answer = client.get("/line", query_string={"line": f"{LINE} +oka only for everyone"}, headers=PARTIAL)

    assert "<html" not in answer.text
    assert "Bäckerei Sommer" in answer.text
    assert len(statements) <= MOST_QUERIES, statements


def test_markup_in_a_line_stays_text(client):
    page = client.get("/line", query_string={"line": '<b>x</b> "><script> Sommer tomorrow 15:00'}).text

    assert "<b>x</b>" not in page
    assert "<script>" not in page.split("<body", 1)[1]


def test_dues_follow_the_clock(client, store, clock: FrozenClock):
    send(client, "callback Sommer in 24 hours")

    assert promises(store)[0].due_at == clock.moment.replace(day=3)
