"""The whole job in a browser that runs no scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import PHONE, OpenPage
from tests.support.clock import FrozenClock
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE

STATEMENT = "I will call you back about invoice 4711."
CUSTOMER = "Hotel Seeblick"
HOUR = timedelta(hours=1)


@pytest.fixture
def page(store: Store, open_page: OpenPage) -> Page:
    """Return the day of an agent who owes nothing, without scripts."""
    with store() as session:
        ann = b.an_agent(session, "Anna Nowak")
    page = open_page(ann, viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    return page


def button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name)


def log_a_promise(page: Page) -> None:
    page.locator("main").get_by_role("link", name="New promise").click()
    page.get_by_label("What?").fill(STATEMENT)
    page.get_by_label("Whom?").fill(CUSTOMER)
    button(page, "in 4 office hours").click()
    expect(page.get_by_role("radio", name=f"New customer: {CUSTOMER}")).to_be_checked()
    button(page, "Save").first.click()
    expect(page.get_by_role("status")).to_contain_text(f"Saved for {CUSTOMER}, today 13:00.")


def test_a_promise_is_logged_with_a_new_customer_kept_by_one_click_and_taken_back(page: Page) -> None:
    log_a_promise(page)
    page.goto("/")

    button(page, "Kept").click()

    expect(page.get_by_role("status")).to_contain_text("Marked as kept.")
    button(page, "Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    expect(button(page, "Kept")).to_be_visible()


def test_a_new_date_is_agreed_and_what_is_late_asks_for_its_cause(page: Page, clock: FrozenClock) -> None:
    log_a_promise(page)
    page.get_by_role("link", name="New date").click()
    page.get_by_label("How many").fill("5")
    page.get_by_label("Why is there a new date?").fill("The invoice is not found.")
    page.get_by_label("Not yet").check()
    button(page, "Save new date").click()
    expect(page.get_by_text("1st new date")).to_be_visible()

    clock.advance(7 * HOUR)
    page.goto("/")
    button(page, "Kept").click()

    expect(page.get_by_role("heading", level=2)).to_contain_text(["One thing is missing"])
    page.get_by_label("Why?").select_option(label="Forgotten")
    button(page, "Kept").click()
    expect(page.get_by_text("Kept late").first).to_be_visible()
    expect(page.get_by_role("link", name="Promise to make good")).to_be_visible()


def test_the_dots_and_the_menus_lead_somewhere(page: Page) -> None:
    log_a_promise(page)
    page.goto("/")

    page.get_by_role("link", name=f"More: {STATEMENT}").click()
    page.locator("#do summary").click()
    page.get_by_role("link", name="Withdrawn …").click()

    expect(page.get_by_label("Why is it no longer needed?")).to_be_visible()


def test_customers_are_found_and_several_promises_handed_over(page: Page, store: Store) -> None:
    log_a_promise(page)
    page.get_by_role("searchbox", name="Search customers").fill("seebl")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CUSTOMER)

    page.goto("/promises")
    page.get_by_role("checkbox").first.check()
    button(page, "Remind tomorrow").click()

    expect(page.get_by_role("status")).to_contain_text("1 reminder moved to the next working day.")
    button(page, "Undo").click()
    expect(page.get_by_role("status")).to_contain_text("1 promise is as it was.")
