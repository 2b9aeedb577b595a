"""What was done in cases like the one at hand: counted as it is said, for who decides and for who approves."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.policies import RuleFacts

DAY = timedelta(days=1)


class Counter:
    """Coupons of more than sixty days are ruled out; Anna asks about one of seventy, Marie may make exceptions."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store, self.sign_in = store, sign_in
        with store() as session:
            team = b.a_team(session)
            self.manager, self.anna = b.a_manager(session, "Marie", of=team), b.an_agent(session, "Anna", team=team)
            d.a_policy(session, self.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT - 90 * DAY)
            self.customer_id = b.a_customer(session, "Bäckerei Sommer").id
            self.address = f"/situations/{d.situation_id(session)}/decide"

    def decided(self, who: Viewer, outcome: str, many: int = 1, **given: object) -> None:
        """Let somebody have answered so for so many such coupons."""
        with self.store() as session:
            for _ in range(many):
                d.a_decision(session, who, outcome, **{"days": 70, "now": MOMENT - DAY, **given})  # type: ignore[arg-type]

    def send(self, **changes: str) -> tuple[FlaskClient, str, str]:
        """Let Anna send the form; return her browser, where it led, and the page that came."""
        browser = self.sign_in(self.anna)
        form = the_form(browser.get(f"{self.address}?customer={self.customer_id}"), "fact_days_past_expiry")
        fields = form.fields | {"fact_days_past_expiry": "70", "fact_basket_value": "40"}
        answer = browser.post(self.address, data=fields | changes)
        return browser, answer.location or "", answer.text

    def checked(self) -> str:
        """Return what Anna reads before she answers."""
        return self.send(do="check")[2]


@pytest.fixture
def counter(store: Store, sign_in: SignIn) -> Counter:
    return Counter(store, sign_in)


def test_exceptions_count_among_the_comparable_cases_and_are_named_apart(counter: Counter) -> None:
    # given what is ruled out, and was granted eleven times all the same
    counter.decided(counter.manager, "granted", many=11, reason="A friend.")
    counter.decided(counter.anna, "refused", many=2)

    page = counter.checked()

    assert "13 comparable cases in 365 days; granted: 11." in page
    assert "11 of them set no precedent" in page
    assert page.count("· sets no precedent") == 3


def test_what_was_granted_once_as_goodwill_is_a_comparable_case(counter: Counter) -> None:
    counter.decided(counter.manager, "granted", is_one_off=True, reason="A friend.")

    page = counter.checked()

    assert "One comparable case in 365 days; granted: 1." in page
    assert "One of them sets no precedent" in page


def test_what_was_taken_back_or_decided_anew_is_not_counted(counter: Counter) -> None:
    with counter.store() as session:
        wrong = d.a_decision(session, counter.manager, "granted", days=70, reason="A friend.", now=MOMENT - DAY)
        d.a_decision(session, counter.manager, "refused", days=70, corrects_id=wrong.id, reason="No friend.")
        gone = d.a_decision(session, counter.manager, "granted", days=70, reason="A friend.", now=MOMENT - DAY)
        d.taken_back(session, counter.manager, gone)

    assert re.search(r"One comparable case in 365 days; granted: 0\.", counter.checked())


def test_what_is_decided_anew_is_no_case_like_itself(counter: Counter) -> None:
    # given two exceptions, neither of which sets a precedent
    counter.decided(counter.manager, "granted", many=2, reason="A friend.")
    with counter.store() as session:
        first = session.scalars(select(Decision.id).order_by(Decision.id).limit(1)).one()

    # when the manager is about to decide the first one anew
    page = counter.sign_in(counter.manager).get(f"{counter.address}?corrects={first}").text

    # then only the other one is like it
    assert "One comparable case in 365 days; granted: 1." in page
    assert f'href="/decisions/{first}"' not in page.partition("Decisions to compare with")[2]


def test_after_a_change_of_the_rule_the_previous_practice_is_told(counter: Counter) -> None:
    counter.decided(counter.anna, "refused", many=2)
    counter.decided(counter.manager, "granted", many=3, reason="A friend.")
    with counter.store() as session:
        d.a_policy(session, counter.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 90)), now=MOMENT)

    page = counter.checked()

    assert "No comparable case was decided under the rule in force." in page
    assert "Previous practice: 5 comparable cases in 365 days; granted: 3." in page
    assert "They are no precedents any more." in page


def test_the_link_leads_to_exactly_the_decisions_that_were_counted(counter: Counter) -> None:
    counter.decided(counter.manager, "granted", reason="A friend.")
    counter.decided(counter.anna, "refused")
    counter.decided(counter.anna, "granted", days=10)
    with counter.store() as session:
        alike = session.scalars(select(Decision.id).where(Decision.zone == "P")).all()

    page = counter.checked()

    [named] = re.findall(r'href="/decisions\?no=([\d,]+)"', page)
    listed = counter.sign_in(counter.anna).get(f"/decisions?no={named}").text
    assert set(re.findall(r'data-row="(\d+)"', listed)) == {str(each) for each in alike}


