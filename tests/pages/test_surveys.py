"""What a customer answers who was asked by mail, where it leads, and what it adds up to."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_company import everything_stored, token_of
from tests.support.clock import MOMENT, FrozenClock
from tests.support.surveys import DAY, a_silent_customer, a_survey, ask_after
from tracker.alerts.records import Delivery, Notice
from tracker.customers.records import Customer, Tier
from tracker.expectations.records import Expectation
from tracker.kernel.people import Viewer
from tracker.kernel.polls import MOST_A_MINUTE, Polls
from tracker.promises.records import Promise
from tracker.surveys.links import token_for
from tracker.surveys.records import Survey, SurveyRefusal

MORE = "They said that they deliver on Saturdays.\nDo you?"


@pytest.fixture
def anna(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna")


@pytest.fixture
def customer_id(store: Store, anna: Viewer) -> int:
    with store() as session:
        return a_silent_customer(session, anna, "Bakery Sommer").id


@pytest.fixture
def address(store: Store, app: Flask, customer_id: int) -> str:
    """The address in the mail; how often it was opened is counted anew, for its number is that of other tests."""
    app.extensions["survey_polls"] = Polls()
    with store() as session:
        survey_id = a_survey(session, session.get_one(Customer, customer_id)).id
    with app.app_context():
        return f"/s/{token_for(survey_id)}"


def test_the_page_asks_without_sign_in_cookie_or_script_and_looking_changes_nothing(
    client: FlaskClient, address: str, store: Store
) -> None:
    with store() as session:
        before = everything_stored(session)

    page = client.get(address)

    assert page.status_code == 200
    assert "Did we do what we promised you?" in page.text
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.headers
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    with store() as session:
        assert everything_stored(session) == before


def test_it_speaks_the_language_of_the_mail_until_another_is_chosen(client: FlaskClient, address: str) -> None:
    assert '<html lang="en-GB"' in client.get(address).text
    assert "Haben wir getan, was wir Ihnen zugesagt haben?" in client.get(f"{address}?language=de").text


@pytest.mark.parametrize("kept", ["no", "partly"])
def test_whoever_says_that_not_all_was_done_is_heard_of_by_the_owner(
    kept: str, client: FlaskClient, address: str, store: Store, anna: Viewer, sign_in: SignIn, customer_id: int
) -> None:
    answer = client.post(address, data={"kept": kept, "words": ""})

    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    with store() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.account_id, notice.kind) == (anna.id, "customer_doubts")
        assert session.scalars(select(Delivery.recipient_id)).all() == [anna.id]
        assert session.scalar(select(func.count()).select_from(Promise)) == 1
    browser = sign_in(anna)
    assert "Customer: not everything was done" in browser.get("/notices").text
    shown = browser.get(f"/customers/{customer_id}/surveys").text
    assert "did we do what we promised?" in shown
    assert f"{kept.capitalize()}</span>" in shown


def test_whoever_says_yes_disturbs_nobody(client: FlaskClient, address: str, store: Store) -> None:
    client.post(address, data={"kept": "yes", "words": ""})

    with store() as session:
        assert session.scalars(select(Notice)).all() == []
        assert session.scalars(select(Survey.kept)).one() == "yes"


def test_what_they_expect_is_in_the_register_and_is_no_promise(
    client: FlaskClient, address: str, store: Store, anna: Viewer, sign_in: SignIn, customer_id: int
) -> None:
    client.post(address, data={"kept": "yes", "words": MORE})

    with store() as session:
        found = session.scalars(select(Expectation)).one()
        assert (found.customer_id, found.words, found.answer) == (customer_id, MORE, "open")
        assert (found.source, found.is_own_word) == ("experience", True)
        assert session.scalar(select(func.count()).select_from(Promise)) == 1
    register = sign_in(anna).get(f"/customers/{customer_id}/expectations").text
    assert "the customer, asked by mail" in register
    assert "deliver on Saturdays" in register


def test_what_nobody_answered_yet_is_one_entry_with_what_they_say_now(
    client: FlaskClient, address: str, store: Store, app: Flask, customer_id: int
) -> None:
    client.post(address, data={"kept": "yes", "words": "First."})
    with store() as session:
        second = a_survey(session, session.get_one(Customer, customer_id), sent_at=MOMENT - DAY).id
    with app.app_context():
        again = f"/s/{token_for(second)}"

    client.post(again, data={"kept": "yes", "words": "Second."})

    with store() as session:
        assert session.scalars(select(Expectation.words)).all() == ["First.\n\nSecond."]


def test_a_link_is_good_for_one_answer(client: FlaskClient, address: str, store: Store) -> None:
    client.post(address, data={"kept": "yes", "words": ""})

    thanks, again = client.get(address), client.post(address, data={"kept": "no", "words": "Changed."})

    assert (thanks.status_code, again.status_code) == (200, 410)
    assert "Thank you" in thanks.text
    assert 'name="kept"' not in thanks.text
    with store() as session:
        assert session.scalars(select(Survey.kept)).one() == "yes"
        assert session.scalars(select(Notice)).all() == []


def test_a_link_ends_after_thirty_days(client: FlaskClient, address: str, clock: FrozenClock) -> None:
    clock.advance(30 * DAY)

    assert client.get(address).status_code == 410
    assert client.post(address, data={"kept": "yes"}).status_code == 410


def test_without_a_first_answer_the_form_comes_back_with_what_was_typed(client: FlaskClient, address: str) -> None:
    answer = client.post(address, data={"words": MORE})

    assert answer.status_code == 422
    assert "deliver on Saturdays" in answer.text
    assert client.post(address, data={"kept": "perhaps"}).status_code == 422


def test_what_we_did_not_sign_opens_nothing(client: FlaskClient, address: str) -> None:
    forged = [f"{address}x", "/s/1", "/s/x", f"{address[:-1]}"]

    assert {client.get(each).status_code for each in forged} == {404}


def test_a_page_opened_far_too_often_waits(client: FlaskClient, address: str) -> None:
    answers = [client.get(address).status_code for _n in range(MOST_A_MINUTE + 1)]

    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)


def test_no_more_such_mails_is_a_button_and_remembered(
    client: FlaskClient, address: str, store: Store, customer_id: int, sign_in: SignIn, anna: Viewer
) -> None:
    looked = client.get(f"{address}/no-more")
    with store() as session:
        assert session.scalars(select(SurveyRefusal)).all() == []
    answers = [client.post(f"{address}/no-more", follow_redirects=True) for _n in range(2)]

    assert "No more such mails, please" in looked.text
    assert all("You get no more such mails from us." in each.text for each in answers)
    with store() as session:
        assert session.scalars(select(SurveyRefusal.customer_id)).all() == [customer_id]
    assert "Wants no such mails" in sign_in(anna).get(f"/customers/{customer_id}/surveys").text


def test_they_can_be_refused_after_the_link_has_ended(client: FlaskClient, address: str, clock: FrozenClock) -> None:
    clock.advance(40 * DAY)

    assert client.post(f"{address}/no-more").status_code == 303


def test_an_erased_customer_has_no_page(client: FlaskClient, address: str, store: Store, customer_id: int) -> None:
    with store() as session:
        session.get_one(Customer, customer_id).erased_at = MOMENT

    assert client.get(address).status_code == 404
    assert client.post(address, data={"kept": "yes"}).status_code == 404


def test_the_answer_of_a_merged_customer_counts_for_the_one_kept(
    client: FlaskClient, address: str, store: Store, customer_id: int, anna: Viewer
) -> None:
    with store() as session:
        kept = a_silent_customer(session, anna).id
        session.get_one(Customer, customer_id).merged_into_id = kept

    client.post(address, data={"kept": "yes", "words": MORE})

    with store() as session:
        assert session.scalars(select(Expectation.customer_id)).one() == kept


def test_tiers_are_asked_after_days_that_administrators_set(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        admin, tier = b.an_admin(session), ask_after(session, None)
    browser = sign_in(admin)
    fields = {"csrf_token": token_of(browser), "name_de": "Standard", "name_en": "Standard", "active": "y"}

    place = f"/admin/tiers/{tier.id}"
    refused = browser.post(place, data=fields | {"survey_after_days": "7"})
    saved = browser.post(place, data=fields | {"survey_after_days": "120"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    with store() as session:
        assert session.get_one(Tier, tier.id).survey_after_days == 120
    assert "asked by mail after 120 silent days" in browser.get("/admin/tiers").text


# ---- figures -----------------------------------------------------------------------------------------


def _answers(store: Store, anna: Viewer, kept: list[str], tier: str = "standard") -> None:
    with store() as session:
        tier_id = session.scalars(select(Tier.id).where(Tier.key == tier)).one()
        for word in kept:
            customer = a_silent_customer(session, anna)
            customer.tier_id = tier_id
            survey = a_survey(session, customer)
            if word:
                survey.kept, survey.answered_at = word, MOMENT


def _figures(page: str) -> list[str]:
    return re.findall(r"<strong>([^<]*)</strong>", re.sub(r"</?a\b[^>]*>", "", page))


def test_managers_see_what_was_answered_with_its_denominators(store: Store, sign_in: SignIn, anna: Viewer) -> None:
    _answers(store, anna, ["yes"] * 4 + ["partly", "no"] + [""] * 3)
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))

    page = sign_in(manager).get("/surveys").text

    assert _figures(page) == ["6 of 9", "4 of 6", "1 of 6", "1 of 6"]


def test_answers_of_fewer_than_five_people_are_told_to_nobody(store: Store, sign_in: SignIn, anna: Viewer) -> None:
    _answers(store, anna, ["no"] * 4 + [""])
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))

    page = sign_in(manager).get("/surveys").text

    assert _figures(page) == ["4 of 5"]
    assert "from 5 people on" in page
    for asked in ("answered=1", "kept=no"):
        assert sign_in(manager).get(f"/surveys/sent?{asked}").status_code == 403


def test_a_tier_of_few_people_is_told_with_others_or_not_at_all(store: Store, sign_in: SignIn, anna: Viewer) -> None:
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))
        key = session.scalars(select(Tier.key).where(Tier.key != "standard").limit(1)).one()
    _answers(store, anna, ["yes"] * 6)
    _answers(store, anna, ["no"] * 4, key)
    browser = sign_in(manager)

    assert "<table" not in browser.get("/surveys").text
    _answers(store, anna, ["no"], key)

    assert browser.get("/surveys").text.count('<th scope="row">') == 2


def test_every_number_leads_to_as_many_mails(store: Store, sign_in: SignIn, anna: Viewer) -> None:
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))
        key = session.scalars(select(Tier.key).where(Tier.key != "standard").limit(1)).one()
    _answers(store, anna, ["yes"] * 4 + ["partly"] * 3 + ["no"] * 2 + [""])
    _answers(store, anna, ["yes"] * 5 + [""], key)
    browser = sign_in(manager)

    links = re.findall(r'<a href="(/surveys/sent[^"]*)">(\d+)</a>', browser.get("/surveys").text)
    behind = {address: browser.get(unescape(address)).text.count("data-row=") for address, _ in links}

    assert len(set(links)) > 10
    assert behind == {address: int(many) for address, many in links}
    assert sign_in(anna).get("/surveys/sent").status_code == 403


def test_what_reached_nobody_was_not_sent(store: Store, sign_in: SignIn, anna: Viewer) -> None:
    _answers(store, anna, ["yes"] * 5 + [""])
    with store() as session:
        manager = b.a_manager(session, of=b.a_team(session))
        lost = session.scalars(select(Survey).where(Survey.kept.is_(None))).one()
        session.add(
            Delivery(
                channel="mail",
                dedupe_key=lost.delivery_key,
                state="dead",
                due_at=MOMENT,
                visible_at=MOMENT,
                payload="{}",
            )
        )

    assert _figures(sign_in(manager).get("/surveys").text)[0] == "5 of 5"


def test_agents_are_shown_no_figures(sign_in: SignIn, anna: Viewer) -> None:
    assert sign_in(anna).get("/surveys").status_code == 403
