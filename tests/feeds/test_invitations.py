"""Inviting customers to appointments: what their mail program gets, and how their calendar follows."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT
from tests.support.mailbox import Mailbox
from tracker.alerts.rules.ladders import Channel
from tracker.customers.records import ContactPoint, Customer
from tracker.feeds.following import Now, Step, Told, next_step
from tracker.feeds.itip import Appointment, Invitation, Method, Person, written
from tracker.feeds.jobs import follow_appointments
from tracker.feeds.records import Invitation as Sent
from tracker.kernel.mail import Mail, as_message
from tracker.kernel.people import Viewer
from tracker.kernel.smtp import MailFailed
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import ReopenPromise, SettlePromise, reopen_promise, settle_promise

DUE = MOMENT + timedelta(days=2, hours=1)
LATER = DUE + timedelta(days=1)
VISIT = Appointment("Our technician reads the meter.", DUE, None)
AS_TOLD = Told(VISIT, "sommer@example.com")


@pytest.fixture
def anna(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna")


@pytest.fixture
def promise_id(store: Store, anna: Viewer) -> int:
    with store() as session:
        customer = b.a_customer(session, "Bäckerei Sommer")
        customer.language = "en"
        session.add(ContactPoint(customer_id=customer.id, kind="mail", value="sommer@example.com", match_key="x"))
        kind = b.kind_id(session, "appointment")
        words = VISIT.statement
        return b.a_promise(session, anna, customer_id=customer.id, kind_id=kind, statement=words, due=Due(DUE)).id


@pytest.fixture
def browser(sign_in, anna: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(anna)
    return signed_in


def invite(browser: FlaskClient, promise_id: int, **fields: str):
    address = f"/promises/{promise_id}/invitation"
    page = browser.get(address).get_data(as_text=True)
    filled = dict(re.findall(r'name="(csrf_token|email|name)"[^>]*value="([^"]*)"', page)) | {"language": "en"}
    return browser.post(address, data=filled | fields, follow_redirects=True)


@pytest.fixture
def mails(app: Flask, mailbox: Mailbox) -> Callable[[], list[Mail]]:
    """Return what sends everything that waits and returns every mail so far."""

    def mails() -> list[Mail]:
        with app.app_context():
            run_senders(Channel.MAIL)
        return mailbox.mails

    return mails


@pytest.fixture
def follow(app: Flask) -> Callable[[], None]:
    """Return what a worker does every minute."""

    def follow() -> None:
        with app.app_context():
            follow_appointments()

    return follow


def entry(mail: Mail) -> Any:
    [event] = Calendar.from_ical(mail.calendar).walk("VEVENT")
    return event


def move(store: Store, anna: Viewer, promise_id: int) -> None:
    with store() as session:
        seen = session.get_one(Promise, promise_id).row_version
        renegotiate_promise(
            session,
            RenegotiatePromise(
                promise_id=promise_id, actor=anna, seen_version=seen, due=Due(LATER), reason="ill", informed=None
            ),
            MOMENT,
        )


def end(store: Store, anna: Viewer, promise_id: int, settlement: Settlement) -> None:
    with store() as session:
        seen = session.get_one(Promise, promise_id).row_version
        ending = SettlePromise(promise_id=promise_id, actor=anna, seen_version=seen, settlement=settlement)
        settle_promise(session, ending, MOMENT)


def reopen(store: Store, anna: Viewer, promise_id: int) -> None:
    with store() as session:
        seen = session.get_one(Promise, promise_id).row_version
        mistaken = ReopenPromise(promise_id=promise_id, actor=anna, seen_version=seen, reason="A mistake.")
        reopen_promise(session, mistaken, MOMENT)


def test_the_page_shows_what_will_be_sent_and_the_customer_gets_exactly_that(browser, promise_id, mails):
    page = browser.get(f"/promises/{promise_id}/invitation").get_data(as_text=True)
    invite(browser, promise_id)

    [mail] = mails()
    assert mail.subject in page
    assert (mail.to, mail.name, mail.language) == ("sommer@example.com", "Bäckerei Sommer", "en")
    assert "10:00" in mail.text
    assert VISIT.statement in mail.text
    assert "/promises/" not in mail.text + mail.html


def test_mail_programs_find_the_invitation_beside_the_text_and_as_a_file(browser, promise_id, mails):
    invite(browser, promise_id)
    [mail] = mails()

    message: EmailMessage = as_message(mail, "Zusagen <promises@example.org>", MOMENT)

    parts = [(part.get_content_type(), part.get_param("method"), part.get_filename()) for part in message.walk()]
    assert ("text/calendar", "REQUEST", None) in parts
    assert ("application/ics", None, "invite.ics") in parts
    body = message.get_body(("plain",))
    assert body is not None
    assert VISIT.statement in body.get_content()


def test_a_new_date_follows_with_a_higher_number_once(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    follow()
    move(store, anna, promise_id)
    follow()
    follow()

    first, second = map(entry, mails())
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert (first["DTSTART"].dt, second["DTSTART"].dt) == (DUE, LATER)


def test_a_withdrawal_takes_it_out_of_the_calendar(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    end(store, anna, promise_id, Settlement(outcome=State.WITHDRAWN, note="The customer moves away."))
    follow()
    follow()

    _, off = mails()
    assert (off.calendar_method, str(entry(off)["STATUS"]), entry(off)["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_what_took_place_is_told_to_nobody(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    end(store, anna, promise_id, Settlement(outcome=State.KEPT, kept_at=MOMENT))
    follow()

    assert len(mails()) == 1
    with store() as session:
        assert session.get_one(Sent, promise_id).ended_at == MOMENT


def test_whoever_owns_it_learns_that_the_customer_was_not_reached(browser, promise_id, mails, mailbox):
    invite(browser, promise_id)
    mailbox.failure = MailFailed("550 no such mailbox", status=550, is_permanent=True)
    mailbox.failing = "sommer@example.com"

    [told] = mails()

    assert told.name == "Anna"
    assert told.subject.startswith("A mail did not reach the customer: ")
    assert f"/promises/{promise_id}" in told.text
    assert "550 no such mailbox" in told.text
    assert "Mail did not reach the customer" in browser.get("/notices").get_data(as_text=True)


def test_the_history_tells_of_it(browser, promise_id):
    invite(browser, promise_id)

    assert "Customer invited" in browser.get(f"/promises/{promise_id}").get_data(as_text=True)


@pytest.mark.parametrize("email", ["", "sommer", "a b@c.de"])
def test_an_address_that_is_none_is_refused_at_its_field_and_kept(browser, promise_id, store, email: str):
    answer = invite(browser, promise_id, email=email)

    assert answer.status_code == 422
    assert f'value="{email}"' in answer.get_data(as_text=True)
    with store() as session:
        assert session.scalars(select(Sent)).first() is None


@pytest.mark.parametrize("email", ["a@b.de\r\nBcc: c@d.de", "ü@exämple.de", "a@exämple.de", "a..b@c.de", "a,b@c.de"])
def test_an_address_that_no_mail_reaches_is_refused_at_its_field(browser, promise_id, store, email: str):
    answer = invite(browser, promise_id, email=email)

    assert answer.status_code == 422
    with store() as session:
        assert session.scalars(select(Sent)).first() is None


def test_what_the_customer_may_not_see_is_not_offered(browser, promise_id, store):
    with store() as session:
        session.get_one(Promise, promise_id).visible_to_customer = False

    page = browser.get(f"/promises/{promise_id}/invitation").get_data(as_text=True)

    assert "may not see this promise" in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]


def test_what_is_no_appointment_has_no_invitation(browser, anna, promise_id, store):
    with store() as session:
        letter = b.a_promise(session, anna, kind_id=b.kind_id(session, "reply"), due=Due(DUE)).id

    assert "Only appointments" in browser.get(f"/promises/{letter}/invitation").get_data(as_text=True)
    assert "Only appointments" in invite(browser, letter, email="a@example.com", name="A").get_data(as_text=True)
    with store() as session:
        assert session.scalars(select(Sent)).first() is None


def test_the_hour_is_that_of_the_customer(browser, promise_id, mails, store):
    with store() as session:
        customer_id = session.get_one(Promise, promise_id).customer_id
        session.get_one(Customer, customer_id).time_zone = "America/New_York"

    page = browser.get(f"/promises/{promise_id}/invitation").get_data(as_text=True)
    invite(browser, promise_id)

    [mail] = mails()
    assert "4:00" in mail.text
    assert mail.subject in page


def test_what_the_customer_may_not_see_any_more_waits_and_goes_on_when_they_may(
    browser, promise_id, mails, follow, store, anna
):
    invite(browser, promise_id)
    with store() as session:
        session.get_one(Promise, promise_id).visible_to_customer = False
    move(store, anna, promise_id)
    follow()
    meanwhile = len(mails())
    with store() as session:
        session.get_one(Promise, promise_id).visible_to_customer = True
    follow()

    assert meanwhile == 1
    assert [entry(mail)["DTSTART"].dt for mail in mails()] == [DUE, LATER]


def test_what_was_settled_by_mistake_is_followed_again_without_a_needless_mail(
    browser, promise_id, mails, follow, store, anna
):
    invite(browser, promise_id)
    end(store, anna, promise_id, Settlement(outcome=State.KEPT, kept_at=MOMENT))
    follow()
    reopen(store, anna, promise_id)
    follow()
    meanwhile = len(mails())
    move(store, anna, promise_id)
    follow()

    first, second = mails()
    assert meanwhile == 1
    assert (entry(first)["DTSTART"].dt, entry(second)["DTSTART"].dt) == (DUE, LATER)
    assert second.subject.startswith("New date")


def test_what_was_settled_and_moved_within_one_look_is_told(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    end(store, anna, promise_id, Settlement(outcome=State.KEPT, kept_at=MOMENT))
    follow()
    reopen(store, anna, promise_id)
    move(store, anna, promise_id)
    follow()
    follow()

    assert [entry(mail)["SEQUENCE"] for mail in mails()] == [0, 1]


def test_a_withdrawal_that_is_taken_back_invites_anew(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    end(store, anna, promise_id, Settlement(outcome=State.WITHDRAWN, note="The customer moves away."))
    follow()
    off_page = browser.get(f"/promises/{promise_id}/invitation").get_data(as_text=True)
    reopen(store, anna, promise_id)
    follow()
    follow()

    methods = [(mail.calendar_method, entry(mail)["SEQUENCE"], str(entry(mail)["STATUS"])) for mail in mails()]
    assert methods == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED")]
    assert mails()[-1].subject.startswith("Appointment on")
    assert "Taken out of the calendar of sommer@example.com" in off_page
    with store() as session:
        sent = session.get_one(Sent, promise_id)
        assert (sent.ended_at, sent.cancelled_at) == (None, None)


def test_a_coming_appointment_that_will_not_be_kept_is_called_off(browser, promise_id, mails, follow, store, anna):
    invite(browser, promise_id)
    with store() as session:
        cause = b.cause_id(session)
    end(store, anna, promise_id, Settlement(outcome=State.BROKEN, cause_id=cause))
    follow()

    assert [mail.calendar_method for mail in mails()] == ["REQUEST", "CANCEL"]


def test_what_is_no_appointment_any_more_is_called_off_and_not_followed(
    browser, promise_id, mails, follow, store, anna
):
    invite(browser, promise_id)
    with store() as session:
        session.get_one(Promise, promise_id).kind_id = b.kind_id(session, "callback")
    move(store, anna, promise_id)
    follow()
    follow()

    assert [mail.calendar_method for mail in mails()] == ["REQUEST", "CANCEL"]


def test_a_corrected_address_reads_an_invitation_and_the_wrong_one_a_cancellation(browser, promise_id, mails):
    invite(browser, promise_id, email="wrong@example.com")
    mails()
    invite(browser, promise_id, email="right@example.com")

    told = [(mail.to, mail.calendar_method, entry(mail)["SEQUENCE"]) for mail in mails()]
    assert told == [
        ("wrong@example.com", "REQUEST", 0),
        ("wrong@example.com", "CANCEL", 1),
        ("right@example.com", "REQUEST", 2),
    ]
    assert mails()[-1].subject.startswith("Appointment on")
    assert str(entry(mails()[1])["ATTENDEE"]) == "mailto:wrong@example.com"


def test_an_address_that_never_took_it_is_not_written_to_again(browser, promise_id, mails, mailbox):
    mailbox.failure = MailFailed("550 no such mailbox", status=550, is_permanent=True)
    mailbox.failing = "wrong@example.com"
    invite(browser, promise_id, email="wrong@example.com")
    mails()
    invite(browser, promise_id, email="right@example.com")

    assert [mail.to for mail in mails() if mail.calendar] == ["right@example.com"]


def test_the_same_invitation_once_more_is_no_new_date(browser, promise_id, mails, store, anna):
    invite(browser, promise_id)
    invite(browser, promise_id, email="Sommer@example.com")
    move(store, anna, promise_id)
    preview = browser.get(f"/promises/{promise_id}/invitation").get_data(as_text=True)
    invite(browser, promise_id)

    subjects = [mail.subject.split(" ")[0] for mail in mails()]
    assert subjects == ["Appointment", "Appointment", "New"]
    assert mails()[-1].subject in preview


def test_other_teams_do_not_invite(sign_in, promise_id, store):
    with store() as session:
        other = b.an_agent(session, "Otto")

    assert invite(sign_in(other), promise_id).status_code == 403


@given(st.text(max_size=300), st.text(max_size=60), st.integers(0, 99))
def test_whatever_is_written_in_it_one_event_comes_back(statement: str, name: str, sequence: int):
    invitation = Invitation(
        uid="appointment-5@example.org",
        sequence=sequence,
        method=Method.REQUEST,
        appointment=Appointment(statement, DUE, None),
        organizer=Person(name, "promises@example.org"),
        attendee=Person(name, "sommer@example.com"),
        at=MOMENT,
    )

    calendar = Calendar.from_ical(written(invitation))

    event: Any
    [event] = calendar.walk("VEVENT")
    assert len(calendar.subcomponents) == 1
    assert (str(calendar["METHOD"]), event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", sequence, DUE)
    assert str(event["ATTENDEE"]) == "mailto:sommer@example.com"


OFF = replace(AS_TOLD, is_ended=True, is_cancelled=True)
OVER = replace(AS_TOLD, is_ended=True)
OPEN = Now(at=MOMENT, state=State.OPEN, appointment=VISIT, is_appointment=True, is_visible=True)
MOVED = replace(OPEN, appointment=replace(VISIT, due_at=LATER))


@pytest.mark.parametrize(
    ("now", "followed", "ended", "cancelled"),
    [
        (OPEN, Step.NOTHING, Step.RESUME, Step.UPDATE),
        (MOVED, Step.UPDATE, Step.UPDATE, Step.UPDATE),
        (replace(MOVED, at=LATER), Step.UPDATE, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, appointment=None), Step.NOTHING, Step.NOTHING, Step.NOTHING),
        (replace(MOVED, is_visible=False), Step.NOTHING, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, is_appointment=False), Step.CANCEL, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, is_appointment=False, at=DUE), Step.END, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.KEPT), Step.END, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.PARTLY_KEPT), Step.END, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.BROKEN), Step.CANCEL, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.BROKEN, at=DUE), Step.END, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.WITHDRAWN), Step.CANCEL, Step.NOTHING, Step.NOTHING),
        (replace(OPEN, state=State.WITHDRAWN, is_visible=False), Step.CANCEL, Step.NOTHING, Step.NOTHING),
    ],
)
def test_what_a_calendar_needs_goes_by_what_it_was_told_and_how_the_promise_stands(
    now: Now, followed: Step, ended: Step, cancelled: Step
):
    assert [next_step(told, now) for told in (AS_TOLD, OVER, OFF)] == [followed, ended, cancelled]
