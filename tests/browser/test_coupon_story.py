"""One cashier redeems an expired coupon; what follows for the next ones, the manager and a small customer."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.conftest import Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.browser import OpenPage
from tests.support.clock import MOMENT
from tests.support.walking import Walker
from tests.support.wording import words_in
from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.precedents.jobs import flag_drift
from tracker.precedents.records import Situation
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import VOLUME

pytestmark = pytest.mark.parametrize(
    ("database", "language"), [("postgresql", "de"), ("sqlite", "en")], indirect=["database"], scope="session"
)

LOCALES = {"de": "de-DE", "en": "en-GB"}
DAY = timedelta(days=1)


class Till(Walker):
    """Somebody at the till, or the manager, with the situations in their language."""

    def __init__(self, page: Page, language: str, places: dict[str, Situation]) -> None:
        super().__init__(page, words_in(language))
        self.language = language
        self.places = places

    def is_asked(self, key: str = d.COUPON) -> None:
        """Open the form from the list of decisions."""
        self.go("/decisions")
        self.link("Decide a request").first.click()
        self.page.get_by_role("link", name=self.places[key].title_in(self.language)).click()

    def has_a_coupon(self, days: str) -> None:
        """Fill in a coupon; the advice comes by itself."""
        self.is_asked()
        for factor, value in zip(self.places[d.COUPON].facts().factors, (days, "40"), strict=True):
            self.page.get_by_label(factor.label_in(self.language)).fill(value)
        self.press("Tab")
        expect(self.page.locator("#advice h2").first).to_be_visible()

    def answers(self, words: str) -> None:
        """Press the button of an answer."""
        self.button(words).first.click()

    def is_warned(self, words: str) -> None:
        """See before the answer what it would contradict."""
        expect(self.page.locator("#advice .banner").filter(has_text=self.say(words)).first).to_be_visible()


@pytest.fixture
def people(store: Store, language: str) -> dict[str, Viewer]:
    """Four at the till, and their manager, who wrote what is ruled out and who gets special terms."""
    with store() as session:
        team = b.a_team(session, "Till")
        manager = b.a_manager(session, of=team)
        d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT - 30 * DAY)
        terms = RuleFacts(prohibited=d.at_most(VOLUME, 49_999))
        d.a_policy(session, manager, terms, key="special_delivery", now=MOMENT - 30 * DAY)
        for day in range(9):
            d.a_decision(session, manager, "granted", days=70, reason="A friend.", now=MOMENT - (day + 1) * DAY)
        small = b.a_customer(session, "Radladen Kette")
        small.yearly_volume, small.language = Decimal(6_200), language
        cast = {name: b.an_agent(session, name, team=team) for name in ("Anna", "Ben", "Cem", "Dora")}
        for account in session.query(Account):
            account.locale = language
        return {**cast, "manager": manager}


def test_equal_coupons_are_treated_equally_and_the_manager_learns_what_was_not(
    people: dict[str, Viewer], app: Flask, store: Store, open_page: OpenPage, language: str
) -> None:
    with store() as session:
        keys = (d.COUPON, "special_delivery")
        places = {key: session.get_one(Situation, d.situation_id(session, key)) for key in keys}

    def at_the_till(name: str) -> Till:
        return Till(open_page(people[name], locale=LOCALES[language]), language, places)

    grants(at_the_till("Anna"))
    sees_why_and_follows(at_the_till("Ben"))
    refuses_all_the_same(at_the_till("Cem"), "10", "The coupon was a copy.")
    refuses_all_the_same(at_the_till("Dora"), "9", "Not from me.")
    with app.app_context():
        flag_drift()
    settles_the_flag(at_the_till("manager"))
    sees_that_the_exception_is_the_rule(at_the_till("manager"))
    changes_the_policy(at_the_till("manager"))
    tells_a_small_customer(at_the_till("Cem"))


def grants(anna: Till) -> None:
    anna.has_a_coupon("12")
    anna.look()
    anna.answers("Grant")
    anna.sees("What was known")
    anna.look()


def sees_why_and_follows(ben: Till) -> None:
    ben.has_a_coupon("11")
    ben.is_warned("If you refuse it:")
    ben.look()
    ben.answers("Refuse")
    ben.sees("Equal cases were decided otherwise. Say what makes this case different.")
    ben.look()
    ben.answers("Grant")
    ben.sees("What was known")


def refuses_all_the_same(third: Till, days: str, reason: str) -> None:
    third.has_a_coupon(days)
    third.page.locator("#reason").fill(reason)
    third.answers("Refuse")
    third.sees("Unequal treatment")


def settles_the_flag(manager: Till) -> None:
    manager.go("/flags")
    manager.page.get_by_role("link", name=re.compile(manager.say("Unequal treatment"))).last.click()
    manager.sees("Settle")
    in_the_same_position = manager.page.get_by_role("list", name=manager.say("In the same position"))
    expect(in_the_same_position.get_by_role("listitem")).to_contain_text("Dora")
    manager.look()
    manager.page.get_by_label(manager.say("The reason holds: the case differs")).check()
    manager.page.locator("#note").fill("It was a copy.")
    manager.answers("Settle")


def sees_that_the_exception_is_the_rule(manager: Till) -> None:
    manager.go("/flags")
    manager.page.get_by_role("link", name=re.compile(manager.say("The exception has become the rule"))).click()
    manager.sees("Either the policy says what is done, or what the policy says is done.")
    manager.look()


def changes_the_policy(manager: Till) -> None:
    manager.go("/practice")
    manager.link("Change the policy").click()
    manager.page.locator("#prohibited-0-value").fill("90")
    manager.page.locator("#reason").fill("We do it anyway.")
    manager.answers("What would it have meant?")
    manager.sees("It decides otherwise than before: earlier decisions are no precedents any more.")
    manager.look()
    manager.answers("Save")
    manager.sees("The new version is written.")
    manager.look()


def tells_a_small_customer(cem: Till) -> None:
    cem.is_asked("special_delivery")
    cem.page.locator("#customer").fill("radladen kette")
    cem.page.get_by_role("radio").first.check()
    [quantity] = cem.places["special_delivery"].facts().factors
    cem.page.get_by_label(quantity.label_in(cem.language)).fill("10")
    cem.press("Tab")
    advice = cem.page.locator("#advice")
    expect(advice).to_contain_text(cem.say("The policy rules this out."))
    advice.get_by_text(cem.say("What you can say")).click()
    expect(advice).to_contain_text(re.compile(r"6[.,]200"))
    cem.look()
    cem.answers("Refuse")
    cem.sees("What was known")
