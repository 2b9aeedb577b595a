"""Whatever was typed survives a refusal, a lost session, an old token, and somebody else's change."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from tests.conftest import Store
from tests.support import builders as b
from tests.support.accounts_forms import PASSWORD
from tests.support.browser import OpenPage, barriers
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tracker.accounts.passwords import hashed_password
from tracker.accounts.records import Account, SignInSession
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise

pytestmark = ON_SQLITE

STATEMENT = "I will call you back about invoice 4711."


@pytest.fixture
def ann(store: Store) -> Viewer:
    """Return an agent who knows one customer."""
    with store() as session:
        b.a_customer(session, "Bäckerei Sommer")
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def page(ann: Viewer, open_page: OpenPage) -> Page:
    """Return the form of a promise, filled but for its due."""
    page = open_page(ann, locale="en-GB")
    page.goto("/promises/new")
    page.get_by_label("What?").fill(STATEMENT)
    page.get_by_label("Whom?").fill("Bäckerei Sommer")
    expect(page.get_by_role("radio", name="Bäckerei Sommer").first).to_be_checked()
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).last.click()


def test_a_refused_form_keeps_its_words_and_leads_to_what_is_missing(page: Page) -> None:
    save(page)

    errors = page.locator(".errors")
    expect(errors).to_be_focused()
    expect(errors).to_contain_text("Say until when.")
    assert barriers(page) == []
    expect(page.get_by_label("What?")).to_have_value(STATEMENT)
    expect(page.get_by_label("Whom?")).to_have_value("Bäckerei Sommer")
    errors.get_by_role("link").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()


def test_after_the_session_ended_the_form_is_sent_again_as_it_was(page: Page, ann: Viewer, store: Store) -> None:
    page.get_by_role("button", name="in 4 office hours").click()
    with store() as session:
        session.execute(delete(SignInSession))
    save(page)

    expect(page.get_by_text("Everything typed is still here")).to_be_visible()
    expect(page.get_by_text(STATEMENT)).to_be_visible()
    assert barriers(page) == []
    sign_in_elsewhere(page, ann, store)
    send_again = page.get_by_role("button", name="Send again")
    send_again.click()
    expect(page.get_by_role("heading", name="Please send again")).to_be_visible()
    send_again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STATEMENT)


def sign_in_elsewhere(page: Page, person: Viewer, store: Store) -> None:
    """Follow the link of the page, which opens a tab, and sign in there."""
    with store() as session:
        account = session.get_one(Account, person.id)
        account.email, account.password = "anna@example.org", hashed_password(PASSWORD)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    tab = opened.value
    tab.get_by_label("Mail address").fill("anna@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("My day")


def test_an_old_token_costs_one_more_click_and_no_word(page: Page) -> None:
    page.get_by_role("button", name="in 4 office hours").click()
    page.locator("main [name=csrf_token]").evaluate("field => { field.value = 'too old' }")
    save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Please send again")
    assert barriers(page) == []
    page.get_by_role("button", name="Send again").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(STATEMENT)


def test_a_colleagues_change_is_shown_beside_ones_own_words(ann: Viewer, store: Store, open_page: OpenPage) -> None:
    with store() as session:
        promise = b.a_promise(session, ann, statement=STATEMENT)
    page = open_page(ann)
    page.goto(f"/promises/{promise.id}/break")
    page.get_by_label("Why?").select_option(label="Forgotten")
    page.get_by_label("Note").fill("Nobody is there any more.")
    with store() as session:
        change = RenegotiatePromise(
            promise_id=promise.id,
            actor=ann,
            seen_version=1,
            due=Due(b.at("2026-03-09 12:00")),
            reason="The part is missing.",
            informed=None,
        )
        renegotiate_promise(session, change, MOMENT)

    page.locator("main").get_by_role("button", name="Broken").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Changed meanwhile")
    expect(page.get_by_text("The part is missing.").first).to_be_visible()
    expect(page.get_by_text("Nobody is there any more.").first).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Use mine").click()
    expect(page.get_by_role("status")).to_contain_text("Marked as broken.")
