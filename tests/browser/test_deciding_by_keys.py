"""The letters on the buttons of a decision: they record what was meant, and never what was only typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.browser import OpenPage
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE

DECIDED = re.compile(r"/decisions/\d+$")


@pytest.fixture
def page(store: Store, open_page: OpenPage) -> Page:
    """Return the form of a coupon as an agent opens it."""
    with store() as session:
        agent, address = b.an_agent(session), f"/situations/{d.situation_id(session)}/decide"
    page = open_page(agent, locale="en-GB")
    page.goto(address)
    return page


def knows_the_case(page: Page) -> None:
    """Fill in all that is asked about it, and leave the fields."""
    page.locator("#fact_days_past_expiry").fill("12")
    page.locator("#fact_basket_value").fill("40")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("key", "answer"), [("g", "Granted"), ("p", "Partly granted"), ("r", "Refused")])
def test_each_answer_is_one_key(page: Page, key: str, answer: str) -> None:
    knows_the_case(page)

    page.keyboard.press(key)

    expect(page).to_have_url(DECIDED)
    expect(page.get_by_role("status")).to_contain_text(f"Recorded: {answer}.")


def test_a_name_typed_at_once_goes_into_the_first_field_and_records_nothing(page: Page) -> None:
    page.keyboard.type("Krug")

    expect(page.locator("#customer")).to_have_value("Krug")
    expect(page.get_by_role("heading", level=1)).to_have_text("Expired coupon")


@pytest.mark.parametrize("key", ["g", "r"])
def test_with_something_unknown_a_key_only_leads_to_its_button_and_enter_presses_it(page: Page, key: str) -> None:
    page.locator("#fact_days_past_expiry").fill("12")
    page.keyboard.press("Escape")

    page.keyboard.press(key)

    expect(page.locator(f"button[data-key={key}]")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Not all is known of the case yet.")
    page.keyboard.press("Enter")
    expect(page).to_have_url(DECIDED)


def test_g_and_a_second_letter_still_lead_to_a_place(page: Page) -> None:
    knows_the_case(page)

    page.keyboard.press("g")
    page.keyboard.press("d")

    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
