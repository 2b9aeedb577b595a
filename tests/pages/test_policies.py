"""Writing policies and situations on pages: what cannot be meant is refused at the field, nothing is lost."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.audit.records import Event
from tracker.kernel.errors import Invalid
from tracker.precedents.records import PolicyVersion, Situation
from tracker.precedents.rules import schema
from tracker.precedents.rules.conditions import All, Any, Comparison, Not, Term
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import TIER, Factor, FactorKind

DAY = timedelta(days=1)
PEAK = Factor(name="peak", kind=FactorKind.BOOL, label_de="Stoßzeit?", label_en="Peak time?")
PLACE = Factor(name="place", kind=FactorKind.ENUM, label_de="Ort", label_en="Place", options=("hall", "pool"))


class Office:
    """A manager before the policy about expired coupons, whose cases are told apart by an hour and a place as well."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session, "Till")
            self.manager = b.a_manager(session, of=team)
            self.agent = b.an_agent(session, "Ben", team=team)
            self.number = d.situation_id(session)
            situation = session.get_one(Situation, self.number)
            factors = (*situation.facts().factors, PEAK, PLACE)
            situation.factors = schema.factors_to_json(factors)
        self.page = f"/situations/{self.number}"
        self.browser: FlaskClient = sign_in(self.manager)
        self.till: FlaskClient = sign_in(self.agent)

    def fields(self, place: str = "policy", named: str = "text_de") -> dict[str, str]:
        """What stands in the form."""
        return the_form(self.browser.get(f"{self.page}/{place}"), named).fields

    def write(self, **changes: str) -> TestResponse:
        """Write a version of the policy."""
        texts = {"text_de": "So.", "text_en": "So.", "reason": "It has to be."}
        return self.browser.post(f"{self.page}/policy", data=self.fields() | texts | changes)

    def compare(self, name: str, comparison: str, value: str) -> TestResponse:
        """Write a version by which there is a right if something is so."""
        row = {"entitled-0-field": name, "entitled-0-comparison": comparison, "entitled-0-value": value}
        return self.write(**row)

    def rules(self) -> list[RuleFacts]:
        """The rules that are stored, the oldest first."""
        with self.store() as session:
            asked = select(PolicyVersion).where(PolicyVersion.situation_id == self.number)
            return [schema.rule_from_json(each.rule) for each in session.scalars(asked.order_by(PolicyVersion.number))]

    def change(self, **values: object) -> None:
        """Store other values of the situation."""
        with self.store() as session:
            situation = session.get_one(Situation, self.number)
            for name, value in values.items():
                setattr(situation, name, value)

    def stored(self, rule: RuleFacts, days_ago: int = 1) -> None:
        """Store a version as it is, whatever the form would say."""
        with self.store() as session:
            d.a_policy(session, self.manager, rule, now=MOMENT - days_ago * DAY)


@pytest.fixture
def office(store: Store, sign_in: SignIn) -> Office:
    return Office(store, sign_in)


@pytest.mark.parametrize(
    ("name", "comparison", "value", "why"),
    [
        (TIER, ">=", "Nobody", "One of these: Standard"),
        ("peak", "==", "wahr", "One of these: yes, no"),
        ("place", "==", "garden", "One of these: hall, pool"),
        ("place", ">", "hall", "This is something or is not: Place"),
        (d.DAYS, "<=", "dreißig", "This is no number. Write it like this: 1,234.50"),
        (d.DAYS, "<=", "12,5", "This is no number."),
        (d.DAYS, "<=", "-1", "This cannot be less than 0."),
        (d.DAYS, "~", "1", "Choose one of these."),
        ("weather", "==", "1", "This is nothing that is known of a case."),
    ],
)
def test_a_condition_that_can_never_be_is_refused_at_its_field(
    office: Office, name: str, comparison: str, value: str, why: str
) -> None:
    answer = office.compare(name, comparison, value)
    tried = office.write(**{"entitled-0-field": name, "entitled-0-value": value, "do": "preview"})

    assert answer.status_code == 422
    assert why in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert tried.status_code == 200
    assert office.rules() == []


