"""Extending a grant on pages: from the decision and from the register, looked at by the rule of today."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.precedents.queries import approvals
from tracker.precedents.records import Decision
from tracker.precedents.rules.policies import RuleFacts

DAY = timedelta(days=1)
FOR_A_MONTH = RuleFacts(expires_after_days=30)
STRICT = RuleFacts(prohibited=d.more_than(d.DAYS, 10), expires_after_days=30)


class Counter:
    """Anna granted something for a month, four days before it ends; Marie manages the team."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session)
            self.manager = b.a_manager(session, "Marie", of=team)
            self.anna = b.an_agent(session, "Anna", team=team)
            d.a_policy(session, self.manager, FOR_A_MONTH, now=MOMENT - 40 * DAY)
            customer_id = b.a_customer(session, "Kiosk Sommer").id
            granted = d.a_decision(session, self.anna, customer_id=customer_id, now=MOMENT - 26 * DAY)
            self.grant_id, self.situation_id = granted.id, granted.situation_id
        self.till: FlaskClient = sign_in(self.anna)
        self.office: FlaskClient = sign_in(self.manager)
        self.page = f"/decisions/{self.grant_id}"

    def rules(self, rule: RuleFacts, days_ago: int = 1) -> None:
        """Write another rule."""
        with self.store() as session:
            d.a_policy(session, self.manager, rule, now=MOMENT - days_ago * DAY)

    def fields(self, browser: FlaskClient | None = None) -> dict[str, str]:
        """What stands in the form."""
        return the_form((browser or self.till).get(f"{self.page}/extend"), "ends_on").fields


@pytest.fixture
def counter(store: Store, sign_in: SignIn) -> Counter:
    return Counter(store, sign_in)


def test_a_grant_is_extended_from_its_page_and_both_tell_of_each_other(counter: Counter) -> None:
    # given the page of a grant, from which it is looked at anew
    assert f'href="{counter.page}/extend"' in counter.till.get(counter.page).text
    look, fields = counter.till.get(f"{counter.page}/extend").text, counter.fields()
    assert "Before you answer" in look
    assert (fields["fact_days_past_expiry"], fields["ends_on"]) == ("12", "2026-04-05")

    # when it is sent without a reason, with it, and once more
    unsaid = counter.till.post(f"{counter.page}/extend", data=fields)
    said = counter.till.post(f"{counter.page}/extend", data=fields | {"reason": "They still order."})
    again = counter.till.post(f"{counter.page}/extend", data=fields | {"reason": "They still order."})

    # then it went on once
    assert (unsaid.status_code, said.status_code, again.location) == (422, 303, said.location)
    extension = counter.till.get(said.location).text
    assert f"It extends decision no. {counter.grant_id}" in extension
    assert "They still order." in extension
    before = counter.till.get(counter.page).text
    assert "It was extended." in before
    assert f'href="{counter.page}/extend"' not in before
    assert "Decide anew" not in before


def test_a_check_shows_what_other_facts_would_mean_and_loses_nothing(counter: Counter) -> None:
    counter.rules(STRICT)
    typed = counter.fields() | {"fact_days_past_expiry": "3", "reason": "They still order.", "do": "check"}

    page = counter.till.post(f"{counter.page}/extend", data=typed).text

    assert "They still order." in page
    assert 'value="ask"' not in page
    assert (
        'value="ask"' in counter.till.post(f"{counter.page}/extend", data=typed | {"fact_days_past_expiry": "30"}).text
    )


def test_an_extension_that_is_asked_for_twice_in_one_instant_is_asked_for_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a form that was sent, and once more before anybody could see that
    counter.rules(STRICT)
    fields = counter.fields() | {"reason": "They still order.", "do": "ask"}
    first = counter.till.post(f"{counter.page}/extend", data=fields)
    looked, asked_with = iter([None]), approvals.asked_with
    monkeypatch.setattr(approvals, "asked_with", lambda *args: next(looked, asked_with(*args)))

    again = counter.till.post(f"{counter.page}/extend", data=fields)

    # then both lead to the one request
    assert (again.status_code, again.location) == (303, first.location)


def test_what_is_beyond_the_rule_of_today_is_asked_for_and_answered(counter: Counter) -> None:
    # given a rule by which it would be an exception today
    counter.rules(STRICT)
    fields = counter.fields() | {"reason": "They still order."}

    # when it is extended, asked for twice, and granted
    alone = counter.till.post(f"{counter.page}/extend", data=fields)
    asked = counter.till.post(f"{counter.page}/extend", data=fields | {"do": "ask"})
    again = counter.till.post(f"{counter.page}/extend", data=fields | {"do": "ask"})
    request = counter.office.get(asked.location).text
    sent = the_form(counter.office.get(asked.location), "reason").fields
    answered = counter.office.post(asked.location, data=sent | {"outcome": "granted", "reason": "Be it so."})

    # then the agent alone may not, the manager sees until when, and the extension names what it extends
    assert (alone.status_code, asked.status_code, again.location) == (422, 303, asked.location)
    assert f"It is to extend decision no. {counter.grant_id}" in request
    assert "Sun 5 Apr" in request
    assert 'name="one_off"' not in request
    assert f"It extends decision no. {counter.grant_id}" in counter.till.get(answered.location).text
    assert "Somebody has asked to extend it." not in counter.till.get(counter.page).text