def test_who_approves_sees_what_who_decides_would_see(counter: Counter) -> None:
    # given refusals of such coupons, one grant to this customer, and a request that was refused before
    counter.decided(counter.anna, "refused", many=2)
    counter.decided(counter.manager, "granted", reason="A friend.", customer_id=counter.customer_id)
    _, first, _ = counter.send(do="ask", reason="She always comes here.")
    marie = counter.sign_in(counter.manager)
    fields = the_form(marie.get(first), "seen_version").fields
    marie.post(first, data=fields | {"outcome": "refused", "reason": "She has had it once."})

    # when it is asked for again, for once and in chosen words
    _, again, _ = counter.send(do="ask", reason="She cried.", one_off="y", told="For once we do.")
    page = marie.get(again).text

    # then the manager sees rule, practice, both consequences, what was before, and what was meant
    for words in (
        "The policy rules this out.",
        "This is how we do it.",
        "comparable cases in 365 days",
        "If you grant it:",
        "If you refuse it:",
        "What this customer got before",
        "Asked before for this customer",
        "She has had it once.",
        "For once we do.",
        "Once, as goodwill",
    ):
        assert words in page, words
    assert the_form(marie.get(again), "seen_version").fields["one_off"] == "y"


def test_a_grant_keeps_what_was_asked_for_unless_who_approves_says_otherwise(counter: Counter) -> None:
    _, place, _ = counter.send(do="ask", reason="She cried.", one_off="y", told="For once we do.")
    marie = counter.sign_in(counter.manager)
    fields = the_form(marie.get(place), "seen_version").fields

    page = marie.get(marie.post(place, data=fields | {"outcome": "granted", "reason": "Be it so."}).location).text

    assert "for once" in page
    assert "For once we do." in page
    with counter.store() as session:
        assert session.scalars(select(Approval)).one().one_off


def of_shipping(store: Store, sign_in: SignIn, **changes: str) -> tuple[str, str]:
    """Grant twice without a policy, write the first one on its page; return what the page said and what is advised."""
    with store() as session:
        team = b.a_team(session)
        manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        for _ in range(2):
            d.a_decision(session, agent, "granted", now=MOMENT - DAY)
        place = f"/situations/{d.situation_id(session)}"
    marie, anna = sign_in(manager), sign_in(agent)
    fields = the_form(marie.get(f"{place}/policy"), "text_de").fields | {"text_de": "So.", "text_en": "So.", **changes}
    fields = {name: value for name, value in fields.items() if value}
    said = marie.post(f"{place}/policy", data=fields | {"do": "preview"}).text
    assert marie.post(f"{place}/policy", data=fields).status_code == 303
    about = {f"fact_{d.DAYS}": "12", f"fact_{d.BASKET}": "40"}
    return said, anna.get(f"{place}/check", query_string=about, headers={"HX-Request-Type": "partial"}).text


FROM_60 = {"prohibited-0-field": d.DAYS, "prohibited-0-comparison": ">", "prohibited-0-value": "60"}


@pytest.mark.parametrize("condition", [{}, FROM_60])
def test_the_first_policy_writes_down_what_is_done_and_leaves_precedents(
    store: Store, sign_in: SignIn, condition: dict[str, str]
) -> None:
    said, advised = of_shipping(store, sign_in, **condition)

    assert "arlier decisions stay precedents." in said
    assert "2 comparable cases in 365 days; granted: 2." in advised


def test_a_first_policy_that_begins_anew_is_said_to(store: Store, sign_in: SignIn) -> None:
    said, advised = of_shipping(store, sign_in, **FROM_60, keeps_practice="")

    assert "earlier decisions are no precedents any more." in said
    assert "Previous practice: 2 comparable cases" in advised


def test_a_policy_that_decides_nothing_cuts_nothing_off_whatever_is_ticked(store: Store, sign_in: SignIn) -> None:
    said, advised = of_shipping(store, sign_in, keeps_practice="")

    assert "It decides as before: earlier decisions stay precedents." in said
    assert "2 comparable cases in 365 days; granted: 2." in advised


def test_what_a_customer_will_expect_is_said_before_it_is_granted(counter: Counter) -> None:
    first = counter.send(do="check", fact_days_past_expiry="10")[2]
    once = counter.send(do="check", fact_days_past_expiry="10", one_off="y")[2]
    counter.decided(counter.anna, "granted", days=10, customer_id=counter.customer_id)
    again = counter.send(do="check", fact_days_past_expiry="10")[2]

    assert "They will expect it again, until Tue 2 Mar 2027, unless they are told" in first
    assert "They will expect it" not in once
    assert "granting it again renews what they expect, until Tue 2 Mar 2027; for once, it does not." in again


def test_granting_in_part_is_weighed_like_the_other_answers(counter: Counter) -> None:
    counter.decided(counter.anna, "granted", days=10, customer_id=counter.customer_id)

    page = counter.send(do="check", fact_days_past_expiry="10")[2]

    in_part = page[page.index("If you grant it in part:") : page.index("If you refuse it:")]
    assert "was not told that it was for once." in in_part
    assert "Then say below what makes this case different." in in_part