@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        (TIER, "standard", 0.0, "Standard"),
        (TIER, "0", 0.0, "Standard"),
        ("peak", "Ja", 1.0, "yes"),
        ("place", "Pool", "pool", "pool"),
        (d.DAYS, "2.5", 2.5, "2.5"),
    ],
)
def test_answers_are_read_in_either_language_and_shown_in_ones_own(
    office: Office, name: str, typed: str, stored: float | str, shown: str
) -> None:
    assert office.compare(name, "==", typed).status_code == 303

    assert office.rules()[0].entitled is not None
    assert office.fields()["entitled-0-value"] == shown
    assert f"is {shown}" in office.browser.get(office.page).text


@pytest.mark.parametrize(
    "odd",
    [
        Term(TIER, Comparison.AT_LEAST, "Key Account"),
        Term("peak", Comparison.EQUAL, "wahr"),
        Term(d.DAYS, Comparison.AT_MOST, "dreißig"),
    ],
)
def test_words_that_were_stored_where_numbers_belong_lock_nobody_out(office: Office, odd: Term) -> None:
    office.stored(RuleFacts(prohibited=odd))
    given = {f"fact_{d.DAYS}": "11", f"fact_{d.BASKET}": "40", "fact_peak": "1", "do": "check"}
    form = the_form(office.till.get(f"{office.page}/decide"), "fact_peak")

    asked = office.till.post(f"{office.page}/decide", data=form.fields | given)

    assert (asked.status_code, office.till.get(office.page).status_code) == (200, 200)
    assert odd.value in office.fields().values()


def test_a_forged_answer_is_refused(office: Office) -> None:
    form = the_form(office.till.get(f"{office.page}/decide"), "fact_peak")

    answer = office.till.post(f"{office.page}/decide", data=form.fields | {"fact_peak": "on", "outcome": "granted"})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (RuleFacts(prohibited=d.more_than(d.DAYS, 60)), {"factors-0-label_de": "", "factors-0-label_en": ""}),
        (RuleFacts(prohibited=d.more_than(d.DAYS, 60)), {"factors-0-kind": "bool"}),
        (RuleFacts(entitled=Term("place", Comparison.EQUAL, "pool")), {"factors-3-options": "hall, garden"}),
    ],
)
def test_what_the_policy_depends_on_stays(office: Office, rule: RuleFacts, change: dict[str, str]) -> None:
    office.stored(rule)

    answer = office.browser.post(f"{office.page}/change", data=office.fields("change", "title_de") | change)

    assert answer.status_code == 422
    assert "Version 1 of the policy depends on this." in answer.text
    assert "days?" not in office.till.get(f"{office.page}/decide").text


def test_past_decisions_show_what_was_asked_in_their_time(office: Office) -> None:
    with office.store() as session:
        decision = d.a_decision(session, office.agent, days=12, now=MOMENT - DAY).id
    gone = {"factors-0-label_de": "", "factors-0-label_en": "", "factors-1-kind": "bool", "amount_basis": ""}

    answer = office.browser.post(f"{office.page}/change", data=office.fields("change", "title_de") | gone)

    asked, past = office.till.get(f"{office.page}/decide").text, office.till.get(f"/decisions/{decision}").text
    assert answer.status_code == 303
    assert f"fact_{d.DAYS}" not in asked
    assert f'name="fact_{d.BASKET}"' not in asked
    assert "Days past expiry" in past
    assert "12" in past
    assert "40" in past


def test_a_factor_says_whether_it_can_be_less_than_0(office: Office) -> None:
    given = {f"fact_{d.DAYS}": "-2", f"fact_{d.BASKET}": "40", "outcome": "granted"}
    form = the_form(office.till.get(f"{office.page}/decide"), "fact_peak").fields | given

    refused = office.till.post(f"{office.page}/decide", data=form)
    changed = office.fields("change", "title_de") | {"factors-0-signed": "y"}
    office.browser.post(f"{office.page}/change", data=changed)

    assert "This cannot be less than 0." in refused.text
    assert office.till.post(f"{office.page}/decide", data=form).status_code == 303


