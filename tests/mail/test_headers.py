"""No content breaks out of a header: what was sent is parsed as a mail program does it."""

import unicodedata
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import MOMENT
from tests.support.smtp_sink import smtp_sink
from tracker.kernel.mail import Mail, SmtpMailer, as_message, header_text
from tracker.kernel.smtp import SmtpServer

SENDER = "Zusagen <promises@example.org>"
MAIL = Mail(to="anna@example.com", name="Anna", subject="Hello", text="Hello\n", key="k")
HEADERS = sorted(as_message(MAIL, SENDER, MOMENT).keys())

ATTACKS = [
    "x =?UTF-8?Q?=0A?=Bcc: e@example.net",
    "x =?UTF-8?Q?=0D=0A?=Bcc: e@example.net",
    "x\r\nBcc: e@example.net",
    "x\nBcc: e@example.net\n\nbody",
    "x\x0bBcc: e@example.net",
    "x\u2028Bcc: e@example.net",
    "x\u2029Bcc: e@example.net",
    "x\x85Bcc: e@example.net",
    "=?utf-8?b?CkJjYzogZUBleGFtcGxlLm5ldA==?=",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["subject", "name"])
def test_nothing_typed_adds_a_header_to_a_mail_that_was_really_sent(attack: str, place: str) -> None:
    with smtp_sink() as sink:
        SmtpMailer(SmtpServer.at(sink.url), SENDER).send(replace(MAIL, **{place: attack}))  # type: ignore[arg-type]

    assert sorted(sink.messages[0].keys()) == HEADERS
    assert sink.messages[0]["Bcc"] is None


@given(words=st.text(max_size=120))
def test_whatever_is_written_in_a_subject_stays_in_the_subject(words: str):
    content = as_message(replace(MAIL, subject=words.encode("utf-8", "replace").decode()), SENDER, MOMENT).as_bytes()

    parsed = message_from_bytes(content, EmailMessage, policy=default)

    assert sorted(parsed.keys()) == HEADERS


@given(words=st.text(max_size=60))
def test_header_text_is_one_line_without_control_characters_or_encoded_words(words: str):
    line = header_text(words)

    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in line)
    assert "=?" not in line


def test_ordinary_words_stay_as_they_are():
    assert header_text("Rückruf „morgen“ – 35,00 € = ok?") == "Rückruf „morgen“ – 35,00 € = ok?"
