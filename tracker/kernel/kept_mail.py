"""Mails that a development installation keeps instead of sending, one file each."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from tracker.kernel import clock

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list says of a kept mail."""

    name: str
    kept_at: datetime
    to: str
    subject: str
    message_id: str


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it was kept; `files` are the names of what is attached."""

    heading: Heading
    text: str
    html: str
    files: tuple[str, ...] = ()


def keep(message: EmailMessage, folder: Path) -> str:
    """Write a message into the folder, all at once, and return its name there."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.read():%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
    return name


def kept_mails(folder: Path) -> list[Heading]:
    """Return the newest mails of the folder, newest first."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST_SHOWN]
    return [_heading(file, _parsed(file, headersonly=True)) for file in files]


def kept_mail(folder: Path, name: str) -> KeptMail | None:
    """Return the mail of that name, if there is one."""
    file = next((file for file in folder.glob("*.eml") if file.stem == name), None)
    if file is None:
        return None
    message = _parsed(file)
    files = tuple(part.get_filename() or "" for part in message.iter_attachments())
    return KeptMail(_heading(file, message), _part(message, "plain"), _part(message, "html"), files)


def _parsed(file: Path, *, headersonly: bool = False) -> EmailMessage:
    with file.open("rb") as content:
        return BytesParser(EmailMessage, policy=default).parse(content, headersonly=headersonly)


def _heading(file: Path, message: EmailMessage) -> Heading:
    kept_at = datetime.strptime(file.stem.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    to, subject, message_id = (str(message[name] or "") for name in ("To", "Subject", "Message-ID"))
    return Heading(file.stem, kept_at, to, subject, message_id)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
