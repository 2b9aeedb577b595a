"""What came of decisions: how the promises were kept that name them, by policy, and the promises behind each number."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.accounts.records import Team
from tracker.kernel.people import Viewer
from tracker.precedents.queries.decisions import reference_of
from tracker.precedents.rules.policies import RuleFacts
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

DAY = timedelta(days=1)
LINK = re.compile(r'<a href="(/practice/kept/promises\?[^"]+)">(\d+)</a>')


def _follows(session: Session, agent: Viewer, *, is_kept: bool = True, days_ago: int = 5) -> None:
    then = MOMENT - days_ago * DAY
    reference = reference_of(d.a_decision(session, agent, "granted", now=then).id)
    promise = b.a_promise(session, agent, now=then, due=Due(MOMENT - DAY), source_reference=reference)
    if is_kept:
        ending = Settlement(outcome=State.KEPT, kept_at=MOMENT - 2 * DAY)
        settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=1, settlement=ending)
        settle_promise(session, settle, MOMENT)


@pytest.fixture
def people(store) -> list[Viewer]:
    """A manager and five agents of a team."""
    with store() as session:
        team = b.a_team(session)
        return [b.a_manager(session, of=team), *(b.an_agent(session, team=team) for _ in range(5))]


def test_promises_that_follow_from_decisions_are_counted_by_policy(people, sign_in, store):
    with store() as session:
        for agent in people[1:]:
            _follows(session, agent, is_kept=agent is not people[1])
        d.a_policy(session, people[0], RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT - 4 * DAY)
        for agent in people[1:]:
            _follows(session, agent, days_ago=3)
    client: FlaskClient = sign_in(people[0])

    page = client.get("/practice/kept").text
    part = client.get("/practice/kept", headers={"HX-Request": "true", "HX-Request-Type": "partial"}).text

    assert LINK.findall(part) == LINK.findall(page)
    assert "nothing written 5 4 of 5" in text(page)
    assert "Version 1 5 5 of 5" in text(page)
    for address, many in LINK.findall(page):
        behind = client.get(unescape(address)).text
        assert len(re.findall(r'id="promise-\d+"', behind)) == int(many)


def test_what_fewer_than_five_people_promised_is_not_shown(people, sign_in, store):
    with store() as session:
        for agent in people[1:5]:
            _follows(session, agent)
        situation_id = d.situation_id(session)
    client = sign_in(people[0])

    page = text(client.get("/practice/kept").text)

    assert "promised by fewer than five people" in page
    assert "4 of 4" not in page
    assert client.get(f"/practice/kept/promises?situation={situation_id}&version=0").status_code == 403


def test_decisions_of_closed_teams_and_those_taken_back_do_not_count(people, sign_in, store):
    with store() as session:
        for agent in people[1:]:
            _follows(session, agent)
        closed = b.a_team(session, is_closed=True)
        _follows(session, b.an_agent(session, team=session.get_one(Team, closed.id)))
        taken = d.a_decision(session, people[1], "granted", now=MOMENT - DAY / 24)
        b.a_promise(session, people[1], source_reference=reference_of(taken.id))
        d.taken_back(session, people[1], taken)

    assert "nothing written 5 5 of 5" in text(sign_in(people[0]).get("/practice/kept").text)


def test_the_report_and_the_policy_lead_managers_there_and_nobody_else(people, sign_in, store):
    with store() as session:
        situation_id = d.situation_id(session)
        _follows(session, people[1])
    manager, agent = sign_in(people[0]), sign_in(people[1])

    for path in ("/reports", f"/situations/{situation_id}", "/practice"):
        assert "/practice/kept" in manager.get(path).text
        assert "/practice/kept" not in agent.get(path).text
    assert agent.get("/practice/kept").status_code == 403
    assert agent.get("/practice/kept/promises").status_code == 403
