"""Signing in: throttled, telling strangers nothing, with passwords that are kept well."""

import logging
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from config import Settings
from tests.conftest import Store
from tests.support.accounts_forms import PASSWORD, send, signed_in, the_form
from tests.support.builders import an_account
from tests.support.clock import FrozenClock
from tests.support.databases import Database
from tracker.accounts import passwords
from tracker.accounts.records import Account, SignInAttempt
from tracker.accounts.rules.throttle import PER_ACCOUNT, PER_NETWORK, WINDOW, limits_for
from tracker.accounts.use_cases.throttle import count_attempt
from tracker.app import create_app
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction

STRANGER = "nobody@example.org"
TOKEN = re.compile(r'name="csrf_token"[^>]*')
OWL = "eine-ganz-andere-eule"


@pytest.fixture
def email(store: Store) -> str:
    """Return the address of somebody who signs in with PASSWORD."""
    with store() as session:
        account = an_account(session, "Ann")
        account.password = passwords.hashed_password(PASSWORD)
        return account.email


def attempt(client: FlaskClient, email: str, password: str = "wrong", address: str = "203.0.113.5") -> TestResponse:
    form = the_form(client.get("/sign-in"), "email", "password")
    data = form.fields | {"email": email, "password": password}
    return client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address})


def test_the_right_password_leads_in_and_the_wrong_one_does_not(client: FlaskClient, email: str) -> None:
    refused, admitted = attempt(client, email), attempt(client, f" {email.upper()} ", PASSWORD)

    assert refused.status_code == 422
    assert "E-Mail-Adresse oder Passwort stimmt nicht." in refused.text
    assert f'value="{email}"' in refused.text
    assert (admitted.status_code, admitted.headers["Location"]) == (303, "/")


def test_one_address_is_tried_ten_times_in_a_quarter_of_an_hour(client: FlaskClient, email: str) -> None:
    answers = [attempt(client, email, address=f"203.0.{n}.1").status_code for n in range(PER_ACCOUNT)]

    throttled = attempt(client, email, PASSWORD)

    assert set(answers) == {422}
    assert throttled.status_code == 429
    assert int(throttled.headers["Retry-After"]) <= WINDOW.total_seconds() + 1
    assert "Zu viele Versuche." in throttled.text


def test_nobody_is_locked_out_for_good(client: FlaskClient, email: str, clock: FrozenClock) -> None:
    for _ in range(PER_ACCOUNT + 5):
        attempt(client, email)
        clock.advance(timedelta(seconds=30))

    clock.advance(WINDOW - timedelta(seconds=30) * (PER_ACCOUNT + 5))

    assert attempt(client, email, PASSWORD).status_code == 303


def test_signing_in_forgives_what_was_mistyped(client: FlaskClient, email: str, app: Flask) -> None:
    for _ in range(PER_ACCOUNT - 1):
        attempt(client, email)
    attempt(client, email, PASSWORD)

    answers = [attempt(app.test_client(), email).status_code for _ in range(PER_ACCOUNT)]

    assert set(answers) == {422}


def test_one_network_is_throttled_whatever_addresses_it_tries(app: Flask) -> None:
    with app.app_context():
        for number in range(PER_NETWORK):
            count(f"guess{number}@example.org", f"198.51.100.{number % 250}")

        assert count("another@example.org", "198.51.100.251") is not None
        assert count("another@example.org", "198.51.101.1") is None


def count(email: str, address: str) -> timedelta | None:
    with transaction() as session:
        return count_attempt(session, limits_for("sign-in", email, address), now())


def test_four_workers_together_let_no_more_through(app: Flask) -> None:
    """Each thread has a connection of its own, as a process has; all begin at once."""
    start, through = threading.Barrier(4), []

    def work() -> None:
        with app.app_context():
            start.wait()
            through.extend([count(STRANGER, "203.0.113.9") for _ in range(PER_ACCOUNT)])
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(through) == 4 * PER_ACCOUNT
    assert through.count(None) == PER_ACCOUNT
    with app.app_context():
        assert db.session.scalar(select(func.max(SignInAttempt.failures))) == 4 * PER_ACCOUNT


def test_asking_for_links_is_throttled_too(client: FlaskClient, email: str) -> None:
    answers = [send(client, "/forgot-password", email=email).status_code for _ in range(PER_ACCOUNT + 1)]

    assert answers == [303] * PER_ACCOUNT + [429]


def test_strangers_and_wrong_passwords_get_the_same_answer(client: FlaskClient, email: str) -> None:
    known, unknown = attempt(client, email), attempt(client, STRANGER)

    assert known.status_code == unknown.status_code
    assert TOKEN.sub("", known.text.replace(email, "")) == TOKEN.sub("", unknown.text.replace(STRANGER, ""))