def test_a_tolerance_that_is_written_otherwise_is_refused_at_its_row(office: Office) -> None:
    form = office.fields("change", "title_de")

    answer = office.browser.post(f"{office.page}/change", data=form | {"factors-0-tolerance": "2,5"})

    assert answer.status_code == 422
    assert 'aria-describedby="factors-0-tolerance-hint factors-0-tolerance-error"' in answer.text


def test_two_who_write_at_once_do_not_replace_each_other(office: Office) -> None:
    form = office.fields() | {"text_de": "So.", "text_en": "Mine.", "reason": "It has to be."}
    office.write()

    second = office.browser.post(f"{office.page}/policy", data=form, headers={"Origin": "http://localhost"})

    assert second.status_code == 409
    assert "Somebody else has changed this policy meanwhile." in second.text
    assert len(office.rules()) == 1


def test_a_planned_version_is_withdrawn_before_it_begins(office: Office) -> None:
    office.stored(RuleFacts())
    office.write(valid_from="2027-01-01")
    planned = the_form(office.browser.get(office.page), "seen")
    blocked = office.write()
    withdraw = f"{office.page}/policy/withdraw"

    stranger = office.till.post(withdraw, data=the_form(office.till.get(f"{office.page}/decide"), "fact_peak").fields)
    answer = office.browser.post(withdraw, data=planned.fields)
    again = office.browser.post(withdraw, data=planned.fields)

    assert "Withdraw it first." in blocked.text
    assert (stranger.status_code, answer.location, again.status_code) == (403, office.page, 409)
    assert len(office.rules()) == 1
    with office.store() as session:
        [kept] = session.scalars(select(PolicyVersion).where(PolicyVersion.situation_id == office.number))
        assert kept.valid_to is None
        told = session.scalars(select(Event.kind).where(Event.kind == "policy_withdrawn")).all()
    assert len(told) == 1
    assert office.write().status_code == 303


def test_what_is_in_force_is_not_withdrawn(office: Office) -> None:
    office.stored(RuleFacts())
    with office.store() as session:
        [version] = session.scalars(select(PolicyVersion).where(PolicyVersion.situation_id == office.number))
    token = {"csrf_token": office.fields()["csrf_token"], "seen": version.mark}

    answer = office.browser.post(f"{office.page}/policy/withdraw", data=token)

    assert answer.status_code == 422
    assert len(office.rules()) == 1


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ({"agent_up_to": "-1"}, "This cannot be less than 0."),
        ({"agent_up_to": "50", "manager_up_to": "20"}, "Agents cannot give more than managers."),
        ({"band_from": "5"}, "Say up to which amount."),
        ({"band_to": "100", "agent_up_to": "50"}, "Within these amounts everybody may give"),
        ({"band_to": "100", "agent_up_to": "100", "manager_up_to": "99"}, "Agents cannot give more than managers."),
        ({"agent_up_to": "5"}, "No amount is granted in this situation."),
        ({"band_to": "5"}, "No amount is granted in this situation."),
    ],
)
def test_limits_that_cannot_be_meant_are_refused_at_their_field(
    office: Office, limits: dict[str, str], why: str
) -> None:
    office.change(has_amount="No amount" not in why)

    answer = office.write(**limits)

    assert answer.status_code == 422
    assert why in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert office.rules() == []


def test_amounts_are_asked_for_where_one_is_granted_and_in_its_unit(office: Office) -> None:
    # given a situation in which no amount is granted, then one in which that is so
    without = office.browser.get(f"{office.page}/policy").text
    office.change(has_amount=True, amount_basis=d.BASKET)
    within = office.browser.get(f"{office.page}/policy").text

    # then only the second is asked for amounts, in the unit of what they are measured against
    for name, label in (("band_to", "Amounts up to (€)"), ("agent_up_to", "Agents may give up to (€)")):
        assert (f'name="{name}"' in without, f'name="{name}"' in within, label in within) == (False, True, True)


