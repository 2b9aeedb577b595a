"""Mails that a development installation keeps instead of sending, one file each."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tracker.kernel import clock

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it was kept."""

    name: str
    kept_at: datetime
    to: str
    subject: str
    message_id: str
    text: str
    html: str


def keep(message: EmailMessage, folder: Path) -> str:
    """Write a message into the folder, all at once, and return its name there."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.read():%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
    return name


def kept_mails(folder: Path) -> list[KeptMail]:
    """Return the newest mails of the folder, newest first."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST_SHOWN]
    return [read(file) for file in files]


def kept_mail(folder: Path, name: str) -> KeptMail | None:
    """Return the mail of that name, if there is one."""
    known = {file.stem: file for file in folder.glob("*.eml")}
    return read(known[name]) if name in known else None


def read(file: Path) -> KeptMail:
    """Read one file as the mail that it is."""
    message = message_from_bytes(file.read_bytes(), EmailMessage, policy=default)
    kept_at = datetime.strptime(file.stem.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return KeptMail(
        name=file.stem,
        kept_at=kept_at,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
