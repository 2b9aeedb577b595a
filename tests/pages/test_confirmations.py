"""Confirming a promise to its customer by mail: shown before, sent once, and known of."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.customers_page import a_page
from tests.support.mailbox import Mailbox
from tracker.accounts.records import TeamAddress
from tracker.alerts.records import Delivery
from tracker.alerts.rules.ladders import Channel
from tracker.audit.queries import history
from tracker.customers.records import ContactPoint
from tracker.kernel.mail import Mail
from tracker.kernel.people import Viewer
from tracker.kernel.smtp import MailFailed
from tracker.portal.jobs import note_arrivals
from tracker.portal.records import Confirmation
from tracker.promises.records import Informing, Promise
from tracker.promises.rules import Channel as Told
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.renegotiating import Informed, RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

DUE = MOMENT + timedelta(days=1)
LATER = DUE + timedelta(days=2)
FIELDS = re.compile(r'name="(csrf_token|seen_version|subject)"[^>]*value="([^"]*)"')
TEXT = re.compile(r'<textarea[^>]* id="text"[^>]*>([^<]*)')


@pytest.fixture
def anna(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna")


@pytest.fixture
def promise_id(store: Store, anna: Viewer) -> int:
    with store() as session:
        customer = b.a_customer(session, "Bakery Sommer")
        customer.language = "en"
        _known_as(session, customer.id, "sommer@example.com")
        return b.a_promise(session, anna, customer_id=customer.id, due=Due(DUE)).id


@pytest.fixture
def browser(sign_in: SignIn, anna: Viewer) -> FlaskClient:
    return sign_in(anna)


@pytest.fixture
def mails(app: Flask, mailbox: Mailbox) -> Callable[[], list[Mail]]:
    """Return what sends everything that waits, notes what became of it, and returns every mail so far."""

    def mails() -> list[Mail]:
        with app.app_context():
            run_senders(Channel.MAIL)
            note_arrivals()
        return mailbox.mails

    return mails


def _known_as(session, customer_id: int, email: str) -> None:
    session.add(ContactPoint(customer_id=customer_id, kind="mail", value=email, match_key=email))
    session.flush()


def shown(browser: FlaskClient, promise_id: int) -> dict[str, str]:
    page = browser.get(f"/promises/{promise_id}/confirmation").text
    found = TEXT.search(page)
    assert found is not None, page
    return {**dict(FIELDS.findall(page)), "text": unescape(found[1]).strip(), "email": "sommer@example.com"}


def send(browser: FlaskClient, promise_id: int, fields: dict[str, str]):
    return browser.post(f"/promises/{promise_id}/confirmation", data=fields, follow_redirects=True)


def move(store: Store, anna: Viewer, promise_id: int, informed: Informed | None = None) -> None:
    with store() as session:
        seen = session.get_one(Promise, promise_id).row_version
        command = RenegotiatePromise(
            promise_id=promise_id, actor=anna, seen_version=seen, due=Due(LATER), reason="Forgotten.", informed=informed
        )
        renegotiate_promise(session, command, MOMENT)


def test_what_is_shown_is_sent_and_nothing_else(browser, promise_id, mails):
    fields = shown(browser, promise_id)
    assert mails() == []

    send(browser, promise_id, fields)

    [mail] = mails()
    assert (mail.to, mail.name, mail.language) == ("sommer@example.com", "Bakery Sommer", "en")
    assert mail.subject == fields["subject"]
    assert mail.text.startswith(f"{fields['text']}\n")
    assert "I will call you back about invoice 4711." in mail.text
    assert "09:00 (CET)" in mail.text
    assert "Anna" not in mail.text + mail.html
    assert "http" not in mail.text + mail.html


def test_the_words_can_be_changed_and_stay_in_the_history(browser, promise_id, mails):
    send(browser, promise_id, shown(browser, promise_id) | {"subject": "Your call", "text": "Dear\r\nbakery,\n\nsoon."})

    [mail] = mails()
    assert (mail.subject, mail.text.splitlines()[:4]) == ("Your call", ["Dear", "bakery,", "", "soon."])
    assert "<p>Dear<br>bakery,</p>\n<p>soon.</p>" in mail.html
    page = browser.get(f"/promises/{promise_id}").text
    for words in ("Confirmed to the customer by mail", "sommer@example.com", "Your call", "Dear\nbakery,\n\nsoon."):
        assert words in page


def test_pressed_twice_it_is_sent_once(browser, promise_id, mails, store):
    fields = shown(browser, promise_id)

    answers = [send(browser, promise_id, fields).status_code for _n in range(3)]

    assert answers == [200, 200, 200]
    assert len(mails()) == 1
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Confirmation)) == 1
        kinds = [each.kind for each in history(session, "promise", promise_id)]
        assert kinds.count("confirmation_sent") == 1


def test_other_words_about_the_same_date_are_refused(browser, promise_id, mails):
    fields = shown(browser, promise_id)
    send(browser, promise_id, fields)

    again = send(browser, promise_id, fields | {"text": "Once more."})

    assert again.status_code == 422
    assert "Once more." in again.text
    assert "was confirmed to this address already" in again.text
    assert len(mails()) == 1
    assert "This date is confirmed." in browser.get(f"/promises/{promise_id}/confirmation").text


def test_a_new_date_is_told_with_the_old_one_and_the_words_that_were_said(browser, promise_id, mails, store, anna):
    send(browser, promise_id, shown(browser, promise_id))
    mails()
    move(store, anna, promise_id, Informed(at=MOMENT, channel=Told.PHONE, words="It needs two more days."))

    fields = shown(browser, promise_id)
    send(browser, promise_id, fields)

    _, moved = mails()
    assert moved.subject.startswith("New date: ")
    for words in ("So far: Tue 3 Mar", "New: Thu 5 Mar", "It needs two more days."):
        assert words in moved.text
    assert "Forgotten" not in moved.text


def test_once_a_new_date_has_arrived_the_customer_counts_as_informed(
    browser, promise_id, mails, store, anna, clock: FrozenClock
):
    move(store, anna, promise_id)
    send(browser, promise_id, shown(browser, promise_id))
    with store() as session:
        assert session.get_one(Promise, promise_id).first_informed_at is None
    for words in ("The customer does not know the new date yet.", "is on its way and has not arrived yet."):
        assert words in browser.get(f"/promises/{promise_id}").text

    clock.advance(timedelta(minutes=1))
    mails()

    with store() as session:
        promise, told = session.get_one(Promise, promise_id), session.scalars(select(Informing)).one()
        assert promise.first_informed_at == told.at == clock()
        assert promise.first_informed_at < promise.first_due_at
        assert (told.channel, told.by_id, told.level) == ("mail", anna.id, 1)
        assert told.words.startswith("New date: ")
    page = browser.get(f"/promises/{promise_id}").text
    assert "Customer informed" in page
    assert "does not know the new date" not in page


def test_the_first_date_was_said_already_and_its_confirmation_informs_of_nothing_new(browser, promise_id, mails, store):
    send(browser, promise_id, shown(browser, promise_id))
    mails()

    with store() as session:
        assert session.scalars(select(Informing)).all() == []
        assert session.scalars(select(Confirmation)).one().noted_at == MOMENT


def test_a_mail_that_is_refused_informs_nobody_and_its_owner_learns_it(
    browser, promise_id, mails, mailbox, store, anna
):
    move(store, anna, promise_id)
    send(browser, promise_id, shown(browser, promise_id))
    mailbox.failure = MailFailed("550 no such mailbox", status=550, is_permanent=True)
    mailbox.failing = "sommer@example.com"

    [told] = mails()

    assert told.name == "Anna"
    assert told.subject.startswith("A mail did not reach the customer: I will call you back")
    assert "Mail did not reach the customer" in browser.get("/notices").text
    page = browser.get(f"/promises/{promise_id}").text
    assert "The customer does not know the new date yet." in page
    assert "The last mail did not reach the customer." in page
    assert "The confirmation did not reach the customer" in browser.get(f"/promises/{promise_id}").text
    with store() as session:
        assert session.get_one(Promise, promise_id).first_informed_at is None


def test_a_mail_that_was_held_up_tells_no_date_that_has_moved_meanwhile(
    browser, promise_id, mails, mailbox, store, anna, clock: FrozenClock
):
    send(browser, promise_id, shown(browser, promise_id))
    mailbox.failure = MailFailed("451 try again later", status=451, is_permanent=False)
    mails()
    move(store, anna, promise_id)
    mailbox.failure = None

    clock.advance(timedelta(hours=1))

    assert mails() == []
    page = browser.get(f"/promises/{promise_id}").text
    assert "The confirmation did not reach the customer" in page
    assert "Confirm by mail …" in page


def test_after_a_refusal_it_can_be_sent_again(browser, promise_id, mails, mailbox):
    fields = shown(browser, promise_id)
    send(browser, promise_id, fields)
    mailbox.failure = MailFailed("550 no such mailbox", status=550, is_permanent=True)
    mailbox.failing = "sommer@example.com"
    mails()
    mailbox.failure = None

    send(browser, promise_id, shown(browser, promise_id))

    assert [mail.to for mail in mails() if mail.to == "sommer@example.com"] == ["sommer@example.com"]


def test_what_changed_meanwhile_is_shown_before_anything_is_sent(browser, promise_id, mails, store, anna):
    fields = shown(browser, promise_id)
    move(store, anna, promise_id)

    stale = send(browser, promise_id, fields | {"text": "By tomorrow."})
    assert (stale.status_code, mails()) == (422, [])
    assert "By tomorrow." in stale.text
    assert "changed this promise meanwhile" in stale.text
    send(browser, promise_id, fields | {**dict(FIELDS.findall(stale.text)), "text": "By Thursday."})

    [mail] = mails()
    assert mail.text.startswith("By Thursday.")


@pytest.mark.parametrize("why", ["hidden", "kept", "over"])
def test_where_there_is_nothing_to_confirm_the_page_says_why(why: str, browser, promise_id, mails, store, anna):
    fields = shown(browser, promise_id)
    with store() as session:
        promise = session.get_one(Promise, promise_id)
        if why == "hidden":
            promise.visible_to_customer = False
        elif why == "over":
            promise.due_at = MOMENT
        else:
            kept = Settlement(outcome=State.KEPT, kept_at=MOMENT)
            command = SettlePromise(
                promise_id=promise_id, actor=anna, seen_version=promise.row_version, settlement=kept
            )
            settle_promise(session, command, MOMENT)

    page = browser.get(f"/promises/{promise_id}/confirmation")
    answer = send(browser, promise_id, fields)

    assert page.status_code == 200
    assert 'name="text"' not in page.text
    assert answer.status_code == 422
    assert mails() == []
    assert f"/promises/{promise_id}/confirmation" not in browser.get(f"/promises/{promise_id}").text


def test_without_a_mail_address_the_offer_says_what_is_missing(browser, promise_id, store):
    with store() as session:
        customer_id = session.get_one(Promise, promise_id).customer_id
        session.delete(session.scalars(select(ContactPoint)).one())

    for path in (f"/promises/{promise_id}", f"/promises/{promise_id}/confirmation"):
        page = browser.get(path).text
        assert f'href="/customers/{customer_id}/edit"' in page
        assert "Add a mail address" in page


def test_only_the_customers_own_addresses_are_written_to(browser, promise_id, mails):
    answer = send(browser, promise_id, shown(browser, promise_id) | {"email": "somebody@example.net"})

    assert answer.status_code == 422
    assert mails() == []


def test_the_page_is_named_only_to_customers_who_hold_a_link_that_is_valid(browser, promise_id, store, anna):
    words = "under the link that you have from us"
    assert words not in shown(browser, promise_id)["text"]

    with store() as session:
        address = a_page(session, anna, session.get_one(Promise, promise_id).customer_id)

    text = shown(browser, promise_id)["text"]
    assert words in text
    assert address not in text


def test_answers_go_to_the_address_of_the_team(browser, promise_id, mails, store, anna):
    with store() as session:
        session.add(TeamAddress(address="service@example.org", team_id=anna.team_id))

    page = browser.get(f"/promises/{promise_id}/confirmation").text
    send(browser, promise_id, shown(browser, promise_id))

    assert "Answers go to service@example.org." in page
    assert mails()[0].reply_to == "service@example.org"


def test_after_a_new_date_it_is_offered_and_never_required(browser, promise_id):
    token = shown(browser, promise_id)["csrf_token"]

    page = browser.get(f"/promises/{promise_id}/renegotiate").text
    hidden = dict(re.findall(r'name="(row_version|seen)"[^>]*value="([^"]*)"', page))
    fields = {"due_day": "2026-03-06", "due_time": "10:00", "reason": "Later.", "informed": "no"}
    moved = browser.post(
        f"/promises/{promise_id}/renegotiate", data={"csrf_token": token, **hidden, **fields}, follow_redirects=True
    )

    offer = f'<a href="/promises/{promise_id}/confirmation">Confirm by mail …</a>'
    assert f"New date saved. {offer}" in moved.text


def test_strangers_to_the_team_send_nothing(promise_id, sign_in: SignIn, store, browser, mails):
    fields = shown(browser, promise_id)
    with store() as session:
        stranger = b.an_agent(session)
    other = sign_in(stranger)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', other.get("/keys").text)
    assert token is not None

    answer = send(other, promise_id, fields | {"csrf_token": token[1]})

    assert answer.status_code == 403
    assert mails() == []


def test_the_delivery_shows_in_the_ledger_under_its_promise(browser, promise_id, store):
    send(browser, promise_id, shown(browser, promise_id))

    with store() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert (delivery.promise_id, delivery.at_any_hour) == (promise_id, True)
