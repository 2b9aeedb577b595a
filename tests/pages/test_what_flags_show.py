"""What a flag shows: how a decision departs from the policy, who else is in the same position, what was counted."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.precedents import jobs
from tracker.precedents.records import Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.recording import Decide

DAY = timedelta(days=1)
FEE = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}


class Office:
    """A team with its manager, who looks at flags."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store, self.sign_in = store, sign_in
        with store() as session:
            team = b.a_team(session)
            self.manager, self.anna = b.a_manager(session, "Marie", of=team), b.an_agent(session, "Anna", team=team)
            self.ben = b.an_agent(session, "Ben", team=team)
        self.browser: FlaskClient = sign_in(self.manager)

    def flag_of(self, session: Session, decision: Decision) -> str:
        """Return the page of the only flag of a decision."""
        [flag] = d.flags_of(session, decision)
        return f"/flags/{flag.id}"

    def exposed(self, address: str) -> set[int]:
        """Return who else is shown in the same position."""
        page = self.browser.get(address).text
        rows = re.findall(r'class="row-title" href="/decisions/(\d+)"', page)
        return {int(number) for number in rows}

    def fee(self, session: Session, amount: int, who: Viewer | None = None, **given: object) -> Decision:
        """Give something back of a fee."""
        draft = d.a_request(session, who or self.anna, situation_id=d.situation_id(session, "fee_reversal"), facts=FEE)
        return d.answer(session, draft, "granted", amount=amount, **given)  # type: ignore[arg-type]


@pytest.fixture
def office(store: Store, sign_in: SignIn) -> Office:
    return Office(store, sign_in)


def test_a_flag_about_an_amount_shows_others_as_far_off_and_neither_usual_ones_nor_its_evidence(office: Office) -> None:
    with office.store() as session:
        for day in range(6):
            office.fee(session, 10, now=MOMENT - (day + 10) * DAY)
        other = office.fee(session, 30, reason="A friend.", now=MOMENT - 2 * DAY)
        flagged = office.fee(session, 25, reason="A flood.", now=MOMENT - DAY)
        address, other_id = office.flag_of(session, flagged), other.id

    assert office.exposed(address) == {other_id}


def test_a_flag_about_an_expectation_shows_only_refusals_for_the_same_customer(office: Office) -> None:
    with office.store() as session:
        mine, theirs = b.a_customer(session, "Mine").id, b.a_customer(session, "Theirs").id
        d.a_decision(session, office.manager, "granted", days=5, customer_id=mine, now=MOMENT - 9 * DAY)
        wide: dict[str, Any] = {"reason": "A copy.", "days": 5}
        d.a_decision(session, office.anna, "refused", customer_id=theirs, now=MOMENT - 3 * DAY, **wide)
        again = d.a_decision(session, office.anna, "refused", customer_id=mine, now=MOMENT - 2 * DAY, **wide)
        refused = d.a_decision(session, office.anna, "refused", customer_id=mine, now=MOMENT - DAY, **wide)
        [flag] = [each for each in d.flags_of(session, refused) if each.type == "expectation"]
        address, again_id = f"/flags/{flag.id}", again.id

    assert office.exposed(address) == {again_id}


def test_a_flag_about_the_policy_names_condition_number_and_policy_and_who_else_was_refused(office: Office) -> None:
    with office.store() as session:
        d.a_policy(session, office.manager, RuleFacts(entitled=d.at_most(d.DAYS, 14)), now=MOMENT - 9 * DAY)
        for day in (3, 2):
            d.a_decision(session, office.ben, "refused", days=9, reason="A copy.", now=MOMENT - day * DAY)
        d.a_decision(session, office.ben, "granted", days=9, now=MOMENT - 2 * DAY)
        refused = d.a_decision(session, office.anna, "refused", days=9, reason="A copy.", now=MOMENT - DAY)
        [flag] = [each for each in d.flags_of(session, refused) if each.type == "policy"]
        address, situation_id = f"/flags/{flag.id}", refused.situation_id

    page = office.browser.get(address).text

    assert "By the policy there is a right to this: Days past expiry at most 14 (here 9). It was refused." in page
    assert "This is how we do it." in page
    assert f'href="/situations/{situation_id}"' in page
    assert len(office.exposed(address)) == 2