def test_the_same_is_not_a_right_and_ruled_out_and_what_overlaps_is_told(office: Office) -> None:
    with office.store() as session:
        d.a_decision(session, office.agent, days=12, now=MOMENT - DAY)
    right = {"entitled-0-field": d.DAYS, "entitled-0-comparison": "<=", "entitled-0-value": "20"}
    out = {"prohibited-0-field": d.DAYS, "prohibited-0-comparison": "<=", "prohibited-0-value": "20"}

    same = office.write(**right, **out)
    tried = office.write(**right, **out | {"prohibited-0-comparison": ">", "prohibited-0-value": "10"}, do="preview")

    assert same.status_code == 422
    assert "The same cannot be a right and ruled out." in same.text
    assert "One decision would have been a right and ruled out at once" in tried.text


def test_what_the_form_cannot_show_stays_as_it_is(office: Office) -> None:
    nested = Not(All((d.at_most(d.DAYS, 3), d.more_than(d.BASKET, 10))))
    five = Any(tuple(d.more_than(d.DAYS, number) for number in range(5)))
    office.change(has_amount=True)
    office.stored(RuleFacts(entitled=nested, prohibited=five, approver="admin", authority={"auditor": 7}))
    page = office.browser.get(f"{office.page}/policy").text

    assert office.write(agent_up_to="5").status_code == 303

    assert "This condition has no place in rows. It stays as it is." in page
    written = office.rules()[1]
    assert (written.entitled, written.prohibited, written.approver) == (nested, five, "admin")
    assert written.authority == {"auditor": 7, "agent": 5}


def test_who_makes_exceptions_is_chosen_and_said_with_the_teams_where_nobody_stands_so_high(office: Office) -> None:
    # given a team whose manager nobody stands above, and one without a manager
    with office.store() as session:
        b.a_team(session, "Orphans")
    out = {"prohibited-0-field": d.DAYS, "prohibited-0-comparison": ">", "prohibited-0-value": "60"}

    # when a version names who stands above the manager
    tried = office.write(**out, approver="above", do="preview")
    written = office.write(**out, approver="above")

    # then both say so, before it is saved and afterwards
    page = office.browser.get(office.page).text
    assert written.status_code == 303
    assert office.rules()[0].approver == "above"
    for text in (tried.text, page):
        assert "Nobody stands above the manager, who makes the exceptions there: Till." in text
        assert "Nobody makes exceptions where a team has no manager: Orphans." in text
    assert "The manager above the one of the team" in page
    assert office.fields()["approver"] == "above"


def test_who_makes_exceptions_is_one_of_those_that_there_are(office: Office) -> None:
    assert office.write(approver="pope").status_code == 422
    assert office.rules() == []


def test_nothing_new_is_decided_in_a_situation_that_is_switched_off(office: Office) -> None:
    with office.store() as session:
        earlier = d.a_decision(session, office.agent, days=12, now=MOMENT - DAY).id
    given = {f"fact_{d.DAYS}": "11", f"fact_{d.BASKET}": "40", "outcome": "granted"}
    form = the_form(office.till.get(f"{office.page}/decide"), "fact_peak").fields | given
    office.change(active=False)

    looked = office.till.get(f"{office.page}/decide")
    sent = office.till.post(f"{office.page}/decide", data=form)
    anew = office.till.get(f"{office.page}/decide?corrects={earlier}")

    assert (looked.status_code, sent.status_code, anew.status_code) == (422, 422, 200)
    assert "Expired coupon is switched off" in sent.text
    assert "/decide" in looked.text
    with office.store() as session, pytest.raises(Invalid, match="switched off"):
        d.a_decision(session, office.agent)


