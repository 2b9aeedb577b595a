"""My day of somebody who owes more than a page shows: nothing is said to be fewer than it is."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.promises.queries.day import MOST_ON_A_DAY
from tracker.promises.rules import Due

OVERDUE = MOST_ON_A_DAY + 2


@pytest.fixture
def agent(store: Store) -> Viewer:
    """Somebody with two overdue promises more than a page shows, and one that is due today."""
    with store() as session:
        agent = b.an_agent(session)
        customer_id = b.a_customer(session).id
        for n in range(OVERDUE):
            due = Due(MOMENT - timedelta(days=8, minutes=n))
            b.a_promise(session, agent, now=MOMENT - timedelta(days=9), customer_id=customer_id, due=due)
        b.a_promise(session, agent, statement="The one of today", due=Due(MOMENT + timedelta(hours=2)))
        return agent


def text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_what_is_due_today_is_shown_however_much_is_overdue(agent: Viewer, sign_in: SignIn):
    page = sign_in(agent).get("/").text

    assert "The one of today" in page
    assert "Nothing is due today" not in page
    assert page.count("data-row") == MOST_ON_A_DAY + 1


def test_all_that_is_overdue_is_counted_and_leads_to_its_list(agent: Viewer, sign_in: SignIn):
    client = sign_in(agent)

    page = client.get("/").text

    assert f"My day ({OVERDUE})" in page
    assert f"Overdue {OVERDUE}" in text(page)
    [address] = re.findall(r'<a href="([^"]+)">2 more are overdue</a>', page)
    assert "standing=overdue" in address
    assert client.get(unescape(address)).status_code == 200


def test_a_day_that_fits_says_nothing_of_more(store: Store, sign_in: SignIn):
    with store() as session:
        agent = b.an_agent(session)
        b.a_promise(session, agent, now=MOMENT - timedelta(days=9), due=Due(MOMENT - timedelta(days=8)))

    page = text(sign_in(agent).get("/").text)

    assert "Overdue 1" in page
    assert "more is overdue" not in page