def test_only_who_may_is_offered_to_decide_anew(office: Office) -> None:
    with office.store() as session:
        made = d.a_decision(session, office.anna, "granted", now=MOMENT - DAY)
        outsider = b.an_agent(session)
        page, form = f"/decisions/{made.id}", f"/situations/{made.situation_id}/decide?corrects={made.id}"

    for who, may in ((office.anna, True), (office.manager, True), (office.ben, False), (outsider, False)):
        browser = office.sign_in(who)
        assert ("Decide anew" in browser.get(page).text) is may
        assert browser.get(form).status_code == (200 if may else 403)


def test_what_somebody_else_had_to_approve_is_not_offered_to_who_asked(office: Office) -> None:
    # given a flagged grant, and one in the same position that the manager had to ask the one above for
    with office.store() as session:
        board = b.a_team(session, "Board")
        chief = b.a_manager(session, "Carla", of=board)
        session.get_one(Account, office.manager.id).team_id = board.id
        limits = RuleFacts(authority={"agent": 20, "manager": 50})
        d.a_policy(session, office.manager, limits, key="fee_reversal", now=MOMENT - 9 * DAY)
        request = d.a_request(session, office.anna, situation_id=d.situation_id(session, "fee_reversal"), facts=FEE)
        d.answer(session, request, "refused", now=MOMENT - 4 * DAY)
        asked = Decide(
            draft=replace(request, actor=office.manager),
            wish=Wish(outcome=Outcome.GRANTED, amount=Decimal(60), reason="A flood."),
        )
        approval = ask_approval(session, asked, MOMENT - 3 * DAY)
        answer = AnswerApproval(actor=chief, approval_id=approval.id, seen_version=1, wish=replace(asked.wish))
        approved = answer_approval(session, answer, MOMENT - 3 * DAY)
        flagged = office.fee(session, 20, reason="A flood as well.", now=MOMENT - DAY)
        [flag] = [each for each in d.flags_of(session, flagged) if each.type == "treatment"]
        address, link = f"/flags/{flag.id}", f"corrects={approved.id}"
    assert approved.id in office.exposed(address)

    # then only who approved it is offered to decide it anew
    assert link not in office.browser.get(address).text.replace("&amp;", "&")
    assert link in office.sign_in(chief).get(f"/decisions/{approved.id}").text.replace("&amp;", "&")
    assert office.browser.get(f"/situations/{approved.situation_id}/decide?{link}").status_code == 403


def test_the_page_of_a_flag_brings_its_cases_in_line(office: Office) -> None:
    # given two refusals, and a grant that contradicts them
    with office.store() as session:
        refused = [d.a_decision(session, office.ben, "refused", now=MOMENT - day * DAY) for day in (4, 3)]
        granted = d.a_decision(session, office.anna, "granted", reason="It was our fault.", now=MOMENT - DAY)
        [flag] = d.flags_of(session, granted)
        numbers, place = [each.id for each in refused], f"/situations/{granted.situation_id}/decide"

    # when the manager follows the link beside one of them
    link = f"{place}?corrects={numbers[0]}&aligns={flag.id}"
    assert link in office.browser.get(f"/flags/{flag.id}").text.replace("&amp;", "&")
    form = the_form(office.browser.get(link), "fact_days_past_expiry")
    checked = office.browser.post(place, data=form.fields | {"do": "check"}).text
    answer = office.browser.post(place, data=form.fields | {"outcome": "granted"})

    # then the grant needs no reason, and nothing is found against it; nor while it is typed
    assert "It brings this case in line" in checked
    include = re.search(r'hx-include="(#facts[^"]*)"', office.browser.get(link).text)
    assert include is not None
    assert {"#corrects", "#aligns"} < set(include[1].split(", "))
    assert answer.status_code == 303
    with office.store() as session:
        [aligned] = session.scalars(select(Decision).where(Decision.corrects_id == numbers[0]))
        assert (aligned.departure, d.flags_of(session, aligned)) == ("", [])