def test_a_tolerance_is_tried_on_what_was_decided_before_it_is_saved(office: Office) -> None:
    with office.store() as session:
        for days in (10, 11, 30):
            d.a_decision(session, office.agent, days=days, now=MOMENT - DAY)
    form = office.fields("change", "title_de") | {"factors-0-tolerance": "100", "do": "preview"}

    narrow = office.browser.post(f"{office.page}/change", data=form | {"factors-0-tolerance": "0.5"}).text
    wrong = office.browser.post(f"{office.page}/change", data=form | {"factors-0-tolerance": "0,5"}).text
    wide = office.browser.post(f"{office.page}/change", data=form).text

    assert "Of the last 3 decisions in 90 days" in narrow
    assert "Of the last 3 decisions in 90 days" in wide
    assert narrow[narrow.find("Of the last") :][:60] != wide[wide.find("Of the last") :][:60]
    assert "This is no number." in wrong
    with office.store() as session:
        assert session.get_one(Situation, office.number).facts().factors[0].tolerance is None


def test_a_policy_that_holds_for_a_while_says_so_and_is_extended_after_a_look(office: Office) -> None:
    # given an action on top of a policy, and a decision under it
    office.stored(RuleFacts())
    written = office.write(ends_on="2027-01-31", text_en="Goodwill at the turn of the year.")
    with office.store() as session:
        d.a_decision(session, office.agent, days=12, now=MOMENT + DAY / 2)

    # then the page of the policy, the advice and the answer to a customer say until when
    page = office.browser.get(office.page).text
    assert written.status_code == 303
    assert "that day included" in page
    assert "After that version 1 is in force." in page
    fragment = office.till.get(
        f"{office.page}/check?fact_{d.DAYS}=12", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    ).text
    assert "This policy is in force until Sun 31 Jan 2027." in fragment

    # when it is extended
    look = the_form(office.browser.get(f"{office.page}/policy/extend"), "ends_on")
    assert "What was decided under it" in office.browser.get(f"{office.page}/policy/extend").text
    refused = office.browser.post(f"{office.page}/policy/extend", data=look.fields | {"ends_on": "2027-01-31"})
    extended = office.browser.post(
        f"{office.page}/policy/extend", data=look.fields | {"ends_on": "2027-02-28", "reason": "It snows."}
    )

    # then it goes on, and the page says why
    assert (refused.status_code, extended.status_code) == (422, 303)
    after = office.browser.get(office.page).text
    assert "Sun 28 Feb 2027" in after
    assert "It snows." in after
    assert office.till.get(f"{office.page}/policy/extend").status_code == 403


def test_what_is_mended_in_an_action_ends_when_the_action_was_to(office: Office) -> None:
    # given a policy, and an action on top of it with a slip of the pen
    office.stored(RuleFacts())
    office.write(ends_on="2027-01-31", text_en="Godwill at the turn of the year.")

    # when the slip is mended
    assert office.fields()["ends_on"] == "2027-01-31"
    office.write(text_en="Goodwill at the turn of the year.", valid_from="2026-12-01")

    # then the action still ends, and the policy goes on afterwards
    with office.store() as session:
        asked = select(PolicyVersion).where(PolicyVersion.situation_id == office.number)
        base, action, mended = session.scalars(asked.order_by(PolicyVersion.number))
        assert (base.valid_to, mended.ends_at) == (None, action.ends_at)

    # and what stands in its place until the same end goes on alone
    assert re.findall(r"policy/extend\?version=(\d+)", office.browser.get(office.page).text) == ["3"]


def test_what_runs_is_extended_although_an_action_is_planned_on_it(office: Office) -> None:
    # given a policy that ends, and an action of some days within its time
    office.write(ends_on="2027-01-31")
    office.write(valid_from="2026-12-20", ends_on="2026-12-31", text_en="Goodwill at Christmas.")

    # when the one below is extended, from its own button
    assert re.findall(r"policy/extend\?version=(\d+)", office.browser.get(office.page).text) == ["2", "1"]
    address = f"{office.page}/policy/extend?version=1"
    look = the_form(office.browser.get(address), "ends_on")
    office.browser.post(address, data=look.fields | {"ends_on": "2027-03-31", "reason": "It works."})

    # then it goes on, and the action ends as it was to
    with office.store() as session:
        asked = select(PolicyVersion.ends_at).where(PolicyVersion.situation_id == office.number)
        ends = [str(each)[:10] for each in session.scalars(asked.order_by(PolicyVersion.number))]
    assert ends == ["2027-03-31", "2026-12-31"]
    assert office.browser.get(f"{office.page}/policy/extend?version=9").status_code == 404


