"""Past decisions beside the draft: ticked, compared, and decided alike."""

from dataclasses import replace
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
from tracker.precedents.records import Situation
from tracker.precedents.rules import schema

DAY = timedelta(days=1)


@pytest.fixture
def ben(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Ben", team=b.a_team(session))


@pytest.fixture
def browser(ben: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(ben)


def test_what_was_ticked_stands_beside_the_draft_at_an_address(store: Store, ben: Viewer, browser: FlaskClient) -> None:
    # given two comparable decisions, both ticked in the form
    with store() as session:
        granted = d.a_decision(session, ben, "granted", days=12, reason="A good customer", now=MOMENT - DAY)
        other = d.a_decision(session, ben, "granted", days=11, now=MOMENT - DAY)
        address = f"/situations/{granted.situation_id}"
    form = the_form(browser.get(f"{address}/decide"), "fact_days_past_expiry")
    typed = form.fields | {"fact_days_past_expiry": "11", "fact_basket_value": "40", "request": "Please", "do": "check"}
    assert f'name="with" value="{granted.id}"' in browser.post(f"{address}/decide", data=typed).text

    # when they are compared
    sent = browser.post(f"{address}/decide", data=typed | {"with": [granted.id, other.id], "do": "compare"})
    page = browser.get(sent.location).text

    # then the address holds ids and draft but no token, and what differs is marked
    assert sent.location.startswith(f"{address}/compare?")
    assert f"with={granted.id}&with={other.id}" in sent.location
    assert "csrf_token" not in sent.location
    assert page.count('class="differs"') == 1
    assert f'data-of="No. {granted.id}">12</td>' in page
    assert 'data-of="This case">11</td>' in page
    assert "A good customer" in page

    # and there is no line for an amount, where none is granted
    assert ">Amount<" not in page


def test_deciding_like_that_one_carries_answer_and_reason_over_and_decides_nothing(
    store: Store, ben: Viewer, browser: FlaskClient
) -> None:
    with store() as session:
        granted = d.a_decision(session, ben, "granted", days=12, reason="A good customer", now=MOMENT - DAY)
        address = f"/situations/{granted.situation_id}"
    about = {"with": granted.id, "channel": "phone", "fact_days_past_expiry": "11", "request": "Please"}
    page = browser.get(f"{address}/compare", query_string=about).text
    link = next(part for part in page.split('href="') if "like=" in part).split('"')[0].replace("&amp;", "&")

    form = browser.get(link).text

    assert "A good customer</textarea>" in form
    assert "Please</textarea>" in form
    assert 'class="button primary" name="outcome" value="granted"' in form
    assert 'value="11"' in form
    with store() as session:
        assert len(d.flags_of(session, granted)) == 0


def retire(store: Store, name: str) -> None:
    """Let a factor of the expired coupon no longer be asked for."""
    with store() as session:
        situation = session.scalars(select(Situation).where(Situation.key == d.COUPON)).one()
        factors = schema.factors_from_json(situation.factors)
        situation.factors = schema.factors_to_json(replace(each, retired=each.name == name) for each in factors)


def test_what_is_no_longer_asked_still_stands_beside_the_draft(store: Store, ben: Viewer, browser: FlaskClient) -> None:
    # given a decision from before a factor was retired, and one from after
    with store() as session:
        before = d.a_decision(session, ben, "granted", days=12, basket=47, now=MOMENT - DAY)
    retire(store, d.BASKET)
    with store() as session:
        after = d.a_decision(session, ben, "granted", days=12, now=MOMENT - DAY)

    # when both are compared with a draft
    about = {"with": [before.id, after.id], "channel": "phone", "fact_days_past_expiry": "12"}
    page = browser.get(f"/situations/{before.situation_id}/compare", query_string=about)

    # then it is said of each what is known of it
    assert page.status_code == 200
    assert f'data-of="No. {before.id}">47' in page.text
    assert f'data-of="No. {after.id}">not known</td>' in page.text


@pytest.mark.parametrize(("typed", "differs"), [("1.00", 0), ("1", 0), ("2", 1), ("x", 1)])
def test_amounts_differ_by_what_they_are_and_not_by_how_they_are_typed(
    store: Store, ben: Viewer, browser: FlaskClient, typed: str, differs: int
) -> None:
    facts = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}
    with store() as session:
        draft = d.a_request(session, ben, situation_id=d.situation_id(session, "fee_reversal"), facts=facts)
        granted = d.answer(session, draft, "granted", amount=1, now=MOMENT - DAY)
    about = {"with": granted.id, "channel": "phone", "fact_fee": "60", "fact_earlier_reversals": "0"}

    page = browser.get(
        f"/situations/{granted.situation_id}/compare",
        query_string={**about, "fact_is_our_fault": "1", "amount": typed},
    ).text

    assert page.count('class="differs"') == differs


def test_decisions_of_other_situations_and_hidden_teams_are_not_compared(
    store: Store, ben: Viewer, browser: FlaskClient
) -> None:
    with store() as session:
        insider = b.an_agent(session, team=b.a_team(session, is_closed=True))
        hidden = d.a_decision(session, insider, "granted", reason="Secret")
        elsewhere = d.situation_id(session, "late_return")
        seen = d.a_decision(session, ben, "granted")

    secret = browser.get(f"/situations/{hidden.situation_id}/compare", query_string={"with": hidden.id}).text
    other = browser.get(f"/situations/{elsewhere}/compare", query_string={"with": seen.id}).text

    assert "Tick comparable decisions first" in secret
    assert "Tick comparable decisions first" in other


def test_what_was_decided_anew_is_marked_in_the_list_side_by_side_and_with_its_flag(
    store: Store, sign_in: SignIn
) -> None:
    # given a refusal that contradicts a grant, is flagged, and then decided anew
    with store() as session:
        team = b.a_team(session)
        manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        granted = d.a_decision(session, agent, "granted", days=12, now=MOMENT - 2 * DAY)
        wrong = d.a_decision(session, agent, "refused", days=12, reason="No friend.", now=MOMENT - DAY)
        [flag] = d.flags_of(session, wrong)
        d.a_decision(session, agent, "granted", days=12, corrects_id=wrong.id, now=MOMENT)
        retracted = d.a_decision(session, agent, "granted", days=12, now=MOMENT)
        d.taken_back(session, agent, retracted)
        address = f"/situations/{granted.situation_id}"
    browser = sign_in(manager)

    # when lists and comparisons show it
    listed = browser.get("/decisions").text
    one = browser.get(f"{address}/compare?channel=phone&with={granted.id}").text
    both = browser.get(f"{address}/compare?channel=phone&with={granted.id}&with={wrong.id}&with={retracted.id}").text
    flagged = browser.get(f"/flags/{flag.id}").text

    # then each of them says that it does not stand any more, and nothing where all stand
    assert listed.count("decided anew") == 1
    assert "Where it stands" not in one
    assert ">decided anew</td>" in both
    assert ">taken back</td>" in both
    assert ">stands</td>" in both
    assert "decided anew" in flagged
