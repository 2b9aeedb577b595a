"""`flask mail-in`: drafts from a mail that an agent sent to a customer, with a copy to the tracker."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Store
from tests.support import builders as b
from tracker.accounts.records import Account
from tracker.audit.queries import history
from tracker.capture.records import MailRead
from tracker.customers.records import ContactPoint
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Promise

MAIL = """From: "Nowak, Anna" <{sender}>
To: petra@sommer.example
Date: Sun, 1 Mar 2026 10:00:00 +0100
Message-ID: <{number}@shop.example>
Content-Type: text/plain; charset=utf-8

Guten Tag Frau Sommer,

die Ersatzteile gehen am Mittwoch in die Post. Ich rufe Sie am Donnerstag um 15 Uhr an.

Am 27. Februar 2026 um 18:00 schrieb Petra Sommer:
> Ich schicke Ihnen die Unterlagen.
"""


@pytest.fixture
def app(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return the application with a folder of its own for what is kept aside."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return app


@pytest.fixture
def ann(store: Store) -> Viewer:
    with store() as session:
        sommer = b.a_customer(session, "Bäckerei Sommer")
        contact = ContactPoint(
            customer_id=sommer.id, kind="mail", value="Petra@sommer.example", match_key="petra@sommer.example"
        )
        session.add(contact)
        return b.an_agent(session, "Anna Nowak")


def address_of(store: Store, person: Viewer) -> str:
    with store() as session:
        return session.get_one(Account, person.id).email


def pipe(app: Flask, content: bytes) -> Result:
    return app.test_cli_runner().invoke(args=["mail-in"], input=content)


def mail(sender: str, number: int = 1) -> bytes:
    return MAIL.format(sender=sender, number=number).encode()


def drafts(store: Store) -> list[Promise]:
    with store() as session:
        found = list(session.scalars(select(Promise).order_by(Promise.due_at)))
        session.expunge_all()
        return found


def kept_aside(app: Flask) -> list[bytes]:
    return [file.read_bytes() for file in Path(app.instance_path).glob("mail-in/*.eml")]


def test_promises_of_a_mail_are_drafts_of_the_agent_for_the_customer(app, ann, store):
    done = pipe(app, mail(address_of(store, ann).upper()))

    assert (done.exit_code, done.stdout, done.stderr) == (0, "Anna Nowak: 2 drafts\n", "")
    post, call = drafts(store)
    assert post.statement == "die Ersatzteile gehen am Mittwoch in die Post."
    assert call.statement == "Ich rufe Sie am Donnerstag um 15 Uhr an."
    assert {(each.state, each.owner_id, each.channel) for each in (post, call)} == {("draft", ann.id, "mail")}
    assert call.due_at == datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    assert call.customer_id is not None
    assert call.made_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    with store() as session:
        assert "Guten Tag Frau Sommer" in str(history(session, "promise", call.id)[0].words["source"])


def test_the_same_mail_twice_is_read_once(app, ann, store):
    sender = address_of(store, ann)
    pipe(app, mail(sender))

    again = pipe(app, mail(sender).replace(b"Guten Tag", b"Hallo"))
    other = pipe(app, mail(sender, number=2))

    assert again.stdout == "Anna Nowak: was read before\n"
    assert other.stdout == "Anna Nowak: 2 drafts\n"
    with store() as session:
        assert session.scalar(select(func.count()).select_from(MailRead)) == 2
        assert session.scalar(select(func.count(Promise.id))) == 4


def test_a_mail_without_promises_is_read_too(app, ann, store):
    content = mail(address_of(store, ann)).split(b"die Ersatzteile")[0]

    assert pipe(app, content).stdout == "Anna Nowak: 0 drafts\n"
    assert kept_aside(app) == []


def test_a_customer_who_is_not_known_is_named_by_the_address(app, ann, store):
    pipe(app, mail(address_of(store, ann)).replace(b"petra@", b"otto@"))

    first = drafts(store)[0]
    assert first.customer_id is None
    with store() as session:
        told = history(session, "promise", first.id)
    assert "otto@sommer.example" in [each.words.get("whom") for each in told]


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"hello", b"From: \n\n", b"From: x@y.example\n\n \n"])
def test_what_is_no_mail_is_kept_aside_and_named(app, ann, store, content):
    done = pipe(app, content)

    assert done.exit_code == 0
    assert done.stderr.startswith("kept aside as ")
    assert kept_aside(app) == [content]
    assert drafts(store) == []


def test_a_mail_of_a_stranger_is_kept_aside(app, ann, store):
    done = pipe(app, mail("stranger@elsewhere.example"))

    assert "stranger@elsewhere.example" in done.stderr
    assert len(kept_aside(app)) == 1
    assert drafts(store) == []


def test_administrators_promise_nothing(app, store, ann):
    with store() as session:
        admin = b.an_account(session, role=Role.ADMIN).email

    assert "kept aside" in pipe(app, mail(admin)).stderr
    assert drafts(store) == []
