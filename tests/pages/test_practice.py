"""What managers see of what is really done: exceptions, who else is affected, and what a rule would mean."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.precedents import jobs
from tracker.precedents.records import Flag
from tracker.precedents.rules.policies import RuleFacts

DAY = timedelta(days=1)
NO_MORE = RuleFacts(prohibited=d.more_than(d.DAYS, 60))


class Office:
    """A team with its manager, who looks at what it did."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session, "Till")
            self.manager: Viewer = b.a_manager(session, of=team)
            self.agent: Viewer = b.an_agent(session, "Ben", team=team)
            self.policy = f"/situations/{d.situation_id(session)}/policy"
        self.browser: FlaskClient = sign_in(self.manager)


@pytest.fixture
def office(store: Store, sign_in: SignIn) -> Office:
    return Office(store, sign_in)


def test_an_exception_that_has_become_the_rule_is_told_with_its_numbers(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 200 * DAY)
        for day in range(10):
            d.a_decision(session, office.agent, "refused", days=70, now=MOMENT - (110 + day) * DAY)
        for day in range(9):
            d.a_decision(session, office.manager, "granted", days=70, reason="A friend.", now=MOMENT - (day + 1) * DAY)

    page = office.browser.get("/practice").text

    assert "The exception has become the rule: Expired coupon, Till" in page
    assert "Granted in 90 days, although the policy rules it out: 9 of 9." in page
    assert "In the 270 days before: 0 of 10." in page
    assert "That is new." in page
    assert office.policy in page


def test_single_exceptions_are_listed_and_no_alarm(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 20 * DAY)
        d.a_decision(session, office.manager, "granted", days=70, reason="A friend.", now=MOMENT - DAY)

    page = office.browser.get("/practice").text

    assert "No exception has become the rule." in page
    assert "Granted in 90 days, although the policy rules it out: 1 of 1." in page


def test_a_flag_tells_who_else_is_in_the_same_position(office: Office) -> None:
    with office.store() as session:
        customer = b.a_customer(session, "Wheel Ltd")
        d.a_decision(session, office.agent, "refused", days=11, customer_id=customer.id, now=MOMENT - 4 * DAY)
        weaker = d.a_decision(session, office.agent, "refused", days=99, now=MOMENT - 3 * DAY)
        d.a_decision(session, office.manager, "granted", days=12, reason="A friend.", now=MOMENT - 2 * DAY)
        d.a_decision(session, office.manager, "granted", days=12, overrules=True, reason="New.", now=MOMENT - DAY)
        refused = d.a_decision(session, office.agent, "refused", days=12, reason="A copy.")
        [flag] = d.flags_of(session, refused)

    page = office.browser.get(f"/flags/{flag.id}").text

    assert "In the same position" in page
    assert "Wheel Ltd" in page
    assert f"/decisions/{weaker.id}" not in page


def test_a_rule_is_tried_on_what_was_decided_before_it_is_written(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 200 * DAY)
        for days, outcome in ((2, "refused"), (40, "granted"), (50, "granted")):
            d.a_decision(session, office.agent, outcome, days=days, now=MOMENT - days * DAY)
    fields = the_form(office.browser.get(office.policy), "text_de").fields
    stricter = fields | {"prohibited-0-value": "30", "entitled-0-field": "days_past_expiry", "entitled-0-value": "3"}

    same = office.browser.post(office.policy, data=fields | {"do": "preview"}).text
    other = office.browser.post(office.policy, data=stricter | {"do": "preview"}).text
    wrong = office.browser.post(office.policy, data=stricter | {"do": "preview", "prohibited-0-value": ""}).text

    assert "It decides as before: earlier decisions stay precedents." in same
    assert "It decides otherwise than before" in other
    assert "granted, and would have been ruled out</dt><dd>2</dd>" in other
    assert "refused, and would have been a right</dt><dd>1</dd>" in other
    assert "Say with what it is compared." in wrong
    assert "Version 2" not in office.browser.get(office.policy.removesuffix("/policy")).text


def test_the_preview_counts_what_would_have_needed_an_approval(office: Office) -> None:
    # given fees given back: 40 and 60 by an agent, 60 by the manager, under a limit of 50 for agents
    facts = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}
    with office.store() as session:
        number = d.situation_id(session, "fee_reversal")
        for who, amount in ((office.agent, 40), (office.agent, 60), (office.manager, 60)):
            draft = d.a_request(session, who, situation_id=number, facts=facts)
            d.answer(session, draft, "granted", amount=amount, now=MOMENT - 9 * DAY)
        d.a_policy(session, office.manager, RuleFacts(authority={"agent": 50}), key="fee_reversal", now=MOMENT - DAY)
    place = f"/situations/{number}/policy"
    fields = the_form(office.browser.get(place), "text_de").fields

    stricter = office.browser.post(place, data=fields | {"agent_up_to": "10", "do": "preview"}).text
    same = office.browser.post(place, data=fields | {"do": "preview"}).text

    assert "2 grants would have needed an approval (under the rule until now: 1)." in stricter
    assert "One grant would have needed an approval (under the rule until now: 1)." in same


def test_what_changed_between_versions_is_shown(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 200 * DAY)
        d.a_policy(session, office.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 30)), now=MOMENT - DAY)

    page = office.browser.get(office.policy.removesuffix("/policy")).text

    assert "What changed in version 2" in page
    assert "Days past expiry more than 60" in page
    assert "Days past expiry more than 30" in page


def test_whose_grant_rate_differs_is_told_so_and_nobody_else_but_the_manager(
    office: Office, store: Store, sign_in: SignIn
) -> None:
    with store() as session:
        colleague = b.an_agent(session)
        numbers = '{"granted":20.0,"asked":20.0,"expected":10.4,"shown_by":20.0}'
        flag = Flag(type="agent_noise", severity="notice", numbers=numbers, created_at=MOMENT)
        flag.team_id, flag.account_id = office.agent.team_id, office.agent.id
        session.add(flag)
        session.flush()
        address = f"/flags/{flag.id}"
    themselves, others = sign_in(office.agent), sign_in(colleague)

    assert address in themselves.get("/decisions").text
    assert "To be expected by how others decided cases like these: about 10." in themselves.get(address).text
    assert "How does it end?" not in themselves.get(address).text
    assert address in office.browser.get("/practice").text
    assert address not in others.get("/decisions").text
    assert others.get(address).status_code == 404


def test_a_flag_about_drift_is_shown_with_its_numbers_and_settled(app: Flask, office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, NO_MORE, now=MOMENT - 200 * DAY)
        for day in range(9):
            d.a_decision(session, office.manager, "granted", days=70, reason="A friend.", now=MOMENT - (day + 1) * DAY)
    with app.app_context():
        jobs.flag_drift()

    listed = office.browser.get("/flags").text
    address = re.findall(r"/flags/\d+", office.browser.get("/practice").text)[0]
    page = office.browser.get(address)
    fields = the_form(page, "note").fields
    settled = office.browser.post(address, data=fields | {"end": "corrected", "note": "We do as it is written."})
    after = office.browser.get(address).text

    assert "The exception has become the rule: Expired coupon · Till" in listed
    assert "Granted in 90 days, although the policy rules it out: 9 of 9." in page.text
    assert "Decisions that show it" in page.text
    assert "Accepted for once" not in page.text
    assert settled.status_code == 303
    assert "From now on it is done otherwise" in after
    assert "We do as it is written." in after
