"""What a customer is told: neither our words nor unfinished ones, and only what is true."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.precedents.records import Decision, Situation
from tracker.precedents.rules import schema
from tracker.precedents.rules.conditions import Any, Comparison, Condition, Term
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import TIER, Factor, FactorKind

DAY = timedelta(days=1)
CARD = Factor(name="card", kind=FactorKind.BOOL, label_de="Karte auffindbar?", label_en="Card found?")
NO_CARD: Condition = Term("card", Comparison.EQUAL, 0.0)
STANDARD: Condition = Term(TIER, Comparison.LESS, 1.0)


class Refunds:
    """Anna at the till; refunds take a card that can be found, or a customer of a higher tier."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session)
            self.manager, self.anna = b.a_manager(session, of=team), b.an_agent(session, "Anna", team=team)
            situation = session.get_one(Situation, d.situation_id(session))
            situation.factors = schema.factors_to_json((*situation.facts().factors, CARD))
            customer = b.a_customer(session, "Kiosk Sommer")
            customer.language = "de"
            self.place = f"/situations/{situation.id}/decide?customer={customer.id}"
        self.browser = sign_in(self.anna)

    def ruled_out(self, condition: Condition) -> None:
        """Let the policy rule out what fulfils a condition."""
        with self.store() as session:
            d.a_policy(session, self.manager, RuleFacts(prohibited=condition), now=MOMENT - DAY)

    def send(self, **changes: str) -> tuple[int, str]:
        """Send the form of a coupon of eleven days without a card; return status and page."""
        fields = the_form(self.browser.get(self.place), "fact_card").fields
        known = {f"fact_{d.DAYS}": "11", f"fact_{d.BASKET}": "40", "fact_card": "0"}
        answer = self.browser.post(self.place, data=fields | known | changes)
        return answer.status_code, answer.text


@pytest.fixture
def refunds(store: Store, sign_in: SignIn) -> Refunds:
    return Refunds(store, sign_in)


def test_the_tier_is_ours_to_know_and_the_sentence_is_finished(refunds: Refunds) -> None:
    refunds.ruled_out(Any((STANDARD, NO_CARD)))

    _, page = refunds.send(do="check")

    rule = "Bei uns gilt: So halten wir es. In Ihrem Fall: Karte auffindbar nein."
    assert f"{rule} Das geht deshalb nicht, aber ich frage gern nach, was wir sonst für Sie tun können." in page
    assert "Kundenstufe" not in page


def test_what_is_asked_for_is_asked_as_one_question(refunds: Refunds) -> None:
    refunds.ruled_out(NO_CARD)

    _, page = refunds.send(do="check", fact_card="")

    assert "Damit ich es sagen kann: Karte auffindbar?" in page
    assert "Ask for: Card found." in page
    assert "??" not in page


def test_nothing_is_asked_for_where_the_policy_has_decided_without_it(refunds: Refunds) -> None:
    refunds.ruled_out(Any((STANDARD, NO_CARD)))

    _, page = refunds.send(do="check", fact_card="")

    assert "The policy rules this out." in page
    assert "Ask for:" not in page


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("Das geht nicht, aber was ich tun kann: …", "These words are unfinished."),
        ("We can give you ___ of it.", "These words are unfinished."),
        ("Damit ich es sagen kann: Karte auffindbar??", "These words are unfinished."),
        ("In Ihrem Fall: Kundenstufe Standard.", "Kundenstufe"),
        ("Your customer tier is standard.", "Customer tier"),
    ],
)
@pytest.mark.parametrize("how", [{"outcome": "refused"}, {"do": "ask", "reason": "A friend."}])
def test_words_that_no_customer_should_read_are_refused_at_their_field(
    refunds: Refunds, told: str, why: str, how: dict[str, str]
) -> None:
    refunds.ruled_out(NO_CARD)

    status, page = refunds.send(told=told, **how)

    assert status == 422
    assert why in page
    assert 'aria-describedby="told-hint told-error"' in page
    with refunds.store() as session:
        assert session.scalars(select(Decision)).all() == []
