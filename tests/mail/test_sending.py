"""Handing mails to a real server on this machine, and what becomes of every answer."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings
from tests.support.smtp_sink import SmtpSink, smtp_sink
from tracker.kernel.kept_mail import kept_mail, kept_mails
from tracker.kernel.mail import KeptMailer, Mail, MissingMailer, SmtpMailer, mailer_of
from tracker.kernel.smtp import MailFailed, SmtpServer, one_conversation

MAIL = Mail(
    to="anna@example.com",
    name="Anna Nowak",
    subject="Rückruf zur Rechnung 4711",
    text="Zugesagt war der Rückruf.\n.\nEin Punkt allein endet die Mail nicht.\n",
    html="<p>Zugesagt war der <b>Rückruf</b>.</p>",
    key="p5:v1:r2:o0:mail:8",
)


def send(sink: SmtpSink, *, total_s: float = 5.0) -> str:
    server = replace(SmtpServer.at(sink.url), total_s=total_s)
    return SmtpMailer(server, "Zusagen <promises@example.org>").send(MAIL)


def failure(answers: dict[str, str], *, total_s: float = 5.0) -> MailFailed:
    with smtp_sink(answers) as sink, pytest.raises(MailFailed) as failed:
        send(sink, total_s=total_s)
    return failed.value


def test_a_mail_arrives_as_it_was_written():
    with smtp_sink() as sink:
        said = send(sink)

    [message] = sink.messages
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert said == "250 taken"
    assert message["To"] == "Anna Nowak <anna@example.com>"
    assert message["From"] == "Zusagen <promises@example.org>"
    assert message["Subject"] == "Rückruf zur Rechnung 4711"
    assert text is not None
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert html is not None
    assert html.get_content().strip() == MAIL.html


def test_a_mail_is_plain_ascii_on_its_way():
    with smtp_sink() as sink:
        send(sink)

    assert sink.received[0].isascii()


def test_a_repeat_carries_the_same_message_id():
    with smtp_sink() as sink:
        send(sink)
        send(sink)

    assert [message["Message-ID"] for message in sink.messages] == ["<p5.v1.r2.o0.mail.8@example.org>"] * 2


def test_no_answering_machine_answers_a_mail():
    with smtp_sink() as sink:
        send(sink)

    assert sink.messages[0]["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(("code", "is_permanent"), [(451, False), (550, True)])
def test_what_the_server_refuses_for_now_may_be_tried_again(word: str, code: int, *, is_permanent: bool):
    failed = failure({word: f"{code} no"})

    assert (failed.is_permanent, failed.is_ambiguous, failed.status) == (is_permanent, False, code)


@pytest.mark.parametrize("word", ["HELLO", "MAIL", "RCPT"])
def test_a_server_that_hangs_up_before_the_content_did_not_take_it(word: str):
    failed = failure({word: "close"})

    assert (failed.is_permanent, failed.is_ambiguous) == (False, False)


def test_a_server_that_hangs_up_after_the_final_dot_may_have_taken_it():
    failed = failure({".": "close"})

    assert (failed.is_permanent, failed.is_ambiguous) == (False, True)


@pytest.mark.parametrize("word", ["HELLO", "RCPT", "."])
def test_a_server_that_falls_silent_is_left_after_the_time_allowed(word: str):
    began = time.monotonic()

    failed = failure({word: "hang"}, total_s=0.3)

    assert time.monotonic() - began < 2
    assert not failed.is_permanent


def test_mails_that_go_out_together_share_one_conversation():
    with smtp_sink() as sink, one_conversation():
        for _ in range(3):
            send(sink)

    assert (len(sink.messages), sink.calls) == (3, 1)


@pytest.mark.parametrize("farewell", ["421 waited long enough", "close"])
def test_a_server_that_ended_the_conversation_is_called_anew(farewell: str):
    with smtp_sink({"421": farewell}) as sink, one_conversation():
        sink.patience = 1
        for _ in range(3):
            send(sink)

    assert (len(sink.messages), sink.calls) == (3, 3)


def test_a_mail_that_is_refused_costs_the_next_one_nothing():
    with smtp_sink({"RCPT": "550 unknown"}) as sink, one_conversation():
        with pytest.raises(MailFailed):
            send(sink)
        del sink.answers["RCPT"]
        send(sink)

    assert len(sink.messages) == 1


def test_where_nobody_listens_a_later_attempt_may_succeed():
    with smtp_sink() as sink:
        server = SmtpServer.at(sink.url)

    with pytest.raises(MailFailed) as failed:
        SmtpMailer(server, "promises@example.org").send(MAIL)

    assert not failed.value.is_permanent


def test_what_is_no_address_will_never_be_one():
    with smtp_sink() as sink, pytest.raises(MailFailed) as failed:
        SmtpMailer(SmtpServer.at(sink.url), "promises@example.org").send(replace(MAIL, to="anna"))

    assert failed.value.is_permanent


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.com", ("mail.example.com", 25, "", "", False, False)),
        ("smtp://me:p%40ss@mail.example.com:587?starttls", ("mail.example.com", 587, "me", "p@ss", False, True)),
        ("smtps://me:word@mail.example.com", ("mail.example.com", 465, "me", "word", True, False)),
    ],
)
def test_the_address_of_a_server_says_how_to_speak_with_it(url: str, expected: tuple[object, ...]):
    server = SmtpServer.at(url)

    assert (server.host, server.port, server.user, server.password, server.is_tls, server.starts_tls) == expected


def test_the_password_of_a_server_does_not_show():
    assert "word" not in repr(SmtpServer.at("smtps://me:word@mail.example.com"))


def test_development_keeps_its_mails_as_files(tmp_path: Path):
    mailer = mailer_of(Settings(), tmp_path)

    mailer.send(MAIL)

    assert isinstance(mailer, KeptMailer)
    [heading] = kept_mails(tmp_path)
    kept = kept_mail(tmp_path, heading.name)
    assert (heading.to, heading.subject) == ("Anna Nowak <anna@example.com>", MAIL.subject)
    assert kept is not None
    assert (kept.heading, kept.text) == (heading, MAIL.text)


def test_a_real_installation_without_a_mail_server_says_so(tmp_path: Path):
    mailer = mailer_of(Settings(development=False), tmp_path)

    assert isinstance(mailer, MissingMailer)
    with pytest.raises(MailFailed, match="MAIL_URL") as failed:
        mailer.send(MAIL)
    assert failed.value.is_permanent
