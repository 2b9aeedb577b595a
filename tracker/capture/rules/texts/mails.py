"""Reading a mail: what it says, when it was sent, and between whom. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import getaddresses, parsedate_to_datetime

from tracker.kernel.bounds import is_within_reach

TO = ("to", "cc")


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail as far as it matters here; `recipients` are those it names, not those of blind copies."""

    text: str
    sent_at: datetime | None
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses it names."""
        return (*self.recipients, self.sender)


def mail_in(content: bytes) -> MailText:
    """Return what a mail says. Raises ValueError for what is none, or says nothing."""
    try:
        message = message_from_bytes(content, policy=policy.default)
        body = message.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        named = [str(each) for name in TO for each in message.get_all(name, [])]
        sender = next(iter(_addresses([str(message.get("from", ""))])), "")
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("This is no mail.") from error
    if not sender or not text.strip():
        raise ValueError("This is no mail.")
    return MailText(
        text=text,
        sent_at=_moment(str(message.get("date", ""))),
        sender=sender,
        recipients=_addresses(named),
        message_id=str(message.get("message-id", "")).strip(),
        subject=str(message.get("subject", "")).strip(),
    )


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
