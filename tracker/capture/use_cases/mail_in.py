"""A mail that somebody of ours sent to a customer, with a copy to the tracker: what it promises becomes drafts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries.accounts import account_id_of
from tracker.accounts.queries.viewers import viewer_of
from tracker.accounts.records import Account
from tracker.capture.queries.naming import Named
from tracker.capture.queries.reaching import customers_at
from tracker.capture.records import MailRead
from tracker.capture.rules.texts.mails import MailText
from tracker.capture.use_cases.reading import ReadPromise, read_text
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.rules import Channel
from tracker.promises.use_cases.logging import LogPromise


@dataclass(frozen=True, slots=True)
class Answered:
    """What a mail promises: who sent it, and what is to be kept as drafts; `is_known` if that was done before."""

    sender: Viewer
    drafts: tuple[LogPromise, ...] = ()
    whom: str = ""
    is_known: bool = False


def digest_of(mail: MailText, content: bytes) -> str:
    """Return what tells a mail from every other."""
    return hashlib.sha256(mail.message_id.encode() or content).hexdigest()


def take_mail(session: Session, mail: MailText, digest: str, now: datetime) -> Answered:
    """Return the drafts that a mail makes, and remember that it was read. Raises Invalid for a sender of no account."""
    sender = _sender(session, mail)
    if session.get(MailRead, digest) is not None:
        return Answered(sender, is_known=True)
    said_at = mail.sent_at if mail.sent_at and mail.sent_at <= now else now
    found = customers_at(session, sender, mail.recipients)
    customer = found[0] if len(found) == 1 else None
    promises = read_text(session, mail.text, sender, said_at)
    drafts = tuple(_draft(each, sender, customer, said_at) for each in promises)
    session.add(MailRead(digest=digest, read_at=now, drafts=len(drafts)))
    return Answered(sender, drafts, "" if customer else ", ".join(mail.recipients))


def _draft(promise: ReadPromise, sender: Viewer, customer: Named | None, said_at: datetime) -> LogPromise:
    return promise.command(sender, customer, channel=Channel.MAIL, said_at=said_at)


def _sender(session: Session, mail: MailText) -> Viewer:
    account_id = account_id_of(session, mail.sender) if mail.sender else None
    account = session.get(Account, account_id) if account_id is not None else None
    if account is None or not account.active or account.role == Role.ADMIN:
        raise Invalid(N_("Nobody here who promises has the address %(address)s."), address=mail.sender or "–")
    return viewer_of(session, account.id)
