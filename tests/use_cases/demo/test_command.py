"""`flask demo`: who can sign in is all that it answers."""

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import Store
from tests.support import builders as b
from tests.support.accounts_forms import send
from tests.support.alerts import run_senders
from tests.support.databases import ON_SQLITE
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.alerts.rules.ladders import Channel
from tracker.demo.people import PASSWORD, PEOPLE
from tracker.demo.sign_in import new_sign_ins
from tracker.kernel.extensions import db
from tracker.portal.jobs import note_arrivals
from tracker.portal.records import Confirmation
from tracker.promises.records import Promise

EVERYBODY = [f"{person.email} {PASSWORD} {person.role}" for person in PEOPLE]


@pytest.mark.long
def test_it_prints_who_can_sign_in_an_agent_first_and_makes_everything_once(app: Flask) -> None:
    first = app.test_cli_runner().invoke(args=["demo"])
    promises = _count(app, Promise)
    again = app.test_cli_runner().invoke(args=["demo"])
    if_empty = app.test_cli_runner().invoke(args=["demo", "--if-empty"])

    assert [each.exit_code for each in (first, again, if_empty)] == [0, 0, 0]
    assert first.stdout.splitlines() == again.stdout.splitlines() == if_empty.stdout.splitlines() == EVERYBODY
    assert EVERYBODY[0].endswith(" agent")
    assert "no demo data was made" in again.stderr
    assert _count(app, Promise) == promises

    entered = send(app.test_client(), "/sign-in", email=PEOPLE[0].email, password=PASSWORD)

    assert entered.status_code == 303


@ON_SQLITE
@pytest.mark.long
def test_a_worker_that_starts_sends_no_mail_of_the_past(app: Flask, mailbox: Mailbox) -> None:
    app.test_cli_runner().invoke(args=["demo"])

    with app.app_context():
        run_senders(Channel.MAIL)
        note_arrivals()

    assert mailbox.mails == []
    assert _count(app, Confirmation) > 0


def test_where_others_work_it_makes_nothing_when_asked_for_an_empty_database(app: Flask, store: Store) -> None:
    with store() as session:
        b.an_agent(session)

    done = app.test_cli_runner().invoke(args=["demo", "--if-empty"])

    assert (done.exit_code, done.stdout) == (0, "")
    assert _count(app, Account) == 1


def test_it_says_when_nobody_has_the_demo_password_any_more(app: Flask, store: Store) -> None:
    with store() as session:
        b.an_account(session)
        session.execute(update(Account).values(email=PEOPLE[0].email))

    done = app.test_cli_runner().invoke(args=["demo"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert "none of them has the demo password" in done.stderr


def test_promises_for_benchmarks_ask_for_no_known_password(app: Flask, store: Store) -> None:
    with store() as session:
        b.an_account(session)
        session.execute(update(Account).values(email=PEOPLE[0].email))

    done = app.test_cli_runner().invoke(args=["demo", "--promises", "3"])

    assert (done.exit_code, done.stdout) == (0, "")


def test_a_team_of_the_same_name_is_in_its_way(app: Flask, store: Store) -> None:
    with store() as session:
        b.a_team(session, "Service Nord")

    done = app.test_cli_runner().invoke(args=["demo"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is a team of this name already." in done.stderr
    assert _count(app, Account) == 0


def test_where_real_data_may_be_every_password_is_made_anew() -> None:
    made = [each.password for each in new_sign_ins(is_development=False)]

    assert len(set(made)) == len(PEOPLE)
    assert PASSWORD not in made
    assert all(" " not in password and len(password) >= 16 for password in made)


def _count(app: Flask, record: type[Account | Promise | Confirmation]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(record)) or 0
