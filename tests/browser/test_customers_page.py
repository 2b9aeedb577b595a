"""The customer's page on a small phone and by keyboard, in both languages: no script, no barrier."""

import pytest
from playwright.sync_api import ViewportSize, expect
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import OpenPage
from tests.support.clock import MOMENT
from tests.support.customers_page import a_page
from tests.support.databases import ON_SQLITE
from tests.support.walking import Walker
from tests.support.wording import words_in
from tracker.alerts.records import Notice
from tracker.customers.records import Customer
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

pytestmark = ON_SQLITE

NARROW = ViewportSize(width=320, height=640)
LONG_NAME = "Versorgungsgesellschaft Musterhausen und Umgebung mbH & Co. KG"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_a_customer_asks_for_a_call_by_keyboard(store: Store, open_page: OpenPage, language: str, theme: str) -> None:
    with store() as session:
        ann = b.an_agent(session)
        promise = b.a_promise(session, ann)
        session.get_one(Customer, promise.customer_id).name = LONG_NAME
        address = a_page(session, ann, promise.customer_id or 0, language=language)
    page = open_page(viewport=NARROW, color_scheme=theme)
    customer = Walker(page, words_in(language))

    customer.go(address)
    customer.tab_to(customer.link("Please call me"))
    customer.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(customer.say("Ask us to call you about this?"))
    customer.look()
    customer.tab_to(customer.button("Please call me"))
    customer.press("Enter")

    customer.sees("you asked us for a call.")
    customer.look()
    assert page.locator("script").count() == 0
    with store() as session:
        assert session.scalars(select(Notice.kind)).all() == ["customer_call"]


def test_a_word_that_never_ends_wraps_on_the_page_and_on_both_records(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = b.an_agent(session)
        promise = b.a_promise(session, ann, statement="x" * 200, conditions="y" * 200)
        customer_id = promise.customer_id or 0
        address = a_page(session, ann, customer_id)
    places = (address, f"/customers/{customer_id}/page/record", f"/customers/{customer_id}/record")

    page = open_page(ann, viewport=NARROW)
    for place in places:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place


def test_on_paper_the_page_shows_what_is_folded_on_screen(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = b.an_agent(session)
        promise = b.a_promise(session, ann)
        kept = b.a_promise(session, ann, statement="We send the parts.", customer_id=promise.customer_id)
        ending = Settlement(outcome=State.KEPT, kept_at=MOMENT)
        settle = SettlePromise(promise_id=kept.id, actor=ann, seen_version=kept.row_version, settlement=ending)
        settle_promise(session, settle, MOMENT)
        address = a_page(session, ann, promise.customer_id or 0)

    page = open_page()
    page.goto(address)
    earlier = page.get_by_text("We send the parts.")
    expect(earlier).not_to_be_visible()
    page.emulate_media(media="print")

    expect(earlier).to_be_visible()


def test_on_paper_a_list_says_by_what_it_is_filtered_and_as_of_when(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = b.an_agent(session, "Anna Nowak")
        b.a_promise(session, ann)

    page = open_page(ann)
    page.goto(f"/promises?standing=due&owner={ann.id}")
    page.emulate_media(media="print")

    expect(page.locator("select[name=owner]")).to_be_visible()
    expect(page.locator("select[name=kind]")).not_to_be_visible()
    expect(page.locator(".filters button")).not_to_be_visible()
    expect(page.get_by_text("As of")).to_be_visible()
