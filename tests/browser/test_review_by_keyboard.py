"""A review from the list of what is overdue to its minutes and the exported report, without the mouse."""

import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from tests.conftest import Store
from tests.support import builders as b
from tests.support.accounts_company import Company, a_company
from tests.support.browser import OpenPage
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tests.support.walking import Walker
from tests.support.wording import words_in
from tracker.accounts.records import Account, Team
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.promises.records import Promise
from tracker.promises.rules import Due

pytestmark = ON_SQLITE

CASE = re.compile(r"/review/\d+$")
FORM = re.compile(r"do=\w+$")


@pytest.fixture
def company(store: Store) -> Company:
    """A company with three overdue promises, of enough people for its report to be shown."""
    with store() as session:
        company = a_company(session)
        team = session.get_one(Team, company.agent.team_id)
        for _ in range(FEWEST_PEOPLE):
            b.an_agent(session, team=team)
        for days in (5, 2, 1):
            due = Due(MOMENT - timedelta(days=days))
            b.a_promise(session, company.agent, now=MOMENT - timedelta(days=9), statement=f"{days} days", due=due)
        return company


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.long)])
def test_a_manager_goes_through_by_keyboard(company: Company, store: Store, open_page: OpenPage, language: str) -> None:
    with store() as session:
        session.execute(update(Account).values(locale=language))
    page = open_page(company.manager)
    marie = Walker(page, words_in(language))

    marie.go("/overdue")
    marie.press("v")
    expect(page).to_have_url(CASE)
    marie.look()
    expect(page.locator("blockquote.wording")).to_have_text("5 days")

    marie.press("b")
    expect(page).to_have_url(FORM)
    marie.look()
    expect(page.locator("#cause")).to_be_focused()
    marie.press("ArrowDown", "Tab")
    marie.type("Nobody ordered it.")
    marie.press("Tab", "Enter")
    expect(page.locator("blockquote.wording")).to_have_text("2 days")
    marie.sees("%(part)s of %(whole)s looked at", part=1, whole=3)

    marie.press("u")
    expect(page.locator("blockquote.wording")).to_have_text("5 days")
    marie.press("v")
    expect(page.locator("blockquote.wording")).to_have_text("2 days")
    marie.press("z")
    expect(page.locator("#note")).to_be_focused()
    marie.type("Bought elsewhere.")
    marie.press("Tab", "Enter")
    expect(page.locator("blockquote.wording")).to_have_text("1 days")
    marie.press("v")
    marie.sees("Everything was looked at.")
    marie.look()

    marie.press("p")
    expect(page).to_have_url(re.compile("/minutes$"))
    marie.look()
    marie.press("m")
    expect(page.locator("#status")).to_contain_text("1")
    with store() as session:
        states = set(session.scalars(select(Promise.state).where(Promise.statement.like("% days"))))
    assert states == {"open", "withdrawn"}

    marie.tab_to(page.locator('main a[href="/review"]'))
    marie.press("Enter")
    expect(page).to_have_url(re.compile("/review$"))
    marie.press("g", "b")
    expect(page).to_have_url(re.compile("/reports$"))
    marie.look()
    marie.tab_to(page.locator("main").get_by_role("link", name="XLSX"))
    with page.expect_download() as exported:
        marie.press("Enter")
    assert "xl/workbook.xml" in ZipFile(exported.value.path()).namelist()
