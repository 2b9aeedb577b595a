"""What scripts add to the form of a promise: suggestions, the meaning of a due, one-click dues; all by keyboard."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.browser import OpenPage, barriers
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        customer = b.a_customer(session, "Brooklyn Bagels")
        customer.time_zone = "America/New_York"
        return b.an_agent(session, "Anna Nowak")


def test_a_promise_is_logged_by_keyboard(
    store: Store, sign_in: SignIn, agent: Viewer, open_page: OpenPage, site: str
) -> None:
    client = sign_in(agent)
    page = open_page(locale="en-GB")
    cookie = client.get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site}])

    page.goto("/keys")
    page.keyboard.press("q")
    page.keyboard.type("We send the samples.")
    page.keyboard.press("Tab")
    page.wait_for_url("**/promises/new?**")
    expect(page.get_by_label("What?")).to_have_value("We send the samples.")
    page.keyboard.press("Tab")
    page.keyboard.type("brook")
    expect(page.get_by_role("radio", name="Brooklyn Bagels")).to_be_checked()
    page.get_by_role("button", name="end of next working day").press("Enter")

    expect(page.locator("#due_day")).to_have_value("2026-03-03")
    expect(page.locator("#due-meaning")).to_contain_text("tomorrow 18:00")
    expect(page.locator("#due-meaning")).to_contain_text("For the customer: tomorrow 12:00 (New York)")
    assert barriers(page) == []

    page.locator("#customer").press("Enter")
    expect(page.locator("#status")).to_contain_text("Saved for Brooklyn Bagels, tomorrow 18:00.")
    page.keyboard.press("e")
    expect(page.locator("#status")).to_contain_text("Marked as kept.")
    assert barriers(page) == []
    page.keyboard.press("u")
    expect(page.locator("#status")).to_contain_text("Taken back.")
    with store() as session:
        assert session.scalars(select(Promise.state)).one() == "open"