def test_a_closed_account_gets_the_same_answer(client: FlaskClient, email: str, store: Store) -> None:
    with store() as session:
        session.scalars(select(Account)).one().active = False

    closed, unknown = attempt(client, email, PASSWORD), attempt(client, STRANGER)

    assert TOKEN.sub("", closed.text.replace(email, "")) == TOKEN.sub("", unknown.text.replace(STRANGER, ""))


def test_asking_for_a_link_tells_nobody_who_has_an_account(app: Flask, email: str) -> None:
    known, unknown = app.test_client(), app.test_client()

    answers = [send(known, "/forgot-password", email=email), send(unknown, "/forgot-password", email=STRANGER)]

    assert len({(answer.status_code, answer.headers["Location"], answer.text) for answer in answers}) == 1
    pages = [TOKEN.sub("", browser.get("/sign-in").text) for browser in (known, unknown)]
    assert pages[0] == pages[1]


@pytest.fixture
def real(app: Flask, database: Database) -> Iterator[Flask]:
    """Yield an application over the same database that hashes as real ones do."""
    real = create_app(Settings(database_url=database.url), clock=app.extensions["clock"])
    yield real
    with real.app_context():
        db.engine.dispose()


def test_the_time_tells_nobody_who_has_an_account(real: Flask) -> None:
    with real.app_context():
        stored = passwords.hashed_password(PASSWORD)
        known = timed(lambda: passwords.verified("wrong", stored))
        unknown = timed(lambda: passwords.verified("wrong", None))

    assert known == pytest.approx(unknown, rel=0.2)


def timed(check: Callable[[], object], times: int = 11) -> float:
    """Return how long it takes when nothing else is in the way."""
    check()
    spans = []
    for _ in range(times):
        start = time.process_time()
        check()
        spans.append(time.process_time() - start)
    return statistics.median(spans)


def test_passwords_are_kept_as_argon2id(real: Flask) -> None:
    with real.app_context():
        stored = passwords.hashed_password(PASSWORD)

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_made_with_weaker_parameters_is_replaced_at_sign_in(
    real: Flask, app: Flask, email: str, store: Store
) -> None:
    with app.app_context():
        weak = hash_password(PASSWORD)

    attempt(real.test_client(), email, PASSWORD)

    with store() as session:
        kept = session.scalars(select(Account.password)).one()
    assert "m=8," in weak
    assert kept is not None
    assert "m=19456," in kept


@pytest.mark.parametrize("password", ["tiefblau7", "zwei-eulen-" * 5 + "im-garten", "x9 " * 42 + "zz"])
def test_8_to_128_characters_are_accepted_and_none_is_cut_off(client: FlaskClient, email: str, password: str) -> None:
    signed_in(client, email)

    answer = send(client, "/settings/password", password=PASSWORD, new_password=password)

    assert answer.status_code == 303
    assert attempt(client.application.test_client(), email, password[:-1]).status_code == 422
    assert attempt(client.application.test_client(), email, password).status_code == 303


def test_a_password_fits_however_its_letters_were_composed(client: FlaskClient, email: str) -> None:
    signed_in(client, email)
    send(client, "/settings/password", password=PASSWORD, new_password="M\u00fchlb\u00e4che-42")

    assert attempt(client.application.test_client(), email, "Mu\u0308hlba\u0308che-42").status_code == 303


@pytest.mark.parametrize(
    ("password", "words"),
    [("kurz", "Between 8 and 128"), ("password1", "on the lists"), ("Promise-Tracker", "easy to guess")],
)
def test_a_bad_password_is_refused_in_words(client: FlaskClient, email: str, password: str, words: str) -> None:
    signed_in(client, email)

    answer = send(client, "/settings/password", password=PASSWORD, new_password=password)

    assert answer.status_code == 422
    assert words in answer.text
    assert password not in answer.text


def test_the_present_password_is_asked_for_and_throttled(client: FlaskClient, email: str) -> None:
    signed_in(client, email)

    answers = [
        send(client, "/settings/password", password="wrong", new_password=OWL).status_code
        for _ in range(PER_ACCOUNT + 1)
    ]

    assert answers == [422] * PER_ACCOUNT + [429]


def test_signing_in_and_failing_to_are_logged_without_secrets(
    client: FlaskClient, email: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    attempt(client, email, "mistyped-secret")
    attempt(client, email, PASSWORD)

    assert "sign-in refused" in caplog.text
    assert "signed in" in caplog.text
    assert "mistyped-secret" not in caplog.text
    assert PASSWORD not in caplog.text
