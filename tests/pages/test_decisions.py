"""Deciding on pages: what is shown before the answer, what refuses it, and what is done about a flag."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tests.support.counting import Counted, counted
from tracker.kernel.people import Viewer
from tracker.precedents.queries import approvals
from tracker.precedents.records import Decision, Flag, Situation
from tracker.precedents.rules.policies import RuleFacts

__all__ = ["counted"]

PARTIAL = {"HX-Request-Type": "partial"}
DAY = timedelta(days=1)


class Till:
    """A team at the till: Anna granted a coupon that was twelve days over, Ben has one of eleven before him."""

    def __init__(self, store: Store, sign_in: SignIn) -> None:
        self.store = store
        with store() as session:
            team = b.a_team(session)
            self.manager = b.a_manager(session, "Marie", of=team)
            self.anna, self.ben = b.an_agent(session, "Anna", team=team), b.an_agent(session, "Ben", team=team)
            self.customer_id = b.a_customer(session, "Bäckerei Sommer").id
            self.granted_id = d.a_decision(session, self.anna, "granted", days=12, now=MOMENT - DAY).id
            self.address = f"/situations/{d.situation_id(session)}/decide"
        self.sign_in = sign_in
        self.browser = sign_in(self.ben)

    def send(self, person: Viewer | None = None, /, **changes: str) -> TestResponse:
        """Fill in the form for a coupon of eleven days, and send it."""
        browser = self.browser if person is None else self.sign_in(person)
        form = the_form(browser.get(self.address), "fact_days_past_expiry")
        fields = form.fields | {"fact_days_past_expiry": "11", "fact_basket_value": "40"}
        return browser.post(self.address, data=fields | changes)

    def flag_id(self) -> int:
        """Let Ben refuse for a reason of his own; return the number of the flag."""
        self.send(outcome="refused", reason="The coupon was a copy.")
        with self.store() as session:
            return session.scalars(select(Flag.id)).one()


@pytest.fixture
def till(store: Store, sign_in: SignIn) -> Till:
    return Till(store, sign_in)


def page_of(till: Till, answer: TestResponse) -> str:
    return till.browser.get(answer.location).text


def test_a_request_is_answered_with_one_click(till: Till) -> None:
    answer = till.send(outcome="granted", fact_basket_value="40.50", request="Please!")

    page = page_of(till, answer)
    assert answer.status_code == 303
    assert "Recorded: Granted." in page
    assert "40.5" in page
    assert "Please!" in page


def test_what_would_contradict_a_precedent_is_said_before_and_refuses_the_answer(till: Till) -> None:
    checked = till.send(do="check")
    refused = till.send(outcome="refused")

    for answer, status in ((checked, 200), (refused, 422)):
        assert answer.status_code == status
        assert f"at least as strong as no. {till.granted_id} of" in answer.text
        assert "Days past expiry (11, there 12)" in answer.text
        assert "One comparable case in 365 days; granted: 1." in answer.text
    assert "Equal cases were decided otherwise" in refused.text


def test_the_same_is_shown_while_it_is_still_being_typed(till: Till) -> None:
    address = till.address.replace("decide", "check")
    fields = {"fact_days_past_expiry": "11", "fact_basket_value": "40"}

    fragment = till.browser.get(address, query_string=fields, headers=PARTIAL)

    assert "If you refuse it:" in fragment.text
    assert "<html" not in fragment.text
    assert till.browser.get(address, query_string=fields).location == till.address


def test_looking_at_a_request_asks_few_questions_about_precedents(till: Till, counted: Counted) -> None:
    address = till.address.replace("decide", "check")
    fields = {
        "fact_days_past_expiry": "11",
        "customer": "x",
        "customer_asked": "x",
        "customer_id": str(till.customer_id),
    }

    with counted() as statements:
        till.browser.get(address, query_string=fields, headers=PARTIAL)

    assert len([each for each in statements if "FROM decision" in each]) == 3
    assert len([each for each in statements if "FROM situation LEFT" in each]) == 1


def test_the_reason_is_one_click_away_also_without_scripts(till: Till) -> None:
    with till.store() as session:
        once = d.a_decision(session, till.anna, "refused", days=200, now=MOMENT - DAY)

    suggested = till.send(fact_days_past_expiry="190", quick="The printer failed", do="")

    assert once.outcome == "refused"
    assert "The printer failed</textarea>" in suggested.text.replace("\n", "").replace("\r", "")


def test_who_decides_otherwise_says_why_and_the_manager_sees_both_cases_side_by_side(till: Till) -> None:
    flag_id = till.flag_id()
    manager = till.sign_in(till.manager)

    listed, page = manager.get("/flags").text, manager.get(f"/flags/{flag_id}").text

    assert "Unequal treatment: Expired coupon" in listed
    assert "The coupon was a copy." in listed
    assert "Refused, although one case that was no stronger was granted" in page
    assert page.count(f"Decision no. {till.granted_id}") >= 2


def test_a_flag_is_settled_by_the_manager_with_a_reason(till: Till) -> None:
    address = f"/flags/{till.flag_id()}"
    manager = till.sign_in(till.manager)
    form = the_form(manager.get(address), "note")

    without = manager.post(address, data=form.fields | {"end": "justified"})
    settled = manager.post(address, data=form.fields | {"end": "justified", "note": "True."})
    again = manager.post(address, data=form.fields | {"end": "justified", "note": "True."})

    assert (without.status_code, settled.location, again.status_code) == (422, "/flags", 409)
    assert "Nothing is to be looked into." in manager.get("/flags").text
    assert "The reason holds" in manager.get("/flags?show=all").text
    assert "The reason holds" in manager.get(address).text


def test_agents_see_their_flag_and_settle_nothing(till: Till) -> None:
    address = f"/flags/{till.flag_id()}"

    page = till.browser.get(address)
    token = the_form(till.browser.get(till.address), "fact_days_past_expiry").fields["csrf_token"]
    answer = till.browser.post(address, data={"csrf_token": token, "end": "justified", "note": "Mine."})

    assert "Unequal treatment" in page.text
    assert 'name="note"' not in page.text
    assert answer.status_code == 403
    assert till.browser.get("/flags").status_code == 403


def test_another_answer_settles_the_flag(till: Till) -> None:
    flag_id = till.flag_id()
    manager = till.sign_in(till.manager)
    with till.store() as session:
        refused_id = session.get_one(Flag, flag_id).decision_id
    form = the_form(manager.get(f"{till.address}?corrects={refused_id}"), "fact_days_past_expiry")

    answer = manager.post(till.address, data=form.fields | {"outcome": "granted"})

    assert form.fields["fact_days_past_expiry"] == "11"
    assert f"It sets right decision no. {refused_id}" in manager.get(answer.location).text
    assert "It was decided anew later." in manager.get(f"/decisions/{refused_id}").text
    assert "The customer got another answer" in manager.get(f"/flags/{flag_id}").text


@pytest.mark.parametrize("typed", ["bäckerei sommer", "BÄCKEREI SOMMER", "Sommer"])
def test_customers_are_found_however_they_are_spelled(till: Till, typed: str) -> None:
    checked = till.send(do="check", customer=typed)
    answer = till.send(outcome="granted", customer=typed, customer_asked=typed, customer_id=str(till.customer_id))

    assert "Bäckerei Sommer" in checked.text
    assert "Bäckerei Sommer" in page_of(till, answer)


def test_a_form_sent_twice_decides_once(till: Till) -> None:
    form = the_form(till.browser.get(till.address), "fact_days_past_expiry")
    fields = form.fields | {"fact_days_past_expiry": "11", "fact_basket_value": "40", "outcome": "granted"}

    first, second = till.browser.post(till.address, data=fields), till.browser.post(till.address, data=fields)

    assert first.location == second.location
    with till.store() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 2


def test_what_was_recorded_by_mistake_is_taken_back(till: Till) -> None:
    address = f"/decisions/{till.granted_id}"
    anna = till.sign_in(till.anna)
    form = the_form(anna.get(address), "seen_version")

    answer = anna.post(form.action, data=form.fields)

    assert answer.location == address
    assert "This decision was taken back." in anna.get(address).text
    assert f"/decisions/{till.granted_id}" not in anna.get("/decisions").text
    assert "No comparable case" in till.send(do="check").text


@pytest.mark.parametrize(
    "odd",
    [
        {"outcome": "perhaps"},
        {"outcome": "granted", "fact_days_past_expiry": "many"},
        {"outcome": "granted", "fact_days_past_expiry": "NaN"},
        {"outcome": "granted", "fact_days_past_expiry": "9" * 40},
        {"outcome": "granted", "form_key": "k" * 41},
        {"outcome": "granted", "channel": "drum"},
        {"outcome": "granted", "corrects": "999999999999"},
    ],
)
def test_what_cannot_be_meant_is_refused(till: Till, odd: dict[str, str]) -> None:
    assert till.send(**odd).status_code in {404, 422}


def test_what_was_granted_becomes_a_promise_that_names_the_decision(till: Till) -> None:
    granted = till.send(outcome="granted", customer="x", customer_asked="x", customer_id=str(till.customer_id))
    [link] = re.findall(
        r'href="(/promises/new[^"]*)"[^>]*><svg[^>]*>.{0,80}</svg><span>Promise it', page_of(till, granted)
    )
    form = the_form(till.browser.get(link.replace("&amp;", "&")), "statement")

    till.browser.post("/promises/new", data=form.fields | {"statement": "You get 10 %.", "due_day": "2026-12-01"})

    assert form.fields["source_reference"] == f"D-{granted.location.rsplit('/', 1)[1]}"
    assert "You get 10 %." in page_of(till, granted)


def test_lists_are_narrowed_down(till: Till) -> None:
    till.send(outcome="refused", reason="A copy.")

    assert "Ben" not in till.browser.get("/decisions?outcome=granted").text.split("<main")[1]
    assert "Anna" not in till.browser.get("/decisions?outcome=refused").text.split("<main")[1]
    assert "Nothing was decided yet." in till.browser.get("/decisions?situation=999999").text


def test_a_manager_makes_a_situation_and_the_next_request_is_asked_by_its_factors(till: Till, store: Store) -> None:
    manager = till.sign_in(till.manager)
    form = the_form(manager.get("/situations/new"), "title_de")
    first = {"factors-0-label_de": "Personen", "factors-0-label_en": "People", "factors-0-direction": "-1"}
    second = {
        "factors-1-label_de": "Saal",
        "factors-1-label_en": "Hall",
        "factors-1-kind": "enum",
        "factors-1-options": "big, small",
        "factors-1-direction": "0",
    }
    names = {"title_de": "Gästeliste", "title_en": "Guest list"}

    more = manager.post("/situations/new", data=form.fields | names | {"do": "more"})
    answer = manager.post("/situations/new", data=form.fields | names | first | second)

    assert more.status_code == 200
    assert answer.location == "/situations"
    with store() as session:
        made = session.scalars(select(Situation).where(Situation.key == "guest_list")).one()
        assert [each.name for each in made.facts().factors] == ["people", "hall"]
    asked = till.browser.get(f"/situations/{made.id}/decide").text
    assert "People" in asked
    assert '<option value="small">' in asked


def test_a_situation_is_changed_without_losing_what_stands_in_it(till: Till, store: Store) -> None:
    manager = till.sign_in(till.manager)
    address = till.address.replace("decide", "change")
    form = the_form(manager.get(address), "title_de")

    answer = manager.post(address, data=form.fields | {"factors-0-tolerance": "5", "factors-1-tolerance": "10 %"})
    stale = manager.post(address, data=form.fields | {"title_en": "Old coupon"})
    wrong = manager.post(address, data=form.fields | {"factors-0-tolerance": "a lot"})

    assert (answer.status_code, stale.status_code, wrong.status_code) == (303, 409, 422)
    with store() as session:
        [days, basket] = session.get_one(Situation, d.situation_id(session)).facts().factors
    assert (days.name, days.direction, days.label_de) == ("days_past_expiry", -1, "Tage abgelaufen")
    assert days.tolerance is not None
    assert basket.tolerance is not None
    assert (days.tolerance.kind, basket.tolerance.amount) == ("abs", 10)


def test_agents_change_neither_situations_nor_policies(till: Till) -> None:
    for place in (
        "/situations/new",
        till.address.replace("decide", "change"),
        till.address.replace("decide", "policy"),
    ):
        assert till.browser.get(place).status_code == 403


def test_a_policy_is_written_and_read_in_words(till: Till) -> None:
    manager = till.sign_in(till.manager)
    address = till.address.replace("decide", "policy")
    form = the_form(manager.get(address), "text_de")
    rule = {
        "text_de": "Bis drei Tage ja, ab sechzig nein.",
        "text_en": "Up to three days yes, from sixty on no.",
        "entitled-0-field": "days_past_expiry",
        "entitled-0-comparison": "<=",
        "entitled-0-value": "3",
        "prohibited_if": "any",
        "prohibited-0-field": "days_past_expiry",
        "prohibited-0-comparison": ">",
        "prohibited-0-value": "60",
        "prohibited-1-field": "tier_rank",
        "prohibited-1-comparison": "<",
        "prohibited-1-value": "0",
    }

    incomplete = manager.post(address, data=form.fields | rule | {"entitled-0-value": ""})
    answer = manager.post(address, data=form.fields | rule)
    unchanged = manager.post(address, data=the_form(manager.get(address), "text_de").fields)

    page = manager.get(answer.location).text
    assert (incomplete.status_code, answer.status_code, unchanged.status_code) == (422, 303, 422)
    assert "Days past expiry at most 3" in page
    assert "Days past expiry more than 60 or Customer tier less than Standard" in page
    assert "Say why the policy changes." in unchanged.text
    assert "Up to three days yes, from sixty on no." in till.browser.get("/situations").text


def test_who_may_not_grant_is_told_before(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))

    checked = till.send(do="check")
    refused = till.send(outcome="granted", reason="She cried.")

    assert "granting it takes somebody who may make exceptions" in checked.text
    assert refused.status_code == 422


def test_somebody_who_may_is_asked_and_answers(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    manager = till.sign_in(till.manager)

    without = till.send(do="ask")
    asked = till.send(do="ask", reason="Our letter was late.")
    listed, own = manager.get("/approvals").text, till.browser.get("/approvals").text
    form = the_form(manager.get(asked.location), "seen_version")
    answered = manager.post(asked.location, data=form.fields | {"outcome": "granted", "reason": "Be it so."})

    assert (without.status_code, asked.status_code, answered.status_code) == (422, 303, 303)
    assert "Our letter was late." in listed
    assert "Our letter was late." in own
    page = manager.get(answered.location).text
    assert "Exception from the policy" in page
    assert "Approved by" in page
    assert "Be it so." in till.browser.get(asked.location).text
    assert "Answered lately" in till.browser.get("/approvals").text


def test_a_form_that_asks_twice_in_one_instant_asks_once(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a form that was sent, and once more before anybody could see that
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    first = till.send(do="ask", reason="Our letter was late.", form_key="0123456789abcdef")
    looked = iter([None])
    asked_with = approvals.asked_with
    monkeypatch.setattr(approvals, "asked_with", lambda *args: next(looked, asked_with(*args)))

    again = till.send(do="ask", reason="Our letter was late.", form_key="0123456789abcdef")

    # then both lead to the one request
    assert (again.status_code, again.location) == (303, first.location)


def test_a_request_is_taken_back(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    place = till.send(do="ask", reason="Our letter was late.").location
    form = the_form(till.browser.get(place), "seen_version")

    answer = till.browser.post(form.action, data=form.fields)

    assert answer.location == "/approvals"
    assert "Nothing waits for approval." in till.browser.get("/approvals").text
    assert "The request was taken back." in till.browser.get(place).text


def test_a_missing_fact_is_asked_for(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))

    checked = till.send(do="check", fact_days_past_expiry="")
    granted = till.send(outcome="granted", fact_days_past_expiry="")

    assert "Ask for: Days past expiry." in checked.text
    assert granted.status_code == 422


def test_administrators_look_and_decide_nothing(till: Till) -> None:
    with till.store() as session:
        admin = b.an_admin(session)
    browser: FlaskClient = till.sign_in(admin)

    assert browser.get("/decisions").status_code == 200
    assert browser.get("/decisions/new").status_code == 403


def test_who_is_to_answer_finds_it_among_the_notices_and_who_asked_the_answer(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    manager = till.sign_in(till.manager)
    place = till.send(do="ask", reason="Our letter was late.", answer_within="1").location

    waiting, rung = manager.get("/notices").text, manager.get("/notices/bell?newest=0&unread=0", headers=PARTIAL).text
    form = the_form(manager.get(place), "seen_version")
    manager.post(place, data=form.fields | {"outcome": "granted", "reason": "Be it so."})

    assert f'href="{place}"' in waiting
    assert "To approve · " in waiting
    assert "To approve: Expired coupon" in rung
    assert f'href="{place}"' in rung
    assert re.search(r"<s>Expired coupon</s>.*?answered", manager.get("/notices").text, re.DOTALL)
    assert "Your request is answered · " in till.browser.get("/notices").text


def test_how_soon_an_answer_is_needed_is_asked_where_approval_is(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))

    assert "within eight office hours" in till.send(do="check").text
    assert till.send(do="ask", reason="Our letter was late.", answer_within="7").status_code == 422


def test_a_form_that_is_sent_twice_asks_once(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    form = the_form(till.browser.get(till.address), "fact_days_past_expiry")
    facts = {"fact_days_past_expiry": "11", "fact_basket_value": "40"}
    fields = form.fields | facts | {"do": "ask", "reason": "Our letter was late."}

    first, second = (till.browser.post(till.address, data=fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location


def test_after_an_answer_the_next_request_opens(till: Till) -> None:
    with till.store() as session:
        d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 10)))
    manager = till.sign_in(till.manager)
    first, second = (till.send(do="ask", reason=f"Our letter was late ({n}).").location for n in "ab")
    form = the_form(manager.get(first), "seen_version")

    answered = manager.post(first, data=form.fields | {"outcome": "granted", "reason": "Be it so."})

    assert answered.location == second


def test_what_the_customer_was_told_is_kept(till: Till) -> None:
    answer = till.send(outcome="granted", told="Gladly, for the loaf's sake.")

    assert "Gladly, for the loaf&#39;s sake." in page_of(till, answer)


def test_the_short_assessment_is_kept_and_shown(till: Till) -> None:
    refused = till.send(outcome="granted", illegal="1")
    answer = till.send(outcome="granted", justified="1", hurts="0")

    assert refused.status_code == 422
    assert "What is illegal is not granted." in refused.text
    shown = page_of(till, answer)
    assert "Is the complaint justified" in shown
    assert "Would it hurt colleagues?" in shown
    assert "Would it be illegal?" not in shown
