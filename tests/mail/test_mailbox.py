"""Reading a mailbox on a real server on this machine, whatever that answers."""

import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config import Settings, SettingsError
from tests.support.certificates import certified
from tests.support.imap_server import PASSWORD, ImapServer, serving
from tracker.kernel.imap import ImapServer as Server
from tracker.kernel.imap import MailboxFailed

MAIL = b"From: anna@example.org\r\n\r\nIch rufe Sie an.\r\n"


def at(server: ImapServer, done: str = "", *, total_s: float = 5.0) -> Server:
    return replace(Server.at(server.url, done), total_s=total_s)


def read(server: ImapServer, done: str = "", *, total_s: float = 5.0) -> list[bytes | None]:
    """Read and settle everything that waits."""
    with at(server, done, total_s=total_s).opened() as mailbox:
        contents = []
        for number in mailbox.waiting():
            contents.append(mailbox.content(number))
            mailbox.settle(number)
        return contents


def failure(server: ImapServer, *, total_s: float = 5.0) -> str:
    with serving(server), pytest.raises(MailboxFailed) as failed:
        read(server, total_s=total_s)
    return str(failed.value)


def test_what_is_unread_is_read_and_marked():
    server = ImapServer(MAIL, b"From: b@example.org\r\n\r\n) * OK {3}\r\n")
    server.mails[1].flags.add(r"\Seen")

    with serving(server):
        first, second = read(server), read(server)

    assert (first, second) == ([server.mails[2].content], [])


def test_looking_at_a_mail_marks_nothing():
    server = ImapServer(MAIL)

    with serving(server), at(server).opened() as mailbox:
        content = mailbox.content(mailbox.waiting()[0])

    assert content == MAIL
    assert server.unread() == [1]
    assert all("BODY.PEEK[]" in each for each in server.heard if "FETCH" in each)


@pytest.mark.parametrize("abilities", ["AUTH=PLAIN MOVE", "AUTH=PLAIN"])
def test_with_a_folder_for_them_mails_are_moved_there_whoever_looked_at_them(abilities: str):
    server = ImapServer(MAIL, abilities=abilities)
    server.mails[1].flags.add(r"\Seen")

    with serving(server):
        contents = read(server, "Erledigt & gelöscht")

    assert contents == [MAIL]
    assert server.folders == {"Erledigt &- gel&APY-scht": [MAIL]}
    assert all(r"\Deleted" in mail.flags for mail in server.mails.values())


def test_a_mail_that_is_gone_meanwhile_is_none():
    server = ImapServer(MAIL)

    with serving(server), at(server).opened() as mailbox:
        assert mailbox.content("7") is None


def test_a_server_without_authenticate_is_signed_in_to_by_login():
    server = ImapServer(MAIL, abilities="MOVE")
    server.password = 'simple "word"'

    with serving(server):
        assert read(server) == [MAIL]

    assert failure(ImapServer(abilities="MOVE")).endswith("ASCII letters only")


@pytest.mark.parametrize("abilities", ["AUTH=PLAIN", ""])
def test_what_is_refused_is_told_in_one_line_without_the_password(abilities: str):
    server = ImapServer(MAIL, abilities=abilities)
    wrong = replace(at(server), password='kno"pf')

    with serving(server), pytest.raises(MailboxFailed) as failed, wrong.opened():
        pass

    assert "AUTHENTICATIONFAILED" in str(failed.value)
    assert str(failed.value).startswith(f"127.0.0.1:{server.port}: ")
    assert all(part not in str(failed.value) for part in ("kno", "pf"))
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("word", ["AUTHENTICATE", "SELECT", "SEARCH", "FETCH", "STORE"])
@pytest.mark.parametrize("answer", ["NO not now", "BAD what", "hang", "close"])
def test_whatever_breaks_is_one_failure_and_no_mail_is_lost(word: str, answer: str):
    server = ImapServer(MAIL, answers={word: answer})
    began = time.monotonic()

    words = failure(server, total_s=0.3)

    assert time.monotonic() - began < 3
    assert "\n" not in words
    assert server.unread() == [1]


def test_where_nobody_listens_there_is_a_failure_too():
    with serving(ImapServer()) as server:
        gone = at(server)

    with pytest.raises(MailboxFailed, match="refused"), gone.opened():
        pass


def test_tls_is_spoken_and_the_certificate_is_checked(tmp_path: Path):
    serves, trusting = certified("localhost", tmp_path)
    server = ImapServer(MAIL)
    server.context = serves
    named = replace(at(server), host="localhost")

    with serving(server):
        with replace(named, trust=trusting).opened() as mailbox:
            contents = [mailbox.content(number) for number in mailbox.waiting()]
        with pytest.raises(MailboxFailed, match="CERTIFICATE_VERIFY_FAILED"), named.opened():
            pass
        with (
            pytest.raises(MailboxFailed, match="CERTIFICATE_VERIFY_FAILED"),
            replace(at(server), trust=trusting).opened(),
        ):
            pass

    assert contents == [MAIL]


def test_starttls_is_spoken_before_anybody_signs_in(tmp_path: Path):
    serves, trusting = certified("localhost", tmp_path)
    server = ImapServer(MAIL, abilities="STARTTLS AUTH=PLAIN")
    server.upgrade = serves
    named = replace(at(server), host="localhost", starts_tls=True)

    with serving(server):
        with replace(named, trust=trusting).opened() as mailbox:
            assert len(mailbox.waiting()) == 1
        with pytest.raises(MailboxFailed, match="CERTIFICATE_VERIFY_FAILED"), named.opened():
            pass
    without = ImapServer(MAIL)
    with serving(without), pytest.raises(MailboxFailed), replace(at(without), starts_tls=True).opened():
        pass

    assert not any("AUTHENTICATE" in each for each in without.heard)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imaps://me:word@mail.example.com", ("mail.example.com", 993, "me", "word", True, False, "INBOX")),
        (
            "imap://me%40a.example:p%2Fss@mail.example.com:1143/Gesendete%20Kopien?starttls",
            ("mail.example.com", 1143, "me@a.example", "p/ss", False, True, "Gesendete Kopien"),
        ),
    ],
)
def test_the_address_of_a_mailbox_says_how_to_read_it(url: str, expected: tuple[object, ...]):
    server = Server.at(url)

    said = (server.host, server.port, server.user, server.password, server.is_tls, server.starts_tls, server.folder)
    assert said == expected
    assert server.password not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://me:sesam@mail.example.com",
        "imaps://mail.example.com",
        "imap://me:sesam@mail.example.com",
        "imap://me:sesam@mail.example.com?starttls=no",
        "imaps://me:sesam@mail.example.com:port/",
    ],
)
def test_a_mailbox_that_cannot_be_right_is_refused_at_the_start_without_its_password(url: str):
    with pytest.raises(SettingsError, match="MAIL_IN_URL") as refused:
        Settings.from_environment({"MAIL_IN_URL": url})

    assert "sesam" not in str(refused.value)


def test_on_this_machine_nothing_need_be_encrypted():
    with serving(ImapServer()) as server:
        settings = Settings.from_environment({"MAIL_IN_URL": server.url, "MAIL_IN_DONE": "Done"})

    assert (settings.mail_in_url, settings.mail_in_done) == (server.url, "Done")
    assert urlsplit(server.url).scheme == "imap"
    assert PASSWORD not in repr(settings)
