"""Mail: what a mail is, how it becomes a message, and where it goes in this installation.

Nothing here waits for a database: whoever sends has no transaction open.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Protocol

from config import Settings
from tracker.kernel import clock
from tracker.kernel.attachments import Attachment
from tracker.kernel.kept_mail import keep
from tracker.kernel.message_ids import message_id
from tracker.kernel.smtp import MailFailed, SmtpServer


class _Headers(HeaderRegistry):
    """The sorts of headers, each made once: the library makes a new class for every header of every mail."""

    __getitem__ = cache(HeaderRegistry.__getitem__)


POLICY = SMTP.clone(cte_type="7bit", header_factory=_Headers())
"""Not every relay takes eight-bit text: it is encoded, and mail programs show it as it was."""

HEADER_BREAKERS = {"Cc", "Zl", "Zp"}
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person.

    `key` is the same for every repeat of one mail and becomes its Message-ID, by which mail programs
    recognise the copy; `is_possible_repeat` says so in a header. `html` may be empty. `calendar` is an iCalendar text
    with the `calendar_method` that it names, for mails that put something into a calendar. `attachment` is a file that
    travels with it. Answers go to `reply_to`, where there is one, else to the sender.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    name: str = ""
    language: str = "de"
    key: str = ""
    is_possible_repeat: bool = False
    calendar: str = ""
    calendar_method: str = ""
    attachment: Attachment | None = None
    reply_to: str = ""


class Mailer(Protocol):
    """Takes mails away. What cannot be sent raises MailFailed, which knows whether a repeat may help."""

    def send(self, mail: Mail) -> str:
        """Send, and return what the receiving side said."""


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands mails to a mail server."""

    server: SmtpServer
    sender: str

    def send(self, mail: Mail) -> str:
        """Hand one mail over, within `smtp.TOTAL_S` seconds."""
        return self.server.deliver(as_message(mail, self.sender, clock.read()))


@dataclass(frozen=True, slots=True)
class KeptMailer:
    """Keeps mails as files, where development reads them under /dev/mail."""

    folder: Path
    sender: str

    def send(self, mail: Mail) -> str:
        """Keep one mail."""
        return keep(as_message(mail, self.sender, clock.read()), self.folder)


@dataclass(frozen=True, slots=True)
class MissingMailer:
    """Stands where a real installation was given no MAIL_URL: every mail fails, and says why."""

    def send(self, mail: Mail) -> str:  # noqa: ARG002 - it refuses whatever it is
        """Refuse."""
        raise MailFailed("MAIL_URL is not set: no mail can be sent", is_permanent=True)


def mailer_of(settings: Settings, folder: Path) -> Mailer:
    """Return the mailer for the settings; `folder` is where a development installation keeps its mails."""
    if settings.mail_url:
        return SmtpMailer(SmtpServer.at(settings.mail_url), settings.mail_from)
    return KeptMailer(folder, settings.mail_from) if settings.development else MissingMailer()


def as_message(mail: Mail, sender: str, at: datetime) -> EmailMessage:
    """Return the message: headers that no content can break out of, text, and HTML beside it.

    Raises MailFailed for an address that is none.
    """
    message = EmailMessage(policy=POLICY)
    _head(message, mail, sender, at)
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.calendar:
        _add_calendar(message, mail)
    if mail.attachment is not None:
        _attach(message, mail.attachment)
    return message


def _head(message: EmailMessage, mail: Mail, sender: str, at: datetime) -> None:
    message["From"] = address_of(sender)
    message["To"] = address_of(mail.to, mail.name)
    message["Subject"] = header_text(mail.subject)[:LONGEST_SUBJECT]
    message["Date"] = at
    message["Message-ID"] = message_id(mail.key, str(message["From"].addresses[0].domain))
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if mail.reply_to:
        message["Reply-To"] = address_of(mail.reply_to)
    if mail.is_possible_repeat:
        message["X-Possible-Repeat"] = "yes"


def _add_calendar(message: EmailMessage, mail: Mail) -> None:
    """Say the mail a third time, as iTIP (RFC 6047): beside the text for programs that act on it, and as a file."""
    content = mail.calendar.encode()
    method = {"method": mail.calendar_method, "charset": "UTF-8"}
    message.add_alternative(content, maintype="text", subtype="calendar", params=method)
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")


def _attach(message: EmailMessage, file: Attachment) -> None:
    """Add a file, in base64: what is text in it keeps its line ends."""
    maintype, _, subtype = file.mimetype.partition("/")
    coded = {"charset": "utf-8"} if maintype == "text" else {}
    message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name, params=coded)


def header_text(text: str) -> str:
    """Return one line without control characters, and without what would be taken for an encoded word.

    `=?UTF-8?Q?=0A?=` in a subject really starts a new header line on Python 3.11: the `=?` is broken up.
    """
    visible = "".join(" " if unicodedata.category(letter) in HEADER_BREAKERS else letter for letter in text)
    return " ".join(visible.split()).replace("=?", "= ?")


def address_of(address: str, name: str = "") -> Address:
    """Return an address for a header; `address` may itself be `Name <a@b>`. Raises MailFailed."""
    written_name, plain = parseaddr(address)
    try:
        return Address(header_text(name or written_name), addr_spec=plain)
    except (HeaderParseError, ValueError, IndexError) as fault:
        raise MailFailed(f"not a mail address: {address!r}", is_permanent=True) from fault
