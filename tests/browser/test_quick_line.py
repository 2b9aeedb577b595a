"""The quick line in a browser: one key, the line, Enter; and everything by keyboard around it."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import PHONE, OpenPage, barriers
from tests.support.databases import ON_SQLITE
from tests.support.wording import words_in
from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.promises.records import Kind, Promise

pytestmark = ON_SQLITE

CUSTOMERS = ("Bäckerei Sommer", "Müller & Töchter GbR", "Müller Bau", "Hotel Seeblick", "Probst KG")
CALLBACK = {
    "en": "callback Sommer tomorrow 15:00 about invoice 4711",
    "de": "Rückruf Sommer morgen 15:00 wegen Rechnung 4711",
}
OTHERS = {
    "en": (
        ("refund 40 € to @probst by 13 March 2026", "refund"),
        ("Hotel Seeblick: replacement kettle within 3 business days !", "replacement"),
        ("engineer visit Probst tomorrow 9:30 only for this customer", "appointment"),
        ('by EOD tomorrow Seeblick reply "You will have our answer tomorrow"', "reply"),
    ),
    "de": (
        ("Erstattung 40 € an @probst bis 13.3.2026", "refund"),
        ("Hotel Seeblick: Ersatzgerät in 3 Werktagen !", "replacement"),
        ("Techniker Probst morgen 9:30 nur für diesen Kunden", "appointment"),
        ('bis Feierabend morgen Seeblick Antwort "Sie bekommen morgen eine Antwort"', "reply"),
    ),
}


@pytest.fixture
def ann(store: Store) -> Viewer:
    with store() as session:
        for name in CUSTOMERS:
            b.a_customer(session, name)
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def page(ann: Viewer, open_page: OpenPage) -> Page:
    page = open_page(ann)
    page.goto("/")
    return page


def says(page: Page) -> Locator:
    return page.locator("#line-says")


def write(page: Page, line: str) -> None:
    page.keyboard.press("q")
    page.keyboard.type(line)
    expect(says(page).locator("[name=seen]")).to_have_value(line)


def logged(store: Store) -> list[tuple[str, str]]:
    with store() as session:
        rows = session.execute(select(Kind.key, Promise.state).join_from(Promise, Kind).order_by(Promise.id))
        return [(key, state) for key, state in rows]


@pytest.mark.parametrize("language", ["en", "de"])
def test_five_promises_of_different_kinds(store: Store, ann: Viewer, open_page: OpenPage, language: str) -> None:
    with store() as session:
        session.get_one(Account, ann.id).locale = language
    say = words_in(language)
    page = open_page(ann)
    page.goto("/customers")

    for line, _kind in ((CALLBACK[language], "callback"), *OTHERS[language]):
        write(page, line)
        assert barriers(page) == []
        page.keyboard.press("Enter")
        expect(page.locator("#status")).to_contain_text(say("Saved for %(name)s, %(due)s.").split("%")[0])
        expect(page.locator("#line-text")).to_have_value("")

    assert logged(store) == [("callback", "open"), *((kind, "open") for _line, kind in OTHERS[language])]


def test_a_callback_takes_two_keys_besides_its_words(page: Page, store: Store) -> None:
    page.evaluate("addEventListener('keydown', () => sessionStorage.keys = Number(sessionStorage.keys || 0) + 1)")

    page.keyboard.press("q")
    page.keyboard.type(CALLBACK["en"])
    page.keyboard.press("Enter")

    expect(page.locator("#status")).to_contain_text("Saved for Bäckerei Sommer, tomorrow 15:00.")
    assert int(page.evaluate("sessionStorage.keys")) == len(CALLBACK["en"]) + 2
    assert logged(store) == [("callback", "open")]


def test_u_takes_it_back(page: Page, store: Store) -> None:
    write(page, CALLBACK["en"])
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Saved for")

    page.keyboard.press("u")

    expect(page.get_by_role("heading", level=1)).to_have_text("Complete draft")
    assert logged(store) == [("callback", "draft")]


def test_an_alternative_is_one_click(page: Page, store: Store) -> None:
    write(page, "callback Müller tomorrow 15:00")
    says(page).get_by_role("button", name="Müller Bau").click()

    expect(says(page)).to_contain_text("→ Müller Bau")
    expect(page.locator("#line-text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Saved for Müller Bau, tomorrow 15:00.")


def test_a_due_that_is_offered_takes_the_place_of_a_vague_word(page: Page) -> None:
    write(page, "callback Sommer soon about invoice 4711")
    due = says(page).locator("li", has_text="names no date")

    due.locator(".chip-other").first.click()

    expect(says(page)).not_to_contain_text("names no date")
    line = page.locator("#line-text").input_value()
    assert line.startswith("callback Sommer bis ")
    assert line.endswith(" about invoice 4711")
    assert "soon" not in line


def test_backspace_turns_a_chip_back_into_text(page: Page) -> None:
    write(page, "callback Sommer tomorrow")
    page.keyboard.press("ArrowDown")
    expect(says(page).get_by_role("button", name="Only text: callback")).to_be_focused()
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Backspace")

    expect(page.locator("#line-text")).to_have_value('callback "Sommer" tomorrow')
    expect(says(page)).to_contain_text("whom?")


def test_tab_opens_the_form_with_everything_filled_in(page: Page) -> None:
    write(page, CALLBACK["en"])

    page.keyboard.press("Tab")

    expect(page.get_by_label("What?")).to_have_value("callback about invoice 4711")
    expect(page.get_by_label("Whom?", exact=True)).to_have_value("Bäckerei Sommer")
    expect(page.locator("#due_time")).to_have_value("15:00")


def test_an_empty_line_is_left_by_tab(page: Page) -> None:
    page.keyboard.press("q")
    page.keyboard.press("Tab")

    expect(page.locator("#line-text")).not_to_be_focused()


def test_whoever_is_faster_than_the_preview_is_asked_when_in_doubt(page: Page, store: Store) -> None:
    page.keyboard.press("q")
    page.keyboard.type("callback Sommer by Monday")
    page.keyboard.press("Enter")

    expect(page.get_by_text("This is how the line was understood.")).to_be_visible()
    assert barriers(page) == []
    assert logged(store) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text("Saved for")


def test_on_a_phone_nothing_sticks_out(ann: Viewer, open_page: OpenPage) -> None:
    page = open_page(ann, viewport=PHONE)
    page.goto("/")
    page.locator("#line-text").click()
    page.keyboard.type("Ersatzgerät für @müller bis nächsten Mittwoch, nur für Key Accounts +nowak !")

    expect(says(page)).to_contain_text("will be a draft")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert barriers(page) == []
