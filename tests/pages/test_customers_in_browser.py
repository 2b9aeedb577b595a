"""Customers as people find and add them: by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import Store
from tests.support.browser import PHONE, OpenPage, barriers
from tests.support.builders import a_customer, a_promise, an_admin, an_agent
from tests.support.clock import MOMENT
from tracker.customers.use_cases import AddCustomer, add_customer


def test_the_list_narrows_while_one_types_and_enter_opens_the_only_one(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = an_agent(session)
        for name in ("Bäckerei Sommer", "Metallbau Sommer", "Winter"):
            a_customer(session, name)
    page = open_page(ann)

    page.goto("/customers")
    field = page.get_by_label("Name, number, phone or mail")
    field.press_sequentially("sommer")
    expect(page.get_by_role("link", name="Winter")).to_be_hidden()
    expect(page.get_by_role("link", name="Metallbau Sommer")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/customers\?q=sommer"))
    assert barriers(page) == []
    field.press_sequentially(" back")
    expect(page.get_by_role("link", name="Metallbau Sommer")).to_be_hidden()
    field.press("Enter")

    expect(page.get_by_role("heading", name="Bäckerei Sommer")).to_be_visible()


def test_a_double_is_seen_before_it_is_made(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann = an_agent(session)
        add_customer(session, AddCustomer(actor=ann, name="Sommer, Baeckerei"), MOMENT)
    page = open_page(ann, viewport=PHONE)

    page.goto("/customers/new")
    page.get_by_label("Name").fill("Bäckerei Sommer")
    page.keyboard.press("Enter")

    expect(page.get_by_text("This looks like somebody who is there already:")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Add all the same").click()
    expect(page.get_by_text("Added: Bäckerei Sommer")).to_be_visible()


def test_the_form_and_the_tiers_put_up_no_barriers(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        ann, ada = an_agent(session), an_admin(session)
        customer_id = a_customer(session).id

    for person, address in ((ann, f"/customers/{customer_id}/edit"), (ada, "/admin/tiers"), (ada, "/admin/tiers/new")):
        page = open_page(person, viewport=PHONE)
        page.goto(address)
        assert barriers(page) == [], address


@pytest.mark.parametrize("place", ["record", "merge", "merge?other={other}", "edit"])
def test_a_long_name_without_a_space_never_makes_a_phone_scroll_sideways(
    store: Store, open_page: OpenPage, place: str
) -> None:
    with store() as session:
        ann = an_agent(session)
        long, other = (a_customer(session, "Donaudampfschifffahrtsgesellschaft" * 3) for _ in range(2))
        a_promise(session, ann, customer_id=long.id)
    page = open_page(ann, viewport=PHONE)

    page.goto(f"/customers/{long.id}/{place.format(other=other.id)}")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
