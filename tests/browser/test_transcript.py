"""A pasted transcript in a browser: three promises of it, by one click."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import DESKTOP, PHONE, OpenPage, barriers
from tests.support.databases import ON_SQLITE
from tracker.accounts.records import Account
from tracker.promises.records import Kind, Promise

pytestmark = ON_SQLITE

CALL = """[10:02] Kundin: Guten Tag, die Heizung geht nicht. Können Sie mich zurückrufen?
[10:03] Anna Nowak: Das tut mir leid. Ich rufe Sie morgen um 15 Uhr zurück.
Ein Techniker kommt am Mittwoch zwischen 8 und 10 Uhr zu Ihnen.
[10:05] Kundin: Und die Rechnung?
[10:06] Anna Nowak: Der Betrag wird Ihnen bis Freitag erstattet. Falls es länger dauert, melde ich mich.
[10:07] Kundin: Danke, ich warte dann auf Sie.
"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_three_promises_are_taken_over_by_one_click(store: Store, open_page: OpenPage, size) -> None:
    with store() as session:
        b.a_customer(session, "Bäckerei Sommer")
        ann = b.an_agent(session, "Anna Nowak")
        session.get_one(Account, ann.id).locale = "de"
    page = open_page(ann, viewport=size)
    page.goto("/transcript")
    assert barriers(page) == []
    page.get_by_label("Mail, Chat oder Protokoll").fill(CALL)
    page.locator("#customer").fill("Sommer")
    page.get_by_role("button", name="Zusagen finden").click()

    expect(page.locator("mark")).to_have_count(4)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert barriers(page) == []
    page.get_by_role("button", name="Angekreuztes übernehmen").click()

    expect(page.locator("#status")).to_contain_text("3 Zusagen gespeichert.")
    with store() as session:
        rows = session.execute(select(Kind.key, Promise.state).join_from(Promise, Kind).order_by(Promise.id))
        assert sorted(tuple(row) for row in rows) == [("appointment", "open"), ("callback", "open"), ("refund", "open")]