def test_the_link_of_a_drift_leads_to_exactly_the_grants_that_were_counted(app: Flask, office: Office) -> None:
    # given grants that the policy rules out, in part as well, and much else that is not counted
    with office.store() as session:
        d.a_policy(session, office.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 80)), now=MOMENT - 300 * DAY)
        friend: dict[str, Any] = {"reason": "A friend.", "days": 90}
        d.a_decision(session, office.manager, "granted", now=MOMENT - 100 * DAY, **friend)
        d.a_policy(session, office.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT - 80 * DAY)
        counted = [
            d.a_decision(session, office.manager, answer, now=MOMENT - (day + 1) * DAY, **friend).id
            for day, answer in enumerate(["granted"] * 8 + ["partial"])
        ]
        d.a_decision(session, office.anna, "granted", days=5, now=MOMENT - DAY)
        d.a_decision(session, office.anna, "refused", days=90, now=MOMENT - DAY)
    with app.app_context():
        jobs.flag_drift()

    practice = office.browser.get("/practice").text
    [flag] = re.findall(r'href="(/flags/\d+)"', practice)

    for page in (practice, office.browser.get(flag).text):
        [address] = re.findall(r'href="(/decisions\?[^"]*zone=P[^"]*)"', page)
        listed = office.browser.get(address.replace("&amp;", "&")).text
        assert {int(each) for each in re.findall(r'data-row="(\d+)"', listed)} == set(counted)
        assert "The policy rules this out." in listed


def test_what_was_found_against_somebody_is_read_by_them_and_their_manager_alone(office: Office) -> None:
    # given a flag about Anna's decision
    with office.store() as session:
        d.a_decision(session, office.ben, "granted", now=MOMENT - 2 * DAY)
        refused = d.a_decision(session, office.anna, "refused", reason="No friend.", now=MOMENT - DAY)
        address, page = office.flag_of(session, refused), f"/decisions/{refused.id}"
        other = b.a_manager(session, of=b.a_team(session))
        admin = b.an_admin(session)

    # then its page and the banner of the decision exist for her and her manager, and for nobody else
    for who, may in ((office.anna, True), (office.manager, True), (office.ben, False), (other, False), (admin, False)):
        browser = office.sign_in(who)
        assert browser.get(address).status_code == (200 if may else 404)
        assert browser.get(page).status_code == 200
        assert (f'href="{address}"' in browser.get(page).text) is may


def test_refusals_beyond_what_a_flag_names_are_offered_to_be_decided_anew(office: Office) -> None:
    with office.store() as session:
        refused = [d.a_decision(session, office.ben, "refused", now=MOMENT - day * DAY).id for day in range(2, 9)]
        granted = d.a_decision(session, office.anna, "granted", reason="It was our fault.", now=MOMENT - DAY)
        [flag] = d.flags_of(session, granted)
        address = f"/flags/{flag.id}"

    page = office.browser.get(address).text

    assert "Refused, in cases no weaker" in page
    assert {int(number) for number in re.findall(r"corrects=(\d+)&amp;aligns", page)} >= set(refused)


def test_a_flag_that_ended_because_what_shows_it_was_brought_in_line_says_of_no_decision_that_it_was_taken_back(
    office: Office,
) -> None:
    # given a grant that a refusal contradicts, and the refusal brought in line with it
    with office.store() as session:
        refused = d.a_decision(session, office.anna, "refused", now=MOMENT - 3 * DAY)
        granted = d.a_decision(session, office.ben, "granted", reason="It was ours.", now=MOMENT - 2 * DAY)
        place = office.flag_of(session, granted)
        request = d.a_request(session, office.manager, aligns=int(place.rpartition("/")[2]))
        d.answer(session, request, "granted", corrects_id=refused.id, now=MOMENT - DAY)

    page = office.browser.get(place).text

    assert "What it rests on no longer stands" in page
    assert "taken back" not in page
