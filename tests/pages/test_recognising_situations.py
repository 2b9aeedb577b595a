"""Saying what is asked for instead of looking for the situation in a list."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tests.support.counting import Counted, counted
from tracker.kernel.people import Viewer

__all__ = ["counted"]

PARTIAL = {"HX-Request-Type": "partial"}
CLEAR = "My coupon has expired, the discount code is no longer valid. Can I still redeem it?"


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna", team=b.a_team(session))


@pytest.fixture
def browser(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


def _links(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('class="row-title" href="')[1:]]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("mein Rabattcode ist abgelaufen", "expired_coupon"),
        ("I lost the receipt, money back please", "refund_no_receipt"),
        ("Können wir mit dem Kleinkind früher einsteigen?", "early_boarding"),
        ("woanders ist es billiger", "price_match"),
        ("pay in instalments", "payment_deferral"),
    ],
)
def test_the_situation_comes_first_for_which_the_words_speak(
    store: Store, browser: FlaskClient, said: str, key: str
) -> None:
    with store() as session:
        address = f"/situations/{d.situation_id(session, key)}/decide"

    page = browser.get("/decisions/new", query_string={"words": said}).text

    assert _links(page)[0].startswith(address)
    assert "because of:" in page


def test_words_and_customer_go_on_into_the_form(store: Store, browser: FlaskClient) -> None:
    with store() as session:
        customer = b.a_customer(session, "Bäckerei Sommer")
        about = {"words": "coupon has expired", "customer": customer.id}

    first = _links(browser.get("/decisions/new", query_string=about).text)[0].replace("&amp;", "&")
    form = browser.get(first).text

    assert "coupon has expired</textarea>" in form
    assert 'value="Bäckerei Sommer"' in form


def test_what_the_team_was_asked_before_is_learned(store: Store, agent: Viewer, browser: FlaskClient) -> None:
    # given words that are in no list of ours
    said = {"words": "Treuepunkte Knusperkarte"}
    assert "No situation is told by these words." in browser.get("/decisions/new", query_string=said).text

    # when somebody asks so, and it is decided
    with store() as session:
        draft = d.a_request(session, agent)
        d.answer(session, draft, "granted", now=MOMENT, request="Die Knusperkarte mit den Treuepunkten")
        address = f"/situations/{draft.situation_id}/decide"

    # then the next one is recognised
    assert _links(browser.get("/decisions/new", query_string=said).text)[0].startswith(address)


def test_while_typing_only_the_list_is_answered(browser: FlaskClient) -> None:
    part = browser.get("/decisions/new", query_string={"words": "coupon"}, headers=PARTIAL).text

    assert part.lstrip().startswith('<div id="found"')


def test_a_form_asks_whether_the_words_belong_elsewhere_and_keeps_what_was_typed(
    store: Store, browser: FlaskClient
) -> None:
    # given the form of a late return, in which a coupon is spoken of
    with store() as session:
        wrong, right = (d.situation_id(session, key) for key in ("late_return", "expired_coupon"))
    asked = browser.get(f"/situations/{wrong}/sounds-like", query_string={"request": CLEAR}, headers=PARTIAL).text
    assert "This sounds like “Expired coupon”." in asked
    assert f'formaction="/situations/{right}/decide"' in asked

    # when the question is answered with yes
    form = the_form(browser.get(f"/situations/{wrong}/decide"), "fact_days_over")
    moved = browser.post(
        f"/situations/{right}/decide", data=form.fields | {"request": CLEAR, "channel": "email", "do": "check"}
    ).text

    # then the words stand in the other form, and nothing is asked there
    assert f"{CLEAR}</textarea>" in moved
    assert "Days past expiry" in moved
    assert "This sounds like" not in moved


def test_words_that_fit_raise_no_question(store: Store, browser: FlaskClient) -> None:
    with store() as session:
        right = d.situation_id(session)
    address = f"/situations/{right}/sounds-like"

    assert browser.get(address, query_string={"request": CLEAR}, headers=PARTIAL).text.strip() == ""
    assert browser.get(address, query_string={"request": "hello"}, headers=PARTIAL).text.strip() == ""
    assert browser.get(address).status_code == 303


def test_recognising_asks_the_database_little(browser: FlaskClient, counted: Counted) -> None:
    browser.get("/decisions/new", query_string={"words": "coupon"})

    with counted() as statements:
        browser.get("/decisions/new", query_string={"words": "coupon"}, headers=PARTIAL)

    assert len([each for each in statements if "decision" in each]) == 1
