"""`flask mail-in`: drafts from a mail that an agent sent to a customer, with a copy to the tracker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from config import Settings
from tests.conftest import Store
from tests.support import builders as b
from tests.support.imap_server import PASSWORD, ImapServer, serving
from tracker.accounts.records import Account, Team, TeamAddress
from tracker.alerts.jobs.upkeep import run_task
from tracker.audit.queries import history
from tracker.capture.jobs import read_the_mailbox, tasks
from tracker.capture.records import MailRead
from tracker.capture.rules.texts.mails import mail_in
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


def test_a_team_that_writes_the_month_first_does_so_in_mails(app, ann, store):
    with store() as session:
        session.get_one(Team, ann.team_id).country = "US"

    content = mail(address_of(store, ann)).split(b"die Ersatzteile")[0] + b"I will send you the parts by 03/05/2026."
    pipe(app, content)

    assert [f"{each.due_at:%d.%m.%Y}" for each in drafts(store)] == ["05.03.2026"]


def test_a_mail_makes_no_more_drafts_than_one_can_look_at(app, ann, store):
    content = mail(address_of(store, ann)).split(b"die Ersatzteile")[0] + b"Ich rufe Sie morgen an.\n" * 60

    done = pipe(app, content)

    assert done.stdout == "Anna Nowak: 50 drafts, 10 more promises left out\n"
    assert len(drafts(store)) == 50


def test_a_mail_is_asked_for_again_while_the_database_is_away(app, ann, store, monkeypatch):
    def away(*_args: object) -> None:
        raise OperationalError("select", {}, OSError("no connection"))

    content = mail(address_of(store, ann))
    monkeypatch.setattr("tracker.capture.jobs.take_mail", away)

    done = pipe(app, content)

    assert done.exit_code == 75
    assert "no connection" in done.stderr


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


def test_an_automatic_reply_makes_no_draft_and_says_why(app, ann, store):
    content = mail(address_of(store, ann)).replace(b"To: ", b"Auto-Submitted: auto-replied\nTo: ")

    done, again = pipe(app, content), pipe(app, content)

    assert done.stdout == "Anna Nowak: skipped as an automatic reply (Auto-Submitted: auto-replied)\n"
    assert again.stdout == "Anna Nowak: was read before\n"
    assert drafts(store) == []
    assert kept_aside(app) == []


def test_a_mail_of_a_whole_book_is_read_up_to_a_length_and_says_so(app, ann, store):
    content = mail(address_of(store, ann)).split(b"die Ersatzteile")[0] + b"Ich rufe Sie morgen an.\n" + b"x " * 150_000

    done = pipe(app, content)

    assert done.stdout == "Anna Nowak: 1 drafts, read up to 200,000 characters\n"


def test_an_answer_below_what_it_quotes_becomes_a_draft(app, ann, store):
    head = mail(address_of(store, ann)).split(b"\n\n")[0]
    quoted = b"\n\nAm 27. Februar 2026 um 18:00 schrieb Petra Sommer:\n> Wann rufen Sie an?\n\n"

    pipe(app, head + quoted + "Ich rufe Sie am Donnerstag um 15 Uhr zurück.".encode())

    assert [each.statement for each in drafts(store)] == ["Ich rufe Sie am Donnerstag um 15 Uhr zurück."]


def test_control_characters_and_letters_of_no_known_set_do_no_harm(app, ann, store):
    head = mail(address_of(store, ann)).split(b"\n\n")[0].replace(b"; charset=utf-8", b"")
    body = "Ich ru\x00fe Sie\x1b am Donnerstag um 15 Uhr zurück.".encode("cp1252")

    done = pipe(app, head.replace(b"petra@", b"ott\x00o@") + b"\n\n" + body)

    assert done.stdout == "Anna Nowak: 1 drafts\n"
    assert drafts(store)[0].statement.endswith("am Donnerstag um 15 Uhr zurück.")


def test_a_mail_of_nothing_but_html_is_read_without_what_it_quotes(app, ann, store):
    head = mail(address_of(store, ann)).split(b"\n\n")[0].replace(b"text/plain", b"text/html")
    body = (
        "<html><head><style>p { color: red }</style></head><body><p>Guten Tag,<br>ich rufe Sie am Donnerstag\n"
        "um 15&nbsp;Uhr an.</p><blockquote>Ich schicke Ihnen die Unterlagen.</blockquote></body></html>"
    )

    done = pipe(app, head + b"\n\n" + body.encode())

    assert done.stdout == "Anna Nowak: 1 drafts\n"
    assert drafts(store)[0].statement == "ich rufe Sie am Donnerstag um 15 Uhr an."


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


# ---- from a mailbox --------------------------------------------------------------------------------


@pytest.fixture
def using(app: Flask) -> Iterator[Callable[..., None]]:
    """Return what gives the application a mailbox."""
    before: Settings = app.extensions["settings"]

    def use(server: ImapServer, done: str = "") -> None:
        app.extensions["settings"] = replace(before, mail_in_url=server.url, mail_in_done=done)

    yield use
    app.extensions["settings"] = before


def mailbox(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["mail-in", "--mailbox"])


def test_mails_of_a_mailbox_become_drafts_and_are_marked_as_read(app, ann, store, using):
    sender = address_of(store, ann)
    server = ImapServer(mail(sender), b"\xff", mail("stranger@elsewhere.example"), mail(sender, number=2))

    with serving(server):
        using(server)
        done, again = mailbox(app), mailbox(app)

    assert (done.exit_code, done.stdout) == (0, "Anna Nowak: 2 drafts\n" * 2)
    assert "stranger@elsewhere.example" in done.stderr
    assert len(kept_aside(app)) == 2
    assert len(drafts(store)) == 4
    assert server.unread() == []
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")


def test_a_mail_that_was_read_but_not_marked_makes_no_second_draft(app, ann, store, using):
    server = ImapServer(mail(address_of(store, ann)), answers={"STORE": "close"})
    with serving(server):
        using(server)
        broken = mailbox(app)
        server.answers.clear()
        mended = mailbox(app)

    assert (broken.exit_code, mended.exit_code) == (2, 0)
    assert mended.stdout == "Anna Nowak: was read before\n"
    assert len(drafts(store)) == 2
    assert server.unread() == []


def test_a_mail_that_fails_stays_unread_and_stops_no_other(app, ann, store, using, monkeypatch):
    sender = address_of(store, ann)
    server = ImapServer(mail(sender), mail(sender, number=2))
    monkeypatch.setattr(app, "instance_path", "/dev/null")
    server.mails[1].content = b"no mail"

    with serving(server):
        using(server)
        done = mailbox(app)

    assert done.exit_code == 2
    assert "Of the mails, 1 could not be taken in" in done.stderr
    assert done.stdout == "Anna Nowak: 2 drafts\n"
    assert server.unread() == [1]


def test_what_was_taken_in_before_the_mailbox_broke_is_told_all_the_same(app, ann, store, using):
    server = ImapServer(mail(address_of(store, ann)), b"no mail", mail(address_of(store, ann), number=2))
    server.broken = {3}

    with serving(server):
        using(server)
        done = mailbox(app)

    assert done.exit_code == 2
    assert done.stdout == "Anna Nowak: 2 drafts\n"
    assert "kept aside as" in done.stderr
    assert "The mailbox cannot be read" in done.stderr
    assert server.unread() == [3]


def test_a_mailbox_that_cannot_be_reached_is_said_in_one_line(app, using):
    with serving(ImapServer()) as server:
        using(server)

    done = mailbox(app)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"Error: The mailbox cannot be read: 127.0.0.1:{server.port}: ")
    assert done.stderr.count("\n") == 1


def test_without_the_setting_there_is_no_mailbox(app):
    done = mailbox(app)

    assert (done.exit_code, "MAIL_IN_URL" in done.stderr) == (2, True)


def test_a_worker_reads_the_mailbox_where_there_is_one(app, ann, store, using, caplog):
    server = ImapServer(mail(address_of(store, ann)), b"no mail")
    assert tasks(app.extensions["settings"]) == ()

    with serving(server), app.app_context(), caplog.at_level("INFO"):
        using(server)
        [task] = tasks(app.extensions["settings"])
        assert run_task(task, lambda: False)
        assert not run_task(task, lambda: False)

    assert task.every == timedelta(minutes=1)
    assert len(drafts(store)) == 2
    assert "kept aside as " in caplog.text
    assert server.unread() == []


def test_a_worker_outlives_a_mailbox_that_is_away(app, using, caplog):
    with serving(ImapServer()) as server:
        using(server)

    with app.app_context():
        read_the_mailbox(lambda: False)

    assert "the mailbox cannot be read" in caplog.text
    assert PASSWORD not in caplog.text


# ---- addresses of teams ----------------------------------------------------------------------------


def with_address(store: Store, person: Viewer | None, address: str, *, is_closed: bool = False) -> str:
    """Give a team an address: a person's, or another one."""
    with store() as session:
        team = session.get_one(Team, person.team_id) if person else b.a_team(session, is_closed=is_closed)
        session.add(TeamAddress(address=address, team_id=team.id))
        return team.name


