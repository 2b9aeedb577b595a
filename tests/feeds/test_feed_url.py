"""`flask feed-url` prints an address that a calendar program can use at once."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import Store
from tests.support.builders import a_promise, an_account, viewer_of
from tests.support.calendars import events_in
from tracker.accounts.records import Account

BASE = "http://127.0.0.1:5000"


def test_it_prints_the_address_alone(app: Flask, client: FlaskClient, store: Store) -> None:
    with store() as session:
        account = an_account(session)
        promise = a_promise(session, viewer_of(account))

    done = app.test_cli_runner().invoke(args=["feed-url", f" {account.email.upper()} "])

    assert (done.exit_code, done.stderr) == (0, "")
    assert re.fullmatch(BASE + r"/cal/[\w-]{43}/my-promises\.ics\n", done.stdout)
    fetched = client.get(done.stdout.strip().removeprefix(BASE))
    assert list(events_in(fetched.data)) == [f"promise-{promise.id}@127.0.0.1"]


def test_a_second_call_makes_a_second_address_and_both_work(app: Flask, client: FlaskClient, store: Store) -> None:
    with store() as session:
        account = an_account(session)

    calls = [app.test_cli_runner().invoke(args=["feed-url", account.email]) for _ in range(2)]

    first, second = (done.stdout.strip().removeprefix(BASE) for done in calls)
    assert first != second
    assert client.get(first).status_code == client.get(second).status_code == 200


def test_the_address_is_named_in_the_accounts_language(app: Flask, store: Store) -> None:
    with store() as session:
        account = an_account(session)
        account.locale = "de"

    done = app.test_cli_runner().invoke(args=["feed-url", account.email])

    assert done.stdout.endswith("/meine-zusagen.ics\n")


def test_a_stranger_is_refused_on_stderr(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["feed-url", "nobody@example.org"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert "nobody@example.org" in done.stderr


def test_somebody_who_left_gets_none(app: Flask, store: Store) -> None:
    with store() as session:
        account = an_account(session)
        session.execute(update(Account).where(Account.id == account.id).values(active=False))

    done = app.test_cli_runner().invoke(args=["feed-url", account.email])

    assert (done.exit_code, done.stdout) == (2, "")
