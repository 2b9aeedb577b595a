"""A customer answers a mail that they got from us: the owner learns it, the words stay, and nothing is settled."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tests.support.surveys import a_survey
from tracker.accounts.records import Account
from tracker.alerts.records import Notice
from tracker.alerts.rules.ladders import Channel
from tracker.audit.queries import history
from tracker.capture.rules.answers import ANSWERED_WITHIN, MOST_AN_HOUR
from tracker.customers.records import ContactPoint, Customer
from tracker.kernel.people import Viewer
from tracker.portal.records import Confirmation
from tracker.portal.use_cases.confirming import Confirm, confirm
from tracker.promises.records import Promise
from tracker.promises.rules import Due

PETRA = "petra@sommer.example"
ANSWER = """From: Petra Sommer <{sender}>
To: service@shop.example
Subject: Re: What we promised you
Message-ID: <{number}@sommer.example>
{headers}Content-Type: text/plain; charset=utf-8

Thursday is too late for us, please ring before.

On Sun, 1 Mar 2026 at 10:00, Service wrote:
> We promised you: I will call you back.
"""

Pipe = Callable[..., str]


@pytest.fixture
def pipe(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Return what brings a mail by a pipe and returns what became of it; what is kept aside lies in a folder."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))

    def pipe(sender: str = PETRA, number: int = 1, **headers: str) -> str:
        named = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
        content = ANSWER.format(sender=sender, number=number, headers=named)
        done = app.test_cli_runner().invoke(args=["mail-in"], input=content.encode())
        assert done.exit_code == 0
        return done.output

    return pipe


@pytest.fixture
def anna(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna")


@pytest.fixture
def customer_id(store: Store) -> int:
    with store() as session:
        customer = b.a_customer(session, "Bakery Sommer")
        session.add(ContactPoint(customer_id=customer.id, kind="mail", value=PETRA, match_key=PETRA))
        return customer.id


@pytest.fixture
def promises(store: Store, anna: Viewer, customer_id: int) -> list[int]:
    """Return two promises that were confirmed to the same customer, one after the other."""
    return [confirmed(store, anna, customer_id, days) for days in (1, 2)]


def confirmed(store: Store, who: Viewer, customer_id: int, days: int) -> int:
    with store() as session:
        promise = b.a_promise(session, who, customer_id=customer_id, due=Due(MOMENT + timedelta(days=days)))
        wish = Confirm(
            promise_id=promise.id,
            actor=who,
            email=PETRA,
            subject="What we promised you",
            text="We promised you: I will call you back.",
            seen_version=promise.row_version,
        )
        confirm(session, wish, MOMENT + timedelta(seconds=days))
        return promise.id


def heard(store: Store, promise_id: int) -> list[dict[str, object]]:
    with store() as session:
        return [each.words for each in history(session, "promise", promise_id) if each.kind == "customer_writes"]


def told(store: Store) -> list[tuple[int, int | None, str]]:
    with store() as session:
        return [(each.account_id, each.promise_id, each.kind) for each in session.scalars(select(Notice))]


def test_an_answer_reaches_the_owner_of_the_promise_that_was_confirmed(
    pipe, promises, store, anna, mailbox, app, clock: FrozenClock
):
    clock.advance(timedelta(minutes=1))
    with app.app_context():
        run_senders(Channel.MAIL)
    number = mailbox.mails[0].key.replace(":", ".")

    said = pipe(In_Reply_To=f"<{number}@shop.example>")

    first, last = promises
    assert f"Bakery Sommer: an answer about promise {first}, told to its owner" in said
    assert heard(store, first) == [{"source": PETRA, "words": "Thursday is too late for us, please ring before."}]
    assert heard(store, last) == []
    assert told(store) == [(anna.id, first, "customer_writes")]


def test_it_settles_nothing_and_stands_in_the_history(pipe, promises, store, sign_in: SignIn, anna):
    with store() as session:
        before = session.get_one(Promise, promises[-1]).row_version

    pipe()

    page = sign_in(anna).get(f"/promises/{promises[-1]}").text
    assert "The customer answered our mail" in page
    assert "Thursday is too late for us, please ring before." in page
    assert "I will call you back.\n" not in page
    with store() as session:
        promise = session.get_one(Promise, promises[-1])
        assert (promise.state, promise.row_version) == ("open", before)


def test_the_owner_also_gets_a_mail_and_finds_the_answer_in_the_inbox(
    pipe, promises, mailbox: Mailbox, sign_in: SignIn, anna, app
):
    pipe()
    with app.app_context():
        run_senders(Channel.MAIL)

    mail = next(each for each in mailbox.mails if each.name == "Anna")
    assert mail.subject.startswith("The customer answered our mail: ")
    assert "Customer: answered our mail" in sign_in(anna).get("/notices").text


def test_an_answer_that_names_no_mail_of_ours_is_one_to_the_last_mail(pipe, promises, store):
    pipe(In_Reply_To="<something-else@sommer.example>")

    assert len(heard(store, promises[-1])) == 1


def test_a_survey_is_answered_by_mail_as_well(pipe, store, anna, customer_id):
    with store() as session:
        promise_id = b.a_promise(session, anna, customer_id=customer_id).id
        a_survey(session, session.get_one(Customer, customer_id))

    pipe()

    assert len(heard(store, promise_id)) == 1


def test_the_same_mail_is_told_once(pipe, promises, store):
    pipe()
    again = pipe()

    assert "was read before" in again
    assert len(heard(store, promises[-1])) == len(told(store)) == 1


def test_nobody_is_told_of_an_automatic_reply(pipe, promises, store):
    said = pipe(Auto_Submitted="auto-replied")

    assert "skipped as an automatic reply" in said
    assert (heard(store, promises[-1]), told(store)) == ([], [])


def test_a_flood_of_answers_is_kept_aside(pipe, promises, store):
    said = [pipe(number=number) for number in range(MOST_AN_HOUR + 2)]

    assert ["kept aside" in each for each in said] == [False] * MOST_AN_HOUR + [True] * 2
    assert len(heard(store, promises[-1])) == MOST_AN_HOUR


@pytest.mark.parametrize("who", ["stranger@example.net", "kollege@sommer.example"])
def test_what_strangers_write_is_kept_aside(who: str, pipe, promises, store):
    assert "kept aside" in pipe(sender=who)

    assert told(store) == []


def test_a_customer_to_whom_nothing_was_written_lately_is_kept_aside(pipe, promises, store, clock: FrozenClock):
    clock.advance(ANSWERED_WITHIN + timedelta(days=1))

    assert "kept aside" in pipe()
    with store() as session:
        key = session.scalars(select(Confirmation.delivery_key).order_by(Confirmation.id)).first()
    assert key is not None
    assert "told to its owner" in pipe(number=2, References=f"<x@y.example> <{key.replace(':', '.')}@shop.example>")


def test_somebody_of_ours_with_the_address_of_a_customer_promises_as_before(pipe, promises, store, anna):
    with store() as session:
        session.get_one(Account, anna.id).email = PETRA

    assert "drafts" in pipe()
    assert heard(store, promises[-1]) == []