def test_what_does_not_end_by_itself_is_not_extended(office: Office) -> None:
    office.stored(RuleFacts())

    assert office.browser.get(f"{office.page}/policy/extend").status_code == 404
    assert "Extend" not in office.browser.get(office.page).text


def test_a_policy_may_depend_on_over_what_it_is_asked(office: Office) -> None:
    # given a rule by which what is asked by mail is ruled out, tried on what was asked by phone
    with office.store() as session:
        d.a_decision(session, office.agent, days=12, now=MOMENT - DAY)
    by_mail = {"prohibited-0-field": "channel", "prohibited-0-comparison": "==", "prohibited-0-value": "Mail"}
    tried = office.write(**by_mail, do="preview")
    written = office.write(**by_mail)

    # when requests come over both
    partial = {"HX-Request": "true", "HX-Request-Type": "partial"}
    check = f"{office.page}/check?fact_{d.DAYS}=12&channel="
    mailed = office.till.get(f"{check}mail", headers=partial).text
    phoned = office.till.get(f"{check}phone", headers=partial).text

    # then each is judged by how it came, and the form shows that it counts
    assert written.status_code == 303
    assert "Channel is Mail" in office.browser.get(office.page).text
    assert "The policy rules this out." in mailed
    assert "Channel is Mail (here Mail)" in mailed
    assert "The policy leaves this to your discretion." in phoned
    assert '<details class="more" id="how" open>' in office.till.get(f"{office.page}/decide").text
    assert re.search(r"at discretion</dt>\s*<dd>1<", tried.text)
    with office.store() as session:
        customer = b.a_customer(session, "Anna Blume")
        number = customer.id
    asked = office.till.get(f"/eligibility?situation={office.number}&customer={number}").text
    assert "Ask for: Channel." in asked


def test_over_what_it_is_asked_is_one_of_the_ways_that_there_are(office: Office) -> None:
    answer = office.compare("channel", "==", "pigeon")

    assert answer.status_code == 422
    assert "One of these: " in answer.text


def test_a_policy_may_hold_for_a_region_alone(office: Office) -> None:
    # given a right of who is in Bavaria, tried on one who is
    with office.store() as session:
        there, elsewhere, somewhere = (b.a_customer(session) for _ in range(3))
        there.region, elsewhere.region = "  BAYERN", "Sachsen"
        ids = there.id, elsewhere.id, somewhere.id
        d.a_decision(session, office.agent, customer_id=there.id, now=MOMENT - DAY)
    right = {"entitled-0-field": "region", "entitled-0-comparison": "==", "entitled-0-value": "Bayern"}
    tried = office.write(**right, do="preview")
    written = office.write(**right)

    # when it is asked for each of them
    asked = [office.till.get(f"/eligibility?situation={office.number}&customer={each}").text for each in ids]

    # then it applies to one, not to the other, and of the third it has to be asked for
    assert written.status_code == 303
    assert "Region is Bayern" in office.browser.get(office.page).text
    assert re.search(r"a right</dt>\s*<dd>1<", tried.text)
    assert ["It applies" in page for page in asked] == [True, False, False]
    assert "Region is Bayern (here Sachsen)" in asked[1]
    assert "Ask for: Region." in asked[2]

    # and a decision by it keeps where they were at home
    with office.store() as session:
        decided = d.a_decision(session, office.agent, customer_id=ids[0], reason="By the rule.")
        number, zone = decided.id, decided.zone
    assert zone == "E"
    assert re.search(r"Region</dt>\s*<dd>\s*BAYERN<", office.till.get(f"/decisions/{number}").text)


def test_a_region_is_named_and_has_no_order(office: Office) -> None:
    assert office.compare("region", ">=", "Bayern").status_code == 422
    assert office.compare("region", "==", " ").status_code == 422
