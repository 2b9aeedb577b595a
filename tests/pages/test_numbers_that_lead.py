"""Every number of a report leads to a list of exactly as many promises, and the list says how many it has."""

import re
from datetime import timedelta
from html import escape, unescape
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.promises.queries import lists
from tracker.promises.records import Promise
from tracker.promises.rows import NewPromise, promise_row
from tracker.promises.rules import SETTLED, Channel, Due, State

HOUR = timedelta(hours=1)
LATE = [hours * HOUR for hours in (-3, 0.5, 2, 9, 50, 100, 400)]
LINK = re.compile(r'<a href="(/promises\?[^"]+)">(\d+)</a>')


def _lived(session: Session, agent: Viewer) -> None:
    """Let a bit of everything happen, so that no two counts are the same by chance."""
    earlier = b.a_promise(session, agent, now=MOMENT - 60 * 24 * HOUR, due=Due(MOMENT - 50 * 24 * HOUR))
    customers, kinds = [b.a_customer(session) for _ in range(2)], [b.kind_id(session), b.kind_id(session, "refund")]
    states = [State.KEPT, State.KEPT, State.OPEN, State.PARTLY_KEPT, State.BROKEN, State.WITHDRAWN]
    for n, (state, late) in enumerate(product(states, LATE)):
        due = MOMENT - (400 - 9 * n) * HOUR
        is_settled, has_kept_at = state in SETTLED, state in {State.KEPT, State.PARTLY_KEPT}
        new = NewPromise(
            customer_id=customers[n % 2].id,
            kind_id=kinds[n % 3 == 0],
            team_id=agent.team_id,
            maker_id=agent.id,
            owner_id=agent.id,
            statement="It will be done.",
            due=Due(due if state is not State.OPEN or n % 2 else MOMENT - HOUR * (n - 20)),
            zone="Europe/Berlin",
            made_at=due - (1 + n % 5) * 21 * HOUR,
            state=state,
            channel=list(Channel)[n % 3],
            makes_good_id=earlier.id if n % 5 == 0 else None,
            chain_id=earlier.id if n % 5 == 0 else None,
        )
        more = {
            "kept_at": due + late if has_kept_at else None,
            "settled_at": MOMENT if is_settled else None,
            "renegotiations": n % 4 if n % 3 else 0,
            "handovers": n % 2,
            "cause_id": b.cause_id(session, "stock" if n % 2 else "forgotten") if is_settled and n % 3 else None,
            "first_due_at": due - (n % 4) * HOUR,
            "first_informed_at": due - 20 * HOUR if n % 4 == 1 else None,
        }
        session.execute(insert(Promise), [promise_row(new, MOMENT) | more])


@pytest.fixture
def manager(store) -> Viewer:
    with store() as session:
        team = b.a_team(session)
        agents = [b.an_agent(session, team=team) for _ in range(5)]
        _lived(session, agents[0])
        return b.a_manager(session, of=team)


@pytest.mark.long
@pytest.mark.parametrize(
    ("asked", "least"),
    [
        *((f"by={by}", 45) for by in ("kind", "team", "tier", "channel", "weekday", "lead")),
        *((f"by=weekday&only={only}", 20) for only in ("channel-mail", "lead-2")),
    ],
)
def test_every_number_leads_to_as_many_promises(manager, sign_in, asked, least):
    client: FlaskClient = sign_in(manager)
    page = client.get(f"/reports?{asked}").text

    links = {(unescape(address), int(many)) for address, many in LINK.findall(page)}
    found = {address: int(re.findall(r'data-many="(\d+)"', client.get(address).text)[0]) for address, _ in links}

    assert len(links) > least
    assert {address: found[address] for address, many in links if found[address] != many} == {}


@pytest.mark.parametrize("asked", ["by=lead", "by=weekday&period=91"])
def test_bars_and_dots_lead_to_as_many_promises_as_they_say(manager, sign_in, asked):
    client: FlaskClient = sign_in(manager)
    page = client.get(f"/reports?{asked}").text

    shapes = re.findall(r'<a href="(/promises\?[^"]+)" aria-label="([^"]+)">(?:<rect|<circle)', page)
    said = {
        unescape(address): int(re.findall(r"\d+", words.rpartition(", kept late")[0] or words)[-1])
        for address, words in shapes
    }
    found = {address: int(re.findall(r'data-many="(\d+)"', client.get(address).text)[0]) for address in said}

    assert {re.findall(r"standing=(\w+)", address)[0] for address in said} == {"judged", "kept_late", "not_on_time"}
    assert found == said


def test_what_is_said_above_leads_to_the_promises_behind_it(manager, sign_in):
    page = sign_in(manager).get("/reports").text

    marks = set(re.findall(r"mark=(\w+)", page))
    standings = set(re.findall(r"standing=(\w+)", page))

    assert marks == {"first", "not_first", "told", "moved", "moved_again", "handed_over", "amends", "no_cause"}
    assert standings >= {"due", "judged", "kept_on_time", "kept_late", "not_on_time", "missed", "not_kept", "overdue"}
    assert {"late=0", "late=5"} <= set(re.findall(r"late=\d", page))


def test_a_list_says_how_many_it_has_and_by_what_it_is_narrowed(manager, sign_in):
    client: FlaskClient = sign_in(manager)

    whole = client.get("/promises?standing=due&since=2020-01-01").text
    narrowed = client.get("/promises?standing=due&since=2020-01-01&mark=moved_again").text

    assert re.search(r'data-many="36">36 promises', whole)
    assert re.search(r"promises · got more than one new date", narrowed)


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        ("standing=kept_late&late=2", "Late by: 4 to 24 hours"),
        ("standing=due&lead=3", "Lead time: 3 days to a week"),
        ("standing=due&channel=mail", "Channel: Mail"),
        ("standing=due&weekday=0", "Due on a: Monday"),
        ("standing=due&tier={tier}", "Customer tier: Standard"),
        ("standing=not_on_time&cause={cause}", "Cause: Stock"),
    ],
)
def test_a_list_says_every_filter_that_a_report_has(manager, store, sign_in, narrowed, said):
    with store() as session:
        tier = session.scalars(select(Customer.tier_id).order_by(Customer.id)).first()
        asked = narrowed.format(tier=tier, cause=b.cause_id(session, "stock"))

    page = sign_in(manager).get(f"/promises?since=2020-01-01&{asked}").text

    assert re.search(rf'data-many="\d+">\d+ promises? · {said}<', page)


def test_no_list_is_counted_further_than_it_should(manager, store):
    wanted = lists.Wanted(standing="due")

    with store() as session:
        counted = [lists.how_many(session, manager, wanted, MOMENT, most=most) for most in (1_000, 20)]

    assert counted == [36, 21]


def test_the_way_back_to_the_beginning_of_a_list_keeps_its_filters(manager, sign_in):
    client: FlaskClient = sign_in(manager)
    first = "/promises?standing=due&since=2020-01-01"

    after = re.findall(r'rel="next" href="([^"]+)"', client.get(first).text)[0]
    page = client.get(unescape(after)).text

    assert "after=" in after
    assert f'href="{escape(first)}">To the beginning' in page
