"""Lists that change under one's eyes: one click and its undo in place, what others do, and many at once."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import DESKTOP, PHONE, OpenPage, barriers
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tracker.accounts.records import Team
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due
from tracker.promises.use_cases.following_up import FollowUp, add_note
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise

pytestmark = ON_SQLITE

HOUR = timedelta(hours=1)
A_MINUTE_AND_MORE_MS = 61_000
STILL_ASKING = ".htmx-request"
STILL_THE_SAME_PAGE = "document.body.dataset.mine"


@pytest.fixture
def ann(store: Store) -> Viewer:
    """Return an agent who owes two things today."""
    with store() as session:
        ann = b.an_agent(session, "Anna Nowak")
        for hours, statement in ((2, "We send the spare part."), (3, "I will call you back.")):
            b.a_promise(session, ann, statement=statement, due=Due(MOMENT + hours * HOUR))
        return ann


def row(page: Page, statement: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=statement)


def mark(page: Page) -> None:
    """Leave a mark that would not outlive another page."""
    page.evaluate(f"{STILL_THE_SAME_PAGE} = 'yes'")


def is_still_the_same(page: Page) -> bool:
    return bool(page.evaluate(f"{STILL_THE_SAME_PAGE} === 'yes'"))


def more_than_a_minute_passes(page: Page) -> None:
    """Let the page's clock run once its questions are answered: one that waits would run into its time limit."""
    expect(page.locator(STILL_ASKING)).to_have_count(0)
    page.clock.run_for(A_MINUTE_AND_MORE_MS)


@pytest.mark.parametrize(("address", "size"), [("/", PHONE), ("/", DESKTOP), ("/board", DESKTOP)])
def test_one_click_keeps_in_place_and_one_more_takes_it_back(
    ann: Viewer, open_page: OpenPage, address: str, size: ViewportSize
) -> None:
    page = open_page(ann, viewport=size)
    page.goto(address)
    mark(page)

    row(page, "We send").get_by_role("button", name="Kept").click()

    expect(row(page, "We send")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Marked as kept.")
    assert barriers(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "We send")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert is_still_the_same(page)


def test_what_a_colleague_does_appears_by_itself_and_the_focus_stays(
    ann: Viewer, store: Store, open_page: OpenPage
) -> None:
    page = open_page(ann)
    page.clock.install()
    page.goto("/")
    mark(page)
    row(page, "I will call").get_by_role("link", name="I will call you back.", exact=True).focus()
    with store() as session:
        ben = b.an_agent(session, "Ben Okafor", team=session.get_one(Team, ann.team_id))
        promise = b.a_promise(session, ben, statement="The engineer comes on Tuesday.")
        offer = HandOverPromise(promise_id=promise.id, actor=ben, seen_version=1, to_id=ann.id)
        hand_over_promise(session, offer, MOMENT)

    more_than_a_minute_passes(page)

    expect(row(page, "The engineer comes on Tuesday.")).to_contain_text("Waiting for acceptance")
    expect(row(page, "I will call").get_by_role("link", name="I will call you back.", exact=True)).to_be_focused()
    assert is_still_the_same(page)


def test_the_page_of_a_promise_tells_by_itself_what_a_colleague_did(
    ann: Viewer, store: Store, open_page: OpenPage
) -> None:
    page = open_page(ann)
    page.clock.install()
    page.goto("/")
    row(page, "I will call").get_by_role("link", name="I will call you back.", exact=True).click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    expect(page.get_by_role("heading", name="Reminders")).to_be_visible()
    mark(page)
    with store() as session:
        promise = session.scalars(select(Promise).where(Promise.statement.startswith("I will call"))).one()
        ben = b.an_agent(session, "Ben Okafor", team=session.get_one(Team, ann.team_id))
        add_note(session, FollowUp(promise_id=promise.id, actor=ben, words="She is out until three."), MOMENT)

    more_than_a_minute_passes(page)

    expect(page.get_by_text("She is out until three.")).to_be_visible()
    assert is_still_the_same(page)


def test_nothing_is_exchanged_under_somebody_who_selects(ann: Viewer, store: Store, open_page: OpenPage) -> None:
    page = open_page(ann)
    page.clock.install()
    page.goto("/promises")
    row(page, "I will call").get_by_role("checkbox").check()
    with store() as session:
        b.a_promise(session, ann, statement="The engineer comes on Tuesday.")

    more_than_a_minute_passes(page)
    expect(page.get_by_text("Selected: 1")).to_be_visible()
    expect(row(page, "The engineer")).to_have_count(0)
    row(page, "I will call").get_by_role("checkbox").uncheck()
    more_than_a_minute_passes(page)

    expect(row(page, "The engineer")).to_be_visible()


@pytest.fixture
def manager(store: Store) -> Viewer:
    """Return a manager in whose team one agent is late with ten promises and another is free."""
    with store() as session:
        team = b.a_team(session, "Service")
        late = b.an_agent(session, "Anna Nowak", team=team)
        b.an_agent(session, "Ben Okafor", team=team)
        for number in range(10):
            due = Due(MOMENT - (number + 1) * HOUR)
            b.a_promise(session, late, now=MOMENT - 24 * HOUR, statement=f"Late number {number}.", due=due)
        return b.a_manager(session, "Marie Weber", of=team)


def test_ten_overdue_ones_are_handed_over_with_few_clicks_and_taken_back_with_one(
    manager: Viewer, open_page: OpenPage
) -> None:
    page = open_page(manager)
    page.goto("/overdue")
    assert page.title().startswith("Overdue (10)")

    page.get_by_label("all", exact=True).check()
    page.get_by_label("To whom?").select_option(label="Ben Okafor · Service")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_label("To whom?").locator("option:checked")).to_have_text("Ben Okafor · Service")
    assert barriers(page) == []
    page.get_by_role("button", name="Hand over").click()

    expect(page.get_by_role("status")).to_contain_text("10 promises offered.")
    expect(page.locator(".badge.waiting")).to_have_count(10)
    assert barriers(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("10 promises are as they were.")
    expect(page.locator(".badge.waiting")).to_have_count(0)


def test_many_are_selected_by_keys_and_what_is_not_selected_is_left_alone(manager: Viewer, open_page: OpenPage) -> None:
    page = open_page(manager)
    page.goto("/overdue")
    expect(page.get_by_text("Nothing selected")).to_be_visible()
    expect(page.get_by_role("button", name="Hand over")).to_have_attribute("aria-disabled", "true")

    for key in ("j", "x", "Shift+J", "Shift+J"):
        page.keyboard.press(key)
    expect(page.get_by_text("Selected: 3")).to_be_visible()
    page.get_by_role("button", name="Broken …").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mark as broken")
    expect(page.locator("[data-row]")).to_have_count(3)
    assert barriers(page) == []
    expect(page.get_by_label("Cause")).to_be_focused()
    page.get_by_role("button", name="Mark as broken").click()
    expect(page.get_by_text("It was not kept as promised: choose the cause.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Cause").select_option("Forgotten")
    page.get_by_role("button", name="Mark as broken").click()
    expect(page.get_by_role("status")).to_contain_text("3 promises marked as broken.")
    expect(page.locator("[data-row]")).to_have_count(7)
