"""What managers read about decisions: consistency, the register of exceptions, and precedents that are looked for."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.precedents import jobs
from tracker.precedents.rules.policies import RuleFacts

DAY = timedelta(days=1)
NO_MORE = RuleFacts(prohibited=d.more_than(d.DAYS, 60))
FOR_A_MONTH = RuleFacts(prohibited=d.more_than(d.DAYS, 60), expires_after_days=30)


class Office:
    """A team of five with its manager, who looks at what it did."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session, "Till")
            self.manager: Viewer = b.a_manager(session, of=team)
            self.agents = [b.an_agent(session, team=team) for _ in range(4)]
            self.people = [self.manager, *self.agents]
            self.situation = d.situation_id(session)
        self.browser: FlaskClient = sign_in(self.manager)


@pytest.fixture
def office(store: Store, sign_in: SignIn) -> Office:
    return Office(store, sign_in)


def test_the_report_tells_how_alike_equal_cases_were_answered(app: Flask, office: Office) -> None:
    with office.store() as session:
        for number in range(12):
            d.a_decision(session, office.people[number % 5], "granted", now=MOMENT - (number + 1) * DAY)
    with app.app_context():
        jobs.note_agreement()

    page = office.browser.get("/consistency").text

    assert "100 % (12 of 12)" in page
    assert "100 % of 12" in page
    assert "Till" in page


def test_a_team_of_few_is_not_shown(office: Office) -> None:
    with office.store() as session:
        small = b.an_agent(session, team=b.a_team(session, "Duo"))
        d.a_decision(session, small, "granted", now=MOMENT - DAY)
        for person in office.people:
            d.a_decision(session, person, "granted", now=MOMENT - DAY)

    page = office.browser.get("/consistency").text

    assert "Till" in page
    assert "Duo" not in page


def test_what_fewer_than_five_people_decided_is_nobodys_rate(office: Office) -> None:
    # given a large team of which one person decided, of ten requests every other one
    with office.store() as session:
        for number in range(10):
            answer = ("granted", "refused")[number % 2]
            d.a_decision(session, office.agents[0], answer, days=1 + 90 * number, now=MOMENT - (number + 1) * DAY)

    everywhere = office.browser.get("/consistency").text
    there = office.browser.get(f"/consistency?situation={office.situation}").text

    # then neither its rate nor that of the team is shown
    for page in (everywhere, there):
        assert "decided by fewer than five people" in page
        assert "No team of five people or more has decided anything like this." in page
        assert "50 %" not in page


def test_teams_are_drawn_between_the_limits_with_a_table_beside(office: Office) -> None:
    with office.store() as session:
        for name in ("North", "South"):
            team = b.a_team(session, name)
            people = [b.an_agent(session, team=team) for _ in range(5)]
            for number in range(20):
                d.a_decision(session, people[number % 5], "granted", now=MOMENT - (number + 1) * DAY)
        for number in range(20):
            at = MOMENT - timedelta(days=number + 1, hours=1)
            d.a_decision(session, office.people[number % 5], "refused", reason="Mine.", now=at)

    page = office.browser.get(f"/consistency?situation={office.situation}").text

    assert page.count("<circle") == 3
    assert 'class="limit"' in page
    assert "beyond the limit of 99.8 %" in page


def test_the_register_says_what_never_ends_and_what_ended_but_is_owed(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 200 * DAY)
        d.a_decision(session, office.manager, "granted", days=70, reason="Endless.", now=MOMENT - 150 * DAY)
        d.a_policy(session, office.manager, FOR_A_MONTH, now=MOMENT - 100 * DAY)
        ended = d.a_decision(session, office.manager, "granted", days=70, reason="Ended.", now=MOMENT - 50 * DAY)
        d.a_decision(session, office.manager, "granted", days=70, reason="Lasting.", now=MOMENT - DAY)
        b.a_promise(session, office.manager, source_reference=f"D-{ended.id}")
        d.an_approval(session, office.agents[0], b.a_customer(session).id, now=MOMENT - 2 * DAY)

    everything = office.browser.get("/exceptions").text
    endless = office.browser.get("/exceptions?show=never").text
    owed = office.browser.get("/exceptions?show=owed").text

    assert all(reason in everything for reason in ("Endless.", "Ended.", "Lasting."))
    assert "Longest waiting request" in everything
    assert ("Endless." in endless, "Ended." in endless, "Lasting." in endless) == (True, False, False)
    assert ("Endless." in owed, "Ended." in owed, "Lasting." in owed) == (False, True, False)


def test_precedents_are_found_by_words_by_facts_and_by_both(office: Office) -> None:
    with office.store() as session:
        near = d.a_decision(session, office.agents[0], "granted", days=12, request="The voucher ran out in March.")
        far = d.a_decision(session, office.agents[0], "granted", days=3, request="Her birthday coupon.")

    by_words = office.browser.get("/decisions/search?q=vouchers+in+march").text
    by_facts = office.browser.get(f"/decisions/search?situation={office.situation}&fact_{d.DAYS}=12").text
    nothing = office.browser.get("/decisions/search?q=helicopter").text
    empty = office.browser.get("/decisions/search").text

    assert (f'data-row="{near.id}"' in by_words, f'data-row="{far.id}"' in by_words) == (True, False)
    assert by_facts.index(f'data-row="{near.id}"') < by_facts.index(f'data-row="{far.id}"')
    assert "No decision is like this." in nothing
    assert "its questions appear here" in empty


def test_a_decision_without_words_is_found_by_the_title_of_its_situation(office: Office) -> None:
    with office.store() as session:
        made = d.a_decision(session, office.agents[0], "granted")

    assert f'data-row="{made.id}"' in office.browser.get("/decisions/search?q=coupon").text
    assert f'data-row="{made.id}"' in office.browser.get("/decisions/search?q=Gutschein").text


def test_reports_are_for_managers_and_the_search_hides_closed_teams(
    app: Flask, office: Office, store: Store, sign_in: SignIn
) -> None:
    with store() as session:
        insider = b.an_agent(session, team=b.a_team(session, is_closed=True))
        d.a_decision(session, insider, "granted", request="A secret voucher.")
    agent = sign_in(office.agents[0])

    assert [agent.get(path).status_code for path in ("/consistency", "/exceptions")] == [403, 403]
    assert "secret voucher" not in agent.get("/decisions/search?q=secret+voucher").text.replace(
        'value="secret voucher"', ""
    )
