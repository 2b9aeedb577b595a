"""Taking in mails: from a pipe one at a time, from a mailbox every minute."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from config import Settings
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.news import News, tell_owner
from tracker.capture.rules.texts.mails import mail_in
from tracker.capture.rules.texts.turns import LONGEST_TEXT
from tracker.capture.use_cases.hearing import Heard, hear_customer
from tracker.capture.use_cases.mail_in import Answered, digest_of, take_mail
from tracker.kernel.clock import now
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import transaction
from tracker.kernel.imap import ImapServer, Mailbox, MailboxFailed
from tracker.promises.use_cases.logging import save_draft

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail, in words; `is_aside` if it is kept for somebody to look at, `is_failed` if it stays."""

    words: str
    is_aside: bool = False
    is_failed: bool = False


def take(content: bytes) -> Taken:
    """Save the drafts of a mail, or let an owner know what a customer answers; keep aside what is neither."""
    try:
        return Taken(_saved(content))
    except (ValueError, Refusal) as why:
        return Taken(f"kept aside as {_kept_aside(content)}: {why}", is_aside=True)


def _in_words(answered: Answered) -> str:
    words = "was read before" if answered.is_known else f"{len(answered.drafts)} drafts"
    words += f", read up to {LONGEST_TEXT:,} characters" if answered.is_cut else ""
    if answered.automatic:
        words = f"skipped as an automatic reply ({answered.automatic})"
    words += f", {answered.left_out} more promises left out" if answered.left_out else ""
    by_way_of = f", by the address of {', '.join(answered.other_teams)}" if answered.other_teams else ""
    return f"{answered.sender.name}: {words}{by_way_of}"


def _heard_in_words(heard: Heard) -> str:
    if heard.automatic:
        return f"{heard.name}: skipped as an automatic reply ({heard.automatic})"
    what = "was read before, or says nothing" if heard.event_id is None else "told to its owner"
    return f"{heard.name}: an answer about promise {heard.promise_id}, {what}"


def read_mailbox(server: ImapServer, is_stopping: IsStopping = lambda: False) -> Iterator[Taken]:
    """Take in the mails that wait, each on its own, and yield what became of each at once.

    A mail is settled only after what it made is stored. One that fails stays as it is, for the next time. Raises
    MailboxFailed, also in between.
    """
    with server.opened() as mailbox:
        for number in mailbox.waiting()[:MOST_AT_ONCE]:
            if is_stopping():
                return
            yield _taken(mailbox, number)


def _taken(mailbox: Mailbox, number: str) -> Taken:
    """Take in one mail and settle it. A database that is away fails them all."""
    content = mailbox.content(number)
    if content is None:
        return Taken(f"mail {number} is gone")
    try:
        taken = take(content)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("mail %s in the mailbox could not be taken in", number)
        return Taken(f"mail {number} could not be taken in; it stays in the mailbox", is_failed=True)
    mailbox.settle(number)
    return taken


def _saved(content: bytes) -> str:
    """Save what a mail says. Raises ValueError for what is no mail, Refusal for a sender whom nobody knows."""
    mail = mail_in(content)
    digest = digest_of(mail, content)
    with transaction() as session:
        heard = hear_customer(session, mail, digest, now())
        if heard is not None:
            _tell(session, heard)
            return _heard_in_words(heard)
        answered = take_mail(session, mail, digest, now())
        for draft in answered.drafts:
            save_draft(session, draft, now(), unclear_whom=answered.whom)
    return _in_words(answered)


def _tell(session: Session, heard: Heard) -> None:
    if heard.event_id is not None:
        news = News(promise_id=heard.promise_id, kind=NoticeKind.CUSTOMER_WRITES, number=heard.event_id)
        tell_owner(session, news, now())


def _kept_aside(content: bytes) -> Path:
    folder = Path(current_app.instance_path) / "mail-in"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{hashlib.sha256(content).hexdigest()[:16]}.eml"
    file.write_bytes(content)
    return file


def read_the_mailbox(is_stopping: IsStopping) -> None:
    """Take in what waits in the mailbox of this installation; what cannot be reached is tried again the next minute."""
    settings: Settings = current_app.extensions["settings"]
    try:
        for each in read_mailbox(ImapServer.at(settings.mail_in_url, settings.mail_in_done), is_stopping):
            log.log(logging.WARNING if each.is_aside else logging.INFO, "mail in: %s", each.words)
    except MailboxFailed as why:
        log.warning("the mailbox cannot be read: %s", why)


MAIL_IN = Task("mail_in", timedelta(minutes=1), read_the_mailbox)


def tasks(settings: Settings) -> tuple[Task, ...]:
    """Return what is to be done in an installation with these settings."""
    return (MAIL_IN,) if settings.mail_in_url else ()
