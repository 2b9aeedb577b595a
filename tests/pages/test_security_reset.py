"""A forgotten password: a link by mail that works once, for an hour, and only at our own address."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from tests.conftest import SignIn, Store
from tests.support.accounts_company import everything_stored
from tests.support.accounts_forms import PASSWORD, send, signed_in, the_form
from tests.support.builders import an_account, an_admin
from tests.support.clock import FrozenClock
from tests.support.mailbox import Mailbox
from tracker.accounts import passwords
from tracker.accounts.records import Account
from tracker.kernel.smtp import MailFailed

OWL = "eine-ganz-andere-eule"
LINK = re.compile(r"http://127\.0\.0\.1:5000(/reset/\S+)")


@pytest.fixture
def ann(store: Store) -> Account:
    with store() as session:
        ann = an_account(session, "Ann")
        ann.password = passwords.hashed_password(PASSWORD)
        return ann


def link_for(client: FlaskClient, ann: Account, mailbox: Mailbox) -> str:
    """Ask for a link and return where it leads."""
    send(client, "/forgot-password", email=ann.email)
    found = LINK.search(mailbox.mails[-1].text)
    assert found is not None
    return found[1]


def test_a_link_sets_a_new_password_once(client: FlaskClient, ann: Account, mailbox: Mailbox) -> None:
    link = link_for(client, ann, mailbox)

    done = send(client, link, new_password=OWL)

    assert (done.status_code, done.headers["Location"]) == (303, "/sign-in")
    assert signed_in(client.application.test_client(), ann.email, OWL).status_code == 303
    assert signed_in(client.application.test_client(), ann.email, PASSWORD).status_code == 422
    assert client.get(link).status_code == 410
    assert mailbox.mails[-1].subject.endswith("The password was changed")


def test_two_browsers_with_one_link_set_one_password(app: Flask, ann: Account, mailbox: Mailbox) -> None:
    first, second = app.test_client(), app.test_client()
    link = link_for(first, ann, mailbox)
    form = the_form(second.get(link), "new_password")

    send(first, link, new_password=OWL)
    late = second.post(link, data=form.fields | {"new_password": "noch-eine-andere-eule"})

    assert late.status_code == 410
    assert signed_in(first, ann.email, OWL).status_code == 303


def test_a_link_works_for_an_hour(client: FlaskClient, ann: Account, mailbox: Mailbox, clock: FrozenClock) -> None:
    link = link_for(client, ann, mailbox)

    clock.advance(timedelta(minutes=60) - timedelta(seconds=1))
    assert client.get(link).status_code == 200

    clock.advance(timedelta(seconds=1))
    assert client.get(link).status_code == 410


def test_all_sign_ins_end(client: FlaskClient, ann: Account, mailbox: Mailbox, sign_in: SignIn) -> None:
    elsewhere = sign_in(ann)

    send(client, link_for(client, ann, mailbox), new_password=OWL)

    assert elsewhere.get("/settings").status_code == 303


def test_a_new_password_makes_every_earlier_link_useless(client: FlaskClient, ann: Account, mailbox: Mailbox) -> None:
    link = link_for(client, ann, mailbox)
    signed_in(client, ann.email)

    send(client, "/settings/password", password=PASSWORD, new_password=OWL)

    assert client.get(link).status_code == 410


def test_a_closed_account_gets_no_link_and_its_links_die(
    client: FlaskClient, ann: Account, mailbox: Mailbox, store: Store
) -> None:
    link = link_for(client, ann, mailbox)
    with store() as session:
        session.get_one(Account, ann.id).active = False

    send(client, "/forgot-password", email=ann.email)

    assert len(mailbox.mails) == 1
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("change", ["x", "", "~"])
def test_a_forged_link_is_none(client: FlaskClient, ann: Account, mailbox: Mailbox, change: str) -> None:
    link = link_for(client, ann, mailbox)

    assert client.get(f"{link[:-3]}{change}").status_code == 410


def test_nothing_of_a_link_is_stored(client: FlaskClient, ann: Account, mailbox: Mailbox, store: Store) -> None:
    token = link_for(client, ann, mailbox).rsplit("/", 1)[1]

    with store() as session:
        assert token not in repr(everything_stored(session))


@pytest.mark.parametrize("headers", [{"Host": "localhost"}, {"X-Forwarded-Host": "evil.example"}])
def test_the_link_leads_to_our_own_address(
    client: FlaskClient, ann: Account, mailbox: Mailbox, headers: dict[str, str]
) -> None:
    form = the_form(client.get("/forgot-password", headers=headers), "email")

    client.post("/forgot-password", data=form.fields | {"email": ann.email}, headers=headers, buffered=True)

    assert LINK.search(mailbox.mails[0].text)


def test_the_link_has_the_address_of_the_settings(app: Flask, ann: Account, mailbox: Mailbox) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, base_url="https://promises.example.com")
    try:
        send(app.test_client(), "/forgot-password", email=ann.email)
    finally:
        app.extensions["settings"] = settings

    assert "https://promises.example.com/reset/" in mailbox.mails[0].text


def test_a_mail_server_that_is_down_is_nothing_that_strangers_learn(
    client: FlaskClient, ann: Account, mailbox: Mailbox
) -> None:
    mailbox.failure = MailFailed("no route to host")

    assert send(client, "/forgot-password", email=ann.email).status_code == 303


def test_the_mail_is_in_the_language_of_its_reader(
    client: FlaskClient, ann: Account, mailbox: Mailbox, store: Store
) -> None:
    with store() as session:
        session.get_one(Account, ann.id).locale = "de"

    link_for(client, ann, mailbox)

    assert mailbox.mails[0].subject == "Promise Tracker: Neues Passwort"
    assert mailbox.mails[0].text.startswith("Guten Tag Ann,")


def test_a_new_account_sets_its_password_by_the_same_sort_of_link(
    sign_in: SignIn, store: Store, mailbox: Mailbox, app: Flask
) -> None:
    with store() as session:
        admin = an_admin(session)
    new = {"name": "Bo", "email": "bo@example.org", "role": "agent", "time_zone": "Europe/Berlin", "locale": "en"}

    answer = send(sign_in(admin), "/admin/accounts/new", **new)

    assert answer.status_code == 303
    found = LINK.search(mailbox.mails[0].text)
    assert found is not None
    send(app.test_client(), found[1], new_password=OWL)
    assert signed_in(app.test_client(), "bo@example.org", OWL).status_code == 303
    with store() as session:
        assert session.scalars(select(Account.role).where(Account.email == "bo@example.org")).one() == "agent"
