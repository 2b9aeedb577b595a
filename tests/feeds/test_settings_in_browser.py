"""The page of calendar links as people use it."""

from playwright.sync_api import expect

from tests.conftest import Store
from tests.support.browser import PHONE, OpenPage, barriers
from tests.support.builders import an_agent


def test_a_link_is_made_copied_and_switched_off(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = an_agent(session)
    page = open_page(ann, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])

    page.goto("/calendar")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Address of the calendar").input_value()
    assert barriers(page) == []
    page.get_by_text("Replace or switch off …").click()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("The link shows nothing any more.")).to_be_visible()
