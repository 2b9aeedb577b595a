"""Every page, at the narrowest width and in both languages: nothing sticks out, nothing is in the way."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import ViewportSize
from sqlalchemy import update

from tests.conftest import Store
from tests.support import builders as b
from tests.support.accounts_company import (
    APP_PASSWORD,
    DEVELOPMENT_ONLY,
    SECRET_IN_ADDRESS,
    Company,
    a_company,
    address,
    rules,
)
from tests.support.browser import OpenPage, barriers
from tests.support.databases import ON_SQLITE
from tracker.accounts.records import Account
from tracker.customers.records import ContactPoint, Customer

pytestmark = ON_SQLITE

MADE_FOR = {
    "admin": re.compile(r"/admin|.*/erase$"),
    "manager": re.compile(
        r"/(overdue|today|flags|practice|consistency|exceptions|surveys|reports/mails)\b|.*/revoke$|.*/policy(/extend)?$"
    ),
}
NARROW = ViewportSize(width=320, height=640)
LONG_NAME = "Versorgungsgesellschaft Musterhausen und Umgebung mbH & Co. KG"
NO_PAGES = (
    {"static", "web.robots", "web.favicon", "web.manifest", "promises.due", "promises.whom"}
    | {"reports.export", "reports.export_workbook", "reports.realism", "expectations.often"}
    | {"portal.record_as_pdf"}
    | {"alerts.alarm", "alerts.live", "alerts.ready", "alerts.alerts", "alerts.metrics"}
    | SECRET_IN_ADDRESS
    | APP_PASSWORD
    | DEVELOPMENT_ONLY
)


@pytest.fixture
def company(store: Store) -> Company:
    """Return a cast in which every customer has a name as long as German ones are."""
    with store() as session:
        company = a_company(session)
        session.execute(update(Customer).values(name=LONG_NAME))
        for reference in ("R-4711", "R-4712"):
            b.a_promise(session, company.agent, customer_id=company.outer["customer"], source_reference=reference)
        email = "kundenservice@versorgungsgesellschaft-musterhausen.example"
        session.add(ContactPoint(customer_id=company.outer["customer"], kind="mail", value=email, match_key=email))
        return company


def whose(place: str) -> str:
    """Return for whom a page is made."""
    return next((part for part, pages in MADE_FOR.items() if pages.match(place)), "agent")


def pages_of(part: str, app: Flask, company: Company) -> Iterator[str]:
    """Yield the address of every page made for somebody, filled in with what the agent owns."""
    for rule in rules(app, "GET"):
        place = address(app, rule, company.outer)
        if rule.endpoint not in NO_PAGES and "x" not in place.split("/") and whose(place) == part:
            yield place


@pytest.mark.long
@pytest.mark.parametrize("part", ["agent", "manager", "admin"])
@pytest.mark.parametrize("language", ["de", "en-GB"])
def test_every_page_fits_into_320_pixels_and_has_no_barriers(
    app: Flask, company: Company, store: Store, open_page: OpenPage, part: str, language: str
) -> None:
    with store() as session:
        session.execute(update(Account).values(locale=language[:2]))
    page = open_page(company.cast[part], viewport=NARROW)

    for place in pages_of(part, app, company):
        page.goto(place)
        assert page.locator("html").get_attribute("lang") == language, place
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place
        assert page.locator("h1").count() == 1, place
        assert language != "de" or barriers(page) == [], place
