"""The hint at logging in a browser: it follows what is typed, and its date is taken by one click."""

from playwright.sync_api import expect

from tests.conftest import Store
from tests.support.browser import OpenPage, barriers
from tests.support.habits import an_agent_of_a_hasty_team


def test_a_doubtful_date_is_exchanged_for_the_realistic_one_by_one_click(store: Store, open_page: OpenPage) -> None:
    with store() as session:
        agent = an_agent_of_a_hasty_team(session)
    page = open_page(agent)
    page.goto("/promises/new")
    hint = page.locator("#realism")
    expect(hint).to_contain_text("67 % (40 of 60)")

    page.get_by_role("button", name="end of today").click()
    expect(hint).to_contain_text("33 % (10 of 30)")
    doubtful = page.locator("#due_day").input_value()
    assert barriers(page) == []
    hint.get_by_role("button", name="Take the realistic date").click()

    expect(hint).to_contain_text("3 days to a week")
    expect(hint.get_by_role("button")).to_have_count(0)
    assert page.locator("#due_day").input_value() > doubtful
    assert barriers(page) == []
