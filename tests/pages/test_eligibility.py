"""A small dealer has heard of the terms of the large ones: does it apply to them, and who holds it?"""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.precedents.rules.conditions import All, Comparison, Term
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import CHANNEL, VOLUME
from tracker.promises.rules import ScopeKind

DAY = timedelta(days=1)
TERMS = RuleFacts(
    entitled=All((Term(VOLUME, Comparison.AT_LEAST, 50_000.0), Term(d.DAYS, Comparison.AT_MOST, 30.0))),
)


def a_dealer(session: Session, name: str, volume: int) -> int:
    """Return the number of a customer who speaks German, with a yearly volume."""
    dealer = b.a_customer(session, name)
    dealer.yearly_volume, dealer.language = Decimal(volume), "de"
    return dealer.id


class Counter:
    """Anna at the counter; the policy asks for 50,000 a year and at most thirty days."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store, self.sign_in = store, sign_in
        with store() as session:
            team = b.a_team(session)
            self.manager = b.a_manager(session, "Marie", of=team)
            self.anna = b.an_agent(session, "Anna", team=team)
            d.a_policy(session, self.manager, TERMS)
            self.situation_id = d.situation_id(session)
            self.customer_id = a_dealer(session, "Kiosk Sommer", 6200)
        self.browser: FlaskClient = sign_in(self.anna)

    def ask(self, person: Viewer | None = None, /, **about: object) -> str:
        browser = self.browser if person is None else self.sign_in(person)
        given = {"situation": self.situation_id, "customer": self.customer_id, **about}
        return browser.get("/eligibility", query_string={k: v for k, v in given.items() if v is not None}).text


@pytest.fixture
def counter(store: Store, sign_in: SignIn) -> Counter:
    return Counter(store, sign_in)


def test_the_volume_alone_settles_it_and_the_wording_is_in_the_customers_language(counter: Counter) -> None:
    page = counter.ask()

    assert "It does not apply" in page
    assert "Yearly volume at least 50,000\N{NO-BREAK SPACE}€ (here 6,200\N{NO-BREAK SPACE}€)" in page
    assert "Bei uns gilt: So halten wir es." in page
    assert "Ask for:" not in page


def test_what_is_missing_is_asked_for(store: Store, counter: Counter) -> None:
    with store() as session:
        large = a_dealer(session, "Großhandel Winter", 80_000)

    page = counter.ask(customer=large)

    assert "Not known yet" in page
    assert "Ask for: Days past expiry." in page


def test_who_holds_it_is_who_got_it_last_and_not_for_once(store: Store, counter: Counter) -> None:
    # given grants: one that stands, one for once, one that was refused later, one that has ended
    names = ("Stands", "Once", "Later refused", "Ended")
    with store() as session:
        ids = {name: b.a_customer(session, name).id for name in names}
        for name in names:
            given = {"is_one_off": True} if name == "Once" else {}
            made = d.a_decision(
                session, counter.anna, "granted", customer_id=ids[name], now=MOMENT - 3 * DAY, reason="Why not", **given
            )
            if name == "Ended":
                made.expires_at = MOMENT - DAY
        d.a_decision(
            session, counter.anna, "refused", customer_id=ids["Later refused"], now=MOMENT - DAY, reason="Enough"
        )

    # when the page is asked without a customer
    page = counter.ask(customer=None)

    # then one of them holds it, and is told so
    assert [name for name in names if f">{name}</a>" in page] == ["Stands"]
    assert "It applies" in counter.ask(customer=ids["Stands"])
    assert "It was granted to them on" in counter.ask(customer=ids["Stands"])


def test_holders_of_a_closed_team_are_not_named_to_others(store: Store, counter: Counter) -> None:
    with store() as session:
        closed = b.a_team(session, is_closed=True)
        insider = b.an_agent(session, "Ina", team=closed)
        secret = b.a_customer(session, "Secret AG", team=closed)
        d.a_decision(session, insider, "granted", customer_id=secret.id, now=MOMENT - DAY)

    assert "Secret AG" not in counter.ask()
    assert "Secret AG" in counter.ask(insider)


def test_a_condition_for_a_region_covers_whoever_is_there(store: Store, counter: Counter) -> None:
    # given a promise for all of a region that follows from a decision
    with store() as session:
        made = d.a_decision(session, counter.anna, "granted", now=MOMENT - DAY)
        b.a_promise(
            session, counter.anna, source_reference=f"D-{made.id}", scope=ScopeKind.REGION, scope_value="Bayern"
        )
        there = b.a_customer(session, "Isar")
        there.region = "bayern"
        elsewhere = b.a_customer(session, "Elbe")
        elsewhere.region = "Sachsen"
        ids = there.id, elsewhere.id

    assert counter.ask(customer=ids[0]).count("It applies") == 2
    assert counter.ask(customer=ids[1]).count("It does not apply") == 1
    assert counter.ask().count("Not known yet") == 2


def test_a_condition_names_the_tier_that_it_is_for(store: Store, counter: Counter) -> None:
    with store() as session:
        made = d.a_decision(session, counter.anna, "granted", now=MOMENT - DAY)
        reference = f"D-{made.id}"
        b.a_promise(session, counter.anna, source_reference=reference, scope=ScopeKind.TIER, scope_value="key_account")

    assert "Customers of a tier · Key account" in counter.ask()


def test_a_customer_is_found_by_name_and_words_choose_the_condition(counter: Counter) -> None:
    assert f"customer={counter.customer_id}" in counter.ask(customer=None, who="Kiosk")
    assert "No customer fits" in counter.ask(customer=None, who="Xaver")
    assert "It does not apply" in counter.ask(situation=None, words="redeem an expired coupon")
    assert "Choose what Kiosk Sommer has heard of." in counter.ask(situation=None)


def test_the_pages_around_it_lead_there(store: Store, counter: Counter) -> None:
    with store() as session:
        promise = b.a_promise(session, counter.anna, customer_id=counter.customer_id, statement="Call back on coupons")

    customer = counter.browser.get(f"/customers/{counter.customer_id}").text
    situation = counter.browser.get(f"/situations/{counter.situation_id}").text
    promised = counter.browser.get(f"/promises/{promise.id}").text

    assert f'href="/eligibility?customer={counter.customer_id}"' in customer
    assert f'href="/eligibility?situation={counter.situation_id}"' in situation
    assert f'href="/decisions/new?customer={counter.customer_id}&amp;words=Call+back+on+coupons"' in promised


def test_nothing_false_is_said_to_who_meets_what_a_policy_asks_for(store: Store, counter: Counter) -> None:
    # given a policy that rules out small customers, and leaves the others to discretion
    with store() as session:
        small = RuleFacts(prohibited=All((Term(VOLUME, Comparison.LESS, 50_000.0),)))
        d.a_policy(session, counter.manager, small, key="special_delivery")
        large = a_dealer(session, "Krankenhaus", 655_000)
        delivery = d.situation_id(session, "special_delivery")

    page = counter.ask(customer=large, situation=delivery)

    assert "At discretion" in page
    assert "It does not apply" not in page
    assert "Bei uns gilt: So halten wir es. Ich frage gern nach, was wir für Sie tun können." in page
    assert "Anspruch" not in page


@pytest.mark.parametrize(
    ("language", "asked", "yes", "no"),
    [
        (
            "de",
            "Damit ich es sagen kann: auf welchem Weg Sie danach fragen?",
            "Sehr gern. Bei uns gilt: So halten wir es. In Ihrem Fall: Sie haben im Chat gefragt.",
            "Darauf kommt es an: es gilt, wenn im Chat gefragt wird.",
        ),
        (
            "en",
            "So that I can tell: in which way you ask for it?",
            "Gladly. Our rule is: This is how we do it. In your case: you asked in the chat.",
            "What decides it: it holds if asked in the chat.",
        ),
    ],
)
def test_over_what_it_is_asked_can_be_said_and_the_customer_hears_it_in_words_of_their_own(
    store: Store, counter: Counter, language: str, asked: str, yes: str, no: str
) -> None:
    # given a policy that holds in the chat alone
    with store() as session:
        in_chat = RuleFacts(entitled=Term(CHANNEL, Comparison.EQUAL, "chat"))
        d.a_policy(session, counter.manager, in_chat, key="special_delivery")
        delivery = d.situation_id(session, "special_delivery")
        session.get_one(Customer, counter.customer_id).language = language

    # when it is not said over what they ask, then in the chat, then by phone
    pages = [unescape(counter.ask(situation=delivery, channel=each)) for each in ("", "chat", "phone")]

    # then it is asked for, and settles it; and what the customer hears names no field of ours
    assert all('name="channel"' in page for page in pages)
    for page, state, words in zip(
        pages, ("Not known yet", "It applies", "It does not apply"), (asked, yes, no), strict=True
    ):
        assert (state in page, words in page) == (True, True)
    assert "Ask for: Channel." in pages[0]
    assert not re.search(
        "Gefragt über|Asked over|Weg ist|Channel", "".join(re.findall(r"<blockquote[^>]* lang=.*?</", "".join(pages)))
    )

    # and whoever decides it there goes on with what was said
    for page, channel in zip(pages[1:], ("chat", "phone"), strict=True):
        [decide] = re.findall(rf'href="(/situations/{delivery}/decide\?[^"]*)"', page)
        assert the_form(counter.browser.get(decide), "reason").fields["channel"] == channel

    # and where the policy does not ask for it, nor does the page
    assert 'name="channel"' not in counter.ask()


def test_a_standing_grant_is_revoked_on_a_page_of_its_own(store: Store, counter: Counter) -> None:
    with store() as session:
        made = d.a_decision(session, counter.anna, "granted", customer_id=counter.customer_id, now=MOMENT - DAY)
    page, marie = f"/decisions/{made.id}", counter.sign_in(counter.manager)
    assert "It applies" in counter.ask()
    assert "Revoke" not in counter.browser.get(page).text

    assert f'href="{page}/revoke"' in marie.get(page).text
    fields = the_form(marie.get(f"{page}/revoke"), "seen_version").fields
    without = marie.post(f"{page}/revoke", data=fields)
    done = marie.post(f"{page}/revoke", data=fields | {"reason": "It was abused."})

    assert (without.status_code, done.status_code, done.location) == (422, 303, page)
    assert "It was abused." in marie.get(page).text
    assert "It does not apply" in counter.ask()
