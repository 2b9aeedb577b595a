"""What flags teach whoever settles them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.precedents.records import Flag, Situation
from tracker.precedents.rules import schema
from tracker.precedents.rules.policies import RuleFacts

DAY = timedelta(days=1)


class Desk:
    """A manager before flags in a situation of which one factor is not compared."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session)
            self.manager = b.a_manager(session, "Marie", of=team)
            self.agent = b.an_agent(session, "Ben", team=team)
            self.situation_id = d.situation_id(session)
            situation = session.get_one(Situation, self.situation_id)
            days, basket = situation.facts().factors
            situation.factors = schema.factors_to_json((days, replace(basket, material=False)))
        self.browser = sign_in(self.manager)

    def a_flag(self) -> int:
        """Let Ben refuse what was granted, for a reason of his own."""
        with self.store() as session:
            d.a_decision(session, self.agent, "granted", days=12, now=MOMENT - DAY)
            refused = d.a_decision(session, self.agent, "refused", days=11, reason="The basket.")
            return d.flags_of(session, refused)[0].id

    def settle(self, flag_id: int, status: int = 303, /, **fields: str) -> str:
        """Settle a flag; return the page that answers."""
        form = the_form(self.browser.get(f"/flags/{flag_id}"), "note")
        answer = self.browser.post(f"/flags/{flag_id}", data=form.fields | {"note": "So it is."} | fields)
        assert answer.status_code == status
        return answer.text


@pytest.fixture
def desk(store: Store, sign_in: SignIn) -> Desk:
    return Desk(store, sign_in)


def test_a_factor_that_was_named_three_times_can_be_compared_by(desk: Desk) -> None:
    # given two flags that ended for the same factor: nothing is suggested yet
    for _ in range(2):
        desk.settle(desk.a_flag(), end="not_comparable", factor=d.BASKET)
    assert "by which cases are not compared" not in desk.browser.get("/flags").text

    # when a third does
    desk.settle(desk.a_flag(), end="justified", factor=d.BASKET)
    page = desk.browser.get("/flags").text

    # then one click leads to the editor, with the factor ticked
    address = f"/situations/{desk.situation_id}/change?material={d.BASKET}"
    assert "3 flags about “Expired coupon” ended because of “Value of the purchase”" in page
    assert f'href="{address.replace("&", "&amp;")}"' in page
    plain = desk.browser.get(f"/situations/{desk.situation_id}/change").text
    ticked = desk.browser.get(address).text
    assert ticked.count(" checked") == plain.count(" checked") + 1


def test_the_page_says_how_often_flags_were_right(desk: Desk) -> None:
    assert "How often flags were right" not in desk.browser.get("/flags").text

    desk.settle(desk.a_flag(), end="not_comparable")
    desk.settle(desk.a_flag(), end="justified")

    page = desk.browser.get("/flags").text
    assert "How often flags were right" in page
    assert "1 of 2" in page


def test_a_flag_that_a_changed_policy_answered_names_the_version(desk: Desk) -> None:
    flag_id = desk.a_flag()
    with desk.store() as session:
        version = d.a_policy(session, desk.manager, RuleFacts())

    desk.settle(flag_id, end="policy_changed", factor=d.BASKET)

    with desk.store() as session:
        flag = session.get_one(Flag, flag_id)
        assert (flag.policy_version_id, flag.factor) == (version.id, "")
    assert f"Version {version.number}" in desk.browser.get(f"/flags/{flag_id}").text


def test_a_policy_from_before_the_flag_does_not_answer_it(desk: Desk) -> None:
    with desk.store() as session:
        d.a_policy(session, desk.manager, RuleFacts(), now=MOMENT - 9 * DAY)
    flag_id = desk.a_flag()

    page = desk.settle(flag_id, 422, end="policy_changed")

    assert "The policy was not changed since." in page
    with desk.store() as session:
        assert session.get_one(Flag, flag_id).state == "open"


def test_a_decision_with_two_flags_shows_one_banner(desk: Desk) -> None:
    flag_id = desk.a_flag()
    with desk.store() as session:
        first = session.get_one(Flag, flag_id)
        decision_id = first.decision_id
        session.add(
            Flag(type="amount", severity="notice", decision_id=decision_id, team_id=first.team_id, created_at=MOMENT)
        )

    page = desk.browser.get(f"/decisions/{decision_id}").text

    assert page.count('class="banner') == 1
    assert "Unequal treatment · Unusual amount" in page
    assert page.count('href="/flags/') == 2