@pytest.mark.parametrize("field", ["To: ", "Cc: ", "Bcc: ", "Delivered-To: ", "X-Original-To: ", "Envelope-To: <"])
def test_a_copy_to_the_team_s_address_is_for_the_customer_among_the_others(app, ann, store, field):
    with_address(store, ann, "service@shop.example")
    end = ">" if "<" in field else ""
    content = f"{field}Service@shop.example{end}\n".encode() + mail(address_of(store, ann))

    done = pipe(app, content)

    made = drafts(store)
    assert done.stdout == "Anna Nowak: 2 drafts\n"
    assert {each.owner_id for each in made} == {ann.id}
    assert all(each.customer_id for each in made)
    with store() as session:
        told = [each.words.get("whom") for each in history(session, "promise", made[0].id)]
    assert "service@shop.example" not in [str(each).lower() for each in told]


def test_the_address_of_another_team_makes_drafts_of_the_sender_all_the_same(app, ann, store):
    other = with_address(store, None, "lager@shop.example")

    done = pipe(app, b"Delivered-To: lager@shop.example\n" + mail(address_of(store, ann)))

    assert done.stdout == f"Anna Nowak: 2 drafts, by the address of {other}\n"
    assert {(each.owner_id, each.team_id) for each in drafts(store)} == {(ann.id, ann.team_id)}


def test_what_is_sent_to_a_closed_team_from_outside_is_kept_aside(app, ann, store):
    with_address(store, None, "board@shop.example", is_closed=True)

    done = pipe(app, b"Delivered-To: board@shop.example\n" + mail(address_of(store, ann)))

    assert "board@shop.example is the address of a closed team" in done.stderr
    assert len(kept_aside(app)) == 1
    assert drafts(store) == []


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-7", "latin-1", "utf-16", "nonsense"]))
def test_whatever_stands_in_a_mail_it_is_one_that_can_be_stored_or_none(body, charset):
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nTo: ".encode()
    try:
        read = mail_in(head + body[:80].replace(b"\n", b"") + b"\n\n" + body)
    except ValueError:
        return

    stored = "".join([read.text, *read.addresses, *read.delivered_to])
    assert "\x00" not in stored
    assert stored.encode()