def test_whoever_answers_shortens_until_when_it_goes_on(counter: Counter, store: Store) -> None:
    # given a request that it goes on until the fifth of April
    counter.rules(STRICT)
    fields = counter.fields() | {"reason": "They still order.", "do": "ask"}
    asked = counter.till.post(f"{counter.page}/extend", data=fields).location
    sent = the_form(counter.office.get(asked), "ends_on").fields | {"outcome": "granted", "reason": "Be it so."}
    assert sent["ends_on"] == "2026-04-05"

    # when the manager gives no day, a later one, and an earlier one
    without, later, earlier = (
        counter.office.post(asked, data=sent | {"ends_on": day}) for day in ("", "2026-04-06", "2026-03-20")
    )

    # then only the last is an answer, and the page says until when
    assert (without.status_code, later.status_code, earlier.status_code) == (422, 422, 303)
    assert "Until when?" in without.text
    assert "That is longer than was asked for." in later.text
    assert "Fri 20 Mar" in counter.till.get(earlier.location).text


def test_the_page_of_a_request_says_what_was_answered_and_not_only_what_was_asked_for(counter: Counter) -> None:
    # given a request that it goes on until the fifth of April, with words for the customer
    counter.rules(STRICT)
    fields = counter.fields() | {"reason": "They still order.", "do": "ask", "told": "You have it until April."}
    asked = counter.till.post(f"{counter.page}/extend", data=fields).location
    waits = counter.till.get(asked).text

    # when less is granted
    sent = the_form(counter.office.get(asked), "ends_on").fields | {"outcome": "granted", "reason": "Be it so."}
    counter.office.post(asked, data=sent | {"ends_on": "2026-03-20"})
    answered = counter.till.get(asked).text

    # then nobody reads there that the customer has it for longer, nor words that say so
    assert "You have it until April." in waits
    assert "You have it until April." not in answered
    until = r"<dt>Granted until, that day included</dt><dd>([^<]*)</dd>"
    assert re.findall(until, answered) == ["Fri 20 Mar 2026"]
    assert re.findall(until, waits) == ["Sun 5 Apr 2026"]


def test_a_part_that_was_granted_is_asked_for_again_as_a_part(counter: Counter, store: Store) -> None:
    # given a part that was granted, and a rule by which that would be an exception today
    with store() as session:
        part = d.a_decision(
            session, counter.anna, "partial", customer_id=b.a_customer(session).id, now=MOMENT - 20 * DAY
        )
        address = f"/decisions/{part.id}/extend"
    counter.rules(STRICT)

    # when it is looked at anew
    look = counter.till.get(address)
    fields = the_form(look, "ends_on").fields | {"reason": "They still order.", "do": "ask"}
    asked = counter.till.get(counter.till.post(address, data=fields).location).text

    # then only that it goes on is weighed, and it is asked for as a part
    assert 'value="ask"' in look.text
    assert "If you refuse it" not in look.text
    assert "Partly granted" in asked


def test_the_register_leads_to_extending_what_ends_soon(counter: Counter, store: Store) -> None:
    with store() as session:
        d.a_policy(session, counter.manager, STRICT, now=MOMENT - 39 * DAY)
        exception = d.a_decision(
            session,
            counter.manager,
            customer_id=b.a_customer(session, "Large AG").id,
            now=MOMENT - 25 * DAY,
            reason="Our letter was late.",
        )
        number = exception.id

    register = counter.office.get("/exceptions?show=soon").text

    assert "ends in 5 days" in register
    assert f'href="/decisions/{number}/extend"' in register


def test_what_has_no_end_or_is_somebody_elses_matter_is_not_extended(counter: Counter, store: Store, sign_in) -> None:
    with store() as session:
        endless = d.a_decision(session, counter.anna, customer_id=b.a_customer(session).id)
        endless.expires_at = None
        number = endless.id
        admin = b.an_admin(session)

    assert counter.till.get(f"/decisions/{number}/extend").status_code == 422
    assert "/extend" not in counter.till.get(f"/decisions/{number}").text
    assert sign_in(admin).get(f"{counter.page}/extend").status_code == 403


def test_everywhere_a_grant_ends_on_the_day_that_was_said_not_on_the_one_after(counter: Counter, store: Store) -> None:
    # given a grant that goes on until 5 April, that day included, as an exception
    counter.rules(STRICT)
    fields = counter.fields() | {"reason": "They still order.", "do": "ask"}
    asked = counter.till.post(f"{counter.page}/extend", data=fields).location
    sent = the_form(counter.office.get(asked), "ends_on").fields | {"outcome": "granted", "reason": "Be it so."}
    said = counter.office.post(asked, data=sent)
    with store() as session:
        customer_id = session.get_one(Decision, counter.grant_id).customer_id

    # when one looks at who holds it, at the register of exceptions, and at extending it once more
    whom = f"/eligibility?situation={counter.situation_id}&customer={customer_id}"
    pages = [counter.office.get(each).text for each in (whom, "/exceptions", f"{said.location}/extend")]

    # then all say the same day
    assert [("5 Apr" in each, "6 Apr" in each) for each in pages] == [(True, False)] * 3


def test_what_was_extended_once_is_extended_again_by_the_days_that_the_form_proposes(counter: Counter) -> None:
    # given a grant that went on until the end of a day
    first = counter.till.post(f"{counter.page}/extend", data=counter.fields() | {"reason": "They still order."})
    assert first.status_code == 303

    # when it is extended once more, as the form proposes
    fields = the_form(counter.till.get(f"{first.location}/extend"), "ends_on").fields
    second = counter.till.post(f"{first.location}/extend", data=fields | {"reason": "And still."})

    # then it is by as many days as grants last, which the policy allows
    assert (fields["ends_on"], second.status_code) == ("2026-05-05", 303)
