"""No page asks the database more than twenty questions, however much there is to show."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import Company, a_company, address, rules
from tests.support.clock import MOMENT
from tests.support.counting import Counted, counted
from tracker.accounts.records import Team
from tracker.promises.rules import Due
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise

__all__ = ["counted"]

MOST_QUERIES = 20
OF_EACH = 60


@pytest.fixture
def company(store: Store) -> Company:
    """A company in which every list has more rows than a page shows."""
    with store() as session:
        company = a_company(session)
        for _ in range(5):
            b.an_agent(session, team=session.get_one(Team, company.agent.team_id))
        for n in range(OF_EACH):
            promise = b.a_promise(
                session,
                company.agent,
                now=MOMENT - timedelta(days=2),
                customer_id=company.outer["customer"] if n % 2 else b.a_customer(session).id,
                due=Due(MOMENT + timedelta(hours=n - OF_EACH // 2)),
            )
            if n % 3 == 0:
                offer = HandOverPromise(
                    promise_id=promise.id,
                    actor=company.agent,
                    seen_version=promise.row_version,
                    to_id=company.manager.id,
                )
                hand_over_promise(session, offer, MOMENT)
        return company


@pytest.mark.long
@pytest.mark.parametrize("part", ["agent", "manager", "admin"])
def test_no_page_needs_more_than_twenty_queries(
    app: Flask, company: Company, sign_in: SignIn, counted: Counted, part: str
) -> None:
    visitor = sign_in(company.cast[part])
    asked = {}

    for rule in rules(app, "GET"):
        path = address(app, rule, company.outer)
        with counted() as statements:
            visitor.get(path, buffered=True)
        asked[path] = len([each for each in statements if not each.startswith(("BEGIN", "PRAGMA"))])

    assert {path: many for path, many in asked.items() if many > MOST_QUERIES} == {}
    assert asked["/"] > 0
