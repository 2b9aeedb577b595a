"""Reading a mail: what it says, when it was sent, and between whom. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from tracker.capture.rules.texts.html import text_of
from tracker.kernel.bounds import is_within_reach

TO = ("to", "cc")
DELIVERED_TO = ("bcc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
"""Where mail servers write down to whom they deliver: a blind copy tells of it nowhere else."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes: NUL, and halves of letters that were cut apart."""


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail as far as it matters here; `recipients` are those it names, `delivered_to` is where the copy went."""

    text: str
    sent_at: datetime | None
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str
    delivered_to: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses it names."""
        return (*self.recipients, self.sender)


def mail_in(content: bytes) -> MailText:
    """Return what a mail says. Raises ValueError for what is none, or says nothing."""
    try:
        message = message_from_bytes(content, policy=policy.default)
        text = _body_of(message)
        named, delivered = _all_of(message, TO), _all_of(message, DELIVERED_TO)
        sender = next(iter(_addresses([str(message.get("from", ""))])), "")
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("This is no mail.") from error
    if not sender or not text.strip():
        raise ValueError("This is no mail.")
    return MailText(
        text=_UNSTORABLE.sub("", text),
        sent_at=_moment(str(message.get("date", ""))),
        sender=sender,
        recipients=_addresses(named),
        message_id=str(message.get("message-id", "")).strip(),
        subject=str(message.get("subject", "")).strip(),
        delivered_to=_addresses(delivered),
    )


def _body_of(message: EmailMessage) -> str:
    """Return what was written: as plain text, or else as HTML."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    return text_of(content) if body.get_content_subtype() == "html" else content


def _all_of(message: EmailMessage, names: Sequence[str]) -> list[str]:
    return [str(each) for name in names for each in message.get_all(name, [])]


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
