"""Everything by keyboard: rows, actions, search, commands, and the list of keys."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import OpenPage, barriers
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tracker.promises.rules import Due

pytestmark = ON_SQLITE

STATEMENTS = ("We send the spare part.", "I will call you back.", "You get the refund.")


@pytest.fixture
def page(store: Store, open_page: OpenPage) -> Page:
    """Return the day of an agent who owes three things, the first to Bäckerei Sommer."""
    with store() as session:
        ann = b.an_agent(session, "Anna Nowak")
        customers = [b.a_customer(session, name).id for name in ("Bäckerei Sommer", "Probst KG", "Hotel Seeblick")]
        for hour, (statement, customer) in enumerate(zip(STATEMENTS, customers, strict=True), start=1):
            due = Due(MOMENT + timedelta(hours=hour))
            b.a_promise(session, ann, statement=statement, customer_id=customer, due=due)
    page = open_page(ann)
    page.goto("/")
    return page


def title(page: Page, at: int) -> Locator:
    return page.locator("[data-row]").get_by_role("link", name=STATEMENTS[at], exact=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_j_and_k_go_from_row_to_row_and_enter_opens(page: Page) -> None:
    press(page, "j")
    expect(title(page, 0)).to_be_focused()
    press(page, "j", "ArrowDown")
    expect(title(page, 2)).to_be_focused()
    press(page, "j", "k")
    expect(title(page, 1)).to_be_focused()

    press(page, "Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(STATEMENTS[1])


def test_e_keeps_the_row_in_focus_and_u_takes_it_back(page: Page) -> None:
    press(page, "j", "j", "e")

    expect(title(page, 1)).to_have_count(0)
    expect(title(page, 2)).to_be_focused()
    press(page, "u")
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    expect(title(page, 1)).to_be_visible()


def test_a_key_pressed_as_soon_as_the_page_is_there_needs_no_new_page(page: Page) -> None:
    page.add_init_script("const later = setTimeout; window.setTimeout = (act, ms = 0) => later(act, ms + 60000)")
    page.reload()

    press(page, "j", "j", "e")

    expect(title(page, 1)).to_have_count(0)
    expect(title(page, 2)).to_be_focused()


@pytest.mark.parametrize(("key", "heading"), [("t", "New date"), ("b", "Broken"), ("h", "Hand over")])
def test_what_needs_words_opens_its_form_and_never_acts(page: Page, key: str, heading: str) -> None:
    press(page, "j", key)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("form[data-begin] :focus")).to_have_count(1)

    page.go_back()

    expect(page.locator(".row .badge.due_soon")).to_have_count(3)


def test_on_the_page_of_a_promise_the_same_keys_act(page: Page) -> None:
    title(page, 0).click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()

    press(page, "i")

    expect(page.get_by_role("heading", level=1)).to_have_text("Customer informed")


def test_what_is_owed_to_a_customer_is_found_by_s_three_letters_and_enter(page: Page) -> None:
    press(page, "s")
    page.keyboard.type("som")
    press(page, "Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bäckerei Sommer")
    expect(title(page, 0)).to_be_visible()


def test_keys_do_nothing_while_somebody_types(page: Page) -> None:
    press(page, "s")
    page.keyboard.type("quest?")

    expect(page.get_by_label("Search customers")).to_have_value("quest?")
    press(page, "Escape", "g", "c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")


def test_g_leads_to_places(page: Page) -> None:
    press(page, "g", "c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customers")

    press(page, "g", "d")

    expect(page.get_by_role("heading", level=1)).to_have_text("My day")


def test_the_question_mark_shows_all_keys_and_escape_puts_them_away(page: Page) -> None:
    press(page, "?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Customer informed")
    assert barriers(page) == []

    press(page, "Escape")

    expect(keys).to_be_hidden()


def test_the_command_menu_finds_by_name_and_says_what_is_chosen(page: Page) -> None:
    press(page, "Control+k")
    field = page.get_by_role("combobox", name="Where to, or what to do?")
    expect(field).to_be_focused()
    assert barriers(page) == []
    page.keyboard.type("new prom")

    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("New promise")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    press(page, "Enter")
    expect(page.get_by_label("New promise in one line")).to_be_focused()


def test_single_keys_can_be_switched_off_and_the_command_menu_stays(page: Page) -> None:
    page.goto("/keys")
    page.get_by_role("button", name="Off").click()
    expect(page.get_by_role("button", name="Off")).to_have_attribute("aria-pressed", "true")
    press(page, "g", "d", "q")

    press(page, "Control+k")

    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("heading", name="Keys", level=1)).to_be_visible()


def test_the_dots_of_a_row_open_a_menu_that_gives_the_focus_back(page: Page) -> None:
    dots = page.get_by_role("link", name=f"More: {STATEMENTS[0]}")
    dots.focus()
    press(page, "Enter")
    expect(page.get_by_role("link", name="New date")).to_be_focused()
    assert barriers(page) == []

    press(page, "Escape")

    expect(dots).to_be_focused()
    expect(dots).to_have_attribute("aria-expanded", "false")
