"""Reading a mail: what it says, when it was sent, and between whom. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime

from tracker.capture.rules.texts.decoding import decoded
from tracker.capture.rules.texts.html import text_of
from tracker.kernel.bounds import is_within_reach

FROM, TO, ANSWERS = ("from",), ("to", "cc"), ("in-reply-to", "references")
DELIVERED_TO = ("bcc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
"""Where mail servers write down to whom they deliver: a blind copy tells of it nowhere else."""

LONGEST_HEAD, LONGEST_REASON, MOST_ANSWERED = 50_000, 80, 100
_HEAD_END = re.compile(rb"\n\r?\n|\r\r")
_AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
_AUTOMATIC_SUBJECT = re.compile(
    r"(?:out[ -]of[ -](?:the[ -])?office|auto(?:matic|mated)?[ -]?(?:reply|response)|abwesenheits\w+|abwesend\b|"
    r"automatische (?:antwort|rückmeldung))",
    re.IGNORECASE,
)
"""How such mails begin; behind "Re:" or "AW:" somebody has answered one."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes: NUL, and halves of letters that were cut apart."""


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail as far as it matters here; `recipients` are those it names, `delivered_to` is where the copy went.

    `automatic` is what says that a program wrote it, as an automatic reply; empty for what somebody wrote. `answers`
    are the Message-IDs of the mails before it.
    """

    text: str
    sent_at: datetime | None
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str
    delivered_to: tuple[str, ...] = ()
    automatic: str = ""
    answers: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses it names."""
        return (*self.recipients, self.sender)


def mail_in(content: bytes) -> MailText:
    """Return what a mail says. Raises ValueError for what is none, says nothing, or says too much before its text."""
    if _HEAD_END.search(content, 0, LONGEST_HEAD) is None:
        raise ValueError("This is no mail.")
    try:
        message = message_from_bytes(content, policy=policy.default)
        text = _body_of(message)
        named, delivered = _addresses(_all_of(message, TO)), _addresses(_all_of(message, DELIVERED_TO))
        sender = next(iter(_addresses(_all_of(message, FROM))), "")
        subject, number, answers = _header(message, "subject"), _header(message, "message-id"), _answered(message)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("This is no mail.") from error
    if not sender or not text.strip():
        raise ValueError("This is no mail.")
    return MailText(
        text=_UNSTORABLE.sub("", text),
        sent_at=_moment(str(message.get("date", ""))),
        sender=sender,
        recipients=named,
        message_id=number,
        subject=subject,
        delivered_to=delivered,
        automatic=_automatic(message, subject),
        answers=answers,
    )


def _body_of(message: EmailMessage) -> str:
    """Return what was written: as plain text, or else as HTML."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = decoded(_bytes_of(body), body.get_content_charset() or "")
    return text_of(content) if body.get_content_subtype() == "html" else content


def _bytes_of(body: MIMEPart) -> bytes:
    content = body.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _automatic(message: EmailMessage, subject: str) -> str:
    """Return what says that nobody wrote a mail; empty where nothing does."""
    submitted = _header(message, "auto-submitted")
    if submitted and submitted.lower().split(";")[0].strip() != "no":
        return f"Auto-Submitted: {submitted}"[:LONGEST_REASON]
    named = next((name for name in _AUTOMATIC_HEADERS if message.get(name) is not None), "")
    if named or _header(message, "precedence").lower() == "auto_reply":
        return named or "Precedence: auto_reply"
    return f"Subject: {subject}"[:LONGEST_REASON] if _AUTOMATIC_SUBJECT.match(subject) else ""


def _header(message: EmailMessage, name: str) -> str:
    return _UNSTORABLE.sub("", str(message.get(name, ""))).strip()


def _all_of(message: EmailMessage, names: Sequence[str]) -> list[str]:
    """Return what stands in headers as it was sent: to take long ones apart the library takes minutes."""
    raw = [(name.lower(), value) for name, value in message.raw_items()]
    return [" ".join(_UNSTORABLE.sub("", str(value)).split()) for name in names for key, value in raw if key == name]


def _answered(message: EmailMessage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(_all_of(message, ANSWERS)).split()))[:MOST_ANSWERED]


def _addresses(fields: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, address in getaddresses(fields) if "@" in address))


def _moment(text: str) -> datetime | None:
    try:
        sent = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if not is_within_reach(sent.date()):
        return None
    return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
