"""The ledger of deliveries: administrators see every attempt, and send again what was given up."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.support.alerts import run_senders, run_sweep
from tests.support.builders import a_promise, an_admin, an_agent, kind_id
from tests.support.clock import MOMENT
from tests.support.mailbox import Mailbox
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.payloads import AffairTold, Matter
from tracker.alerts.rules.replaying import again_key
from tracker.alerts.use_cases.sendings import by_mail
from tracker.kernel.people import Viewer
from tracker.kernel.smtp import MailFailed
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR = timedelta(hours=1)
DEAD = Delivery.state == "dead"


@pytest.fixture
def anna(store) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna")


@pytest.fixture
def promise_id(store, anna: Viewer) -> int:
    with store() as session:
        return a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + 4 * HOUR)).id


@pytest.fixture
def browser(sign_in, store) -> FlaskClient:
    """Return the browser of an administrator, who is there only after the first mails were given up."""
    with store() as session:
        admin = an_admin(session)
    signed_in: FlaskClient = sign_in(admin)
    return signed_in


@pytest.fixture
def given_up(app: Flask, mailbox: Mailbox, promise_id: int, store) -> int:
    """Return the number of a mail that the server refused for good."""
    mailbox.failure = MailFailed("550 no such mailbox", status=550, is_permanent=True)
    with app.app_context():
        run_sweep()
        run_senders(Channel.MAIL)
    mailbox.failure = None
    with store() as session:
        [dead] = session.scalars(select(Delivery).where(DEAD, Delivery.promise_id.is_not(None)))
        return int(dead.id)


def words(browser: FlaskClient, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", browser.get(address).get_data(as_text=True)).split())


def post(browser: FlaskClient, address: str):
    page = browser.get("/admin/deliveries").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return browser.post(address, data={"csrf_token": token[1]}, follow_redirects=True)


@pytest.mark.usefixtures("given_up")
def test_every_delivery_stands_there_with_whom_how_and_what_was_said(browser: FlaskClient):
    page = words(browser, "/admin/deliveries?state=dead")

    assert "Due soon · Anna" in page
    assert "550 no such mailbox" in page
    assert "1 delivery was given up" in page


@pytest.mark.parametrize("matter", [each for each in Matter if each not in {Matter.OCCASION, Matter.AFFAIR}])
def test_whatever_goes_out_has_a_name(browser: FlaskClient, store, matter: Matter):
    with store() as session:
        row = by_mail(f"{matter}:1", json.dumps({matter.value: {}}), MOMENT)
        session.execute(insert_new(session, Delivery), [row])

    page = browser.get("/admin/deliveries")

    assert page.status_code == 200
    assert "nobody" in page.get_data(as_text=True)


def test_what_is_told_of_a_request_has_the_name_of_its_notice(browser: FlaskClient, store):
    told = AffairTold(affair="approval", affair_id=7, kind=NoticeKind.APPROVAL_LATE)
    with store() as session:
        session.execute(insert_new(session, Delivery), [by_mail("a7", told.packed(), MOMENT)])

    assert "Approval late · nobody" in words(browser, "/admin/deliveries")


def test_a_delivery_shows_its_attempts(browser: FlaskClient, given_up: int):
    page = words(browser, f"/admin/deliveries/{given_up}")

    assert "refused" in page
    assert "550 no such mailbox" in page


def test_what_was_given_up_is_sent_again_once(app, browser: FlaskClient, mailbox: Mailbox, given_up: int, store):
    post(browser, f"/admin/deliveries/{given_up}/again")
    again = post(browser, f"/admin/deliveries/{given_up}/again").get_data(as_text=True)
    with app.app_context():
        run_senders(Channel.MAIL)

    assert "already" in again
    about_it = [mail for mail in mailbox.mails if mail.name == "Anna"]
    assert len(about_it) == 1
    with store() as session:
        assert given_up in session.scalars(select(Delivery.id).where(DEAD)).all()


@pytest.mark.usefixtures("given_up")
def test_all_of_them_are_sent_again_at_once(browser: FlaskClient):
    said = post(browser, "/admin/deliveries/again").get_data(as_text=True)
    nothing_left = post(browser, "/admin/deliveries/again").get_data(as_text=True)

    assert "1 is sent again." in said
    assert "0 are sent again." in nothing_left


def test_a_promise_that_ended_meanwhile_is_not_told_of(app, browser, mailbox: Mailbox, given_up: int, store, anna):
    kept = Settlement(outcome=State.KEPT, kept_at=MOMENT)
    with store() as session:
        promise_id = session.get_one(Delivery, given_up).promise_id
        settle_promise(
            session, SettlePromise(promise_id=promise_id, actor=anna, seen_version=1, settlement=kept), MOMENT
        )

    post(browser, f"/admin/deliveries/{given_up}/again")
    with app.app_context():
        run_senders(Channel.MAIL)

    assert [mail for mail in mailbox.mails if mail.name == "Anna"] == []


@pytest.mark.parametrize("address", ["/admin/deliveries", "/admin/deliveries/1"])
def test_it_is_for_administrators_alone(sign_in, anna: Viewer, given_up: int, address: str):
    assert sign_in(anna).get(address).status_code == 403


@given(st.text(max_size=40).filter(lambda key: ":again" not in key), st.integers(1, 9))
def test_every_time_it_has_a_key_of_its_own(key: str, times: int):
    keys = [key]
    for _ in range(times):
        keys.append(again_key(keys[-1]))

    assert keys[-1] == f"{key}:again{times}"
    assert len(set(keys)) == times + 1
