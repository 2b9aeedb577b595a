"""Reports about one customer, and the customers to whom most was not kept on time."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.merging import move_promises
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.jobs import fold_everything

HOUR = timedelta(hours=1)
LINK = re.compile(r'<a href="(/promises\?[^"]+)">(\d+)</a>')


@dataclass(frozen=True)
class Cast:
    """A manager, an agent of a team of six, and two customers: one who was let down three times of five, one once."""

    manager: Viewer
    agent: Viewer
    unlucky: int
    lucky: int


IN_TIME = Settlement(outcome=State.KEPT, kept_at=MOMENT - 7 * HOUR)


def _promised(session: Session, agent: Viewer, customer_id: int, settlement: Settlement | None) -> None:
    due = Due(MOMENT - 6 * HOUR)
    promise = b.a_promise(session, agent, now=MOMENT - 30 * HOUR, due=due, customer_id=customer_id)
    if settlement is not None:
        settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=1, settlement=settlement)
        settle_promise(session, settle, MOMENT)


@pytest.fixture
def cast(store) -> Cast:
    with store() as session:
        team = b.a_team(session)
        agent, *_ = (b.an_agent(session, team=team) for _ in range(5))
        unlucky, lucky = b.a_customer(session, "Unlucky"), b.a_customer(session, "Lucky")
        late = Settlement(outcome=State.KEPT, kept_at=MOMENT - HOUR, cause_id=b.cause_id(session))
        broken = Settlement(outcome=State.BROKEN, cause_id=b.cause_id(session))
        for ending in (IN_TIME, IN_TIME, late, broken, None):
            _promised(session, agent, unlucky.id, ending)
        for ending in (IN_TIME, IN_TIME, None):
            _promised(session, agent, lucky.id, ending)
        return Cast(b.a_manager(session, of=team), agent, unlucky.id, lucky.id)


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_report_of_a_customer_counts_only_theirs_on_the_whole_page(app, cast, sign_in, is_folded):
    if is_folded:
        with app.app_context():
            fold_everything()

    page = text(sign_in(cast.manager).get(f"/reports?customer={cast.unlucky}&by=team").text)

    assert "Only what was promised to Unlucky." in page
    assert "Kept on time 2 of 5" in page
    assert "Of 3 that were not kept on time" in page
    assert "4 to 24 hours 1" in page
    assert "Got a new date 0 of 5" in page


@pytest.mark.parametrize("by", ["kind", "tier", "channel", "weekday", "lead"])
def test_every_number_about_a_customer_leads_to_as_many_promises(cast, sign_in, by):
    client: FlaskClient = sign_in(cast.manager)
    page = client.get(f"/reports?customer={cast.unlucky}&by={by}").text

    links = {(unescape(address), int(many)) for address, many in LINK.findall(page)}
    found = {address: int(re.findall(r'data-many="(\d+)"', client.get(address).text)[0]) for address, _ in links}

    assert all(f"customer={cast.unlucky}" in address for address, _ in links)
    assert {address: found[address] for address, many in links if found[address] != many} == {}


def test_the_customers_who_were_let_down_most_come_first_and_lead_to_their_reports(cast, sign_in):
    page = sign_in(cast.manager).get("/reports?by=customer").text

    words = text(page)
    assert words.index("Unlucky 5 2 of 5") < words.index("Lucky 3 2 of 3")
    assert f'by=kind&amp;customer={cast.unlucky}">Unlucky</a>' in page
    assert re.search(rf"standing=not_kept[^\"]*customer={cast.unlucky}\">1<", page)


def test_a_customer_is_found_by_name_without_scripts(cast, sign_in):
    client = sign_in(cast.manager)

    page = client.get("/reports?whom=unluck&by=customer&period=91").text
    address = unescape(re.findall(r'class="row-title" href="([^"]+)"', page)[0])

    assert "period=91" in address
    assert "Only what was promised to Unlucky." in text(client.get(address).text)
    assert "No customer fits “Nobody”" in text(client.get("/reports?whom=Nobody").text)


def test_files_about_a_customer_say_so(cast, sign_in):
    answer = sign_in(cast.manager).get(f"/reports/export.csv?customer={cast.unlucky}&by=kind")

    assert f"customer-{cast.unlucky}" in answer.headers["Content-Disposition"]
    assert "Of which customer" in answer.text
    assert "Unlucky" in answer.text


def test_a_customer_of_a_closed_team_does_not_exist_for_others(cast, sign_in, store):
    with store() as session:
        closed = b.a_team(session, is_closed=True)
        session.get_one(Customer, cast.unlucky).team_id = closed.id
    client = sign_in(cast.manager)

    assert client.get(f"/reports?customer={cast.unlucky}").status_code == 404
    assert client.get("/reports?customer=987654321").status_code == 404
    assert "Unlucky" not in client.get("/reports?by=customer").text


def test_a_report_of_a_customer_who_was_merged_is_that_of_the_one_who_was_kept(cast, sign_in, store):
    with store() as session:
        kept = b.a_customer(session, "Kept")
        move_promises(session, from_id=cast.unlucky, to_id=kept.id, actor=cast.agent, now=MOMENT)
        session.get_one(Customer, cast.unlucky).merged_into_id = kept.id
    client: FlaskClient = sign_in(cast.manager)

    page = client.get(f"/reports?customer={cast.unlucky}").text
    file = client.get(f"/reports/export.csv?customer={cast.unlucky}")
    mail = client.get(f"/reports/mails/new?customer={cast.unlucky}").text

    assert "Only what was promised to Kept. All customers" in text(page)
    assert "Kept on time 2 of 5" in text(page)
    assert f"customer={cast.unlucky}" not in "".join(re.findall(r'href="(/promises\?[^"]+)"', page))
    assert f"customer-{kept.id}_" in file.headers["Content-Disposition"].replace(".csv", "_")
    assert "Customer Kept" in text(mail)
