"""A mail with which a customer answers one of ours: the words go into the history of the promise and settle nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries.accounts import account_id_of
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.capture.queries.answered import heard_lately, written_to
from tracker.capture.records import MailRead
from tracker.capture.rules import answers
from tracker.capture.rules.texts.mails import MailText
from tracker.capture.rules.texts.quoting import unquoted

WRITES = "customer_writes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who answered about which promise, and the event that holds the words; None where there is nothing to tell.

    `automatic` is what says that nobody wrote it.
    """

    name: str
    promise_id: int
    event_id: int | None = None
    automatic: str = ""


def hear_customer(session: Session, mail: MailText, digest: str, now: datetime) -> Heard | None:
    """Write down what a customer answers, once; None for a mail of somebody of ours, or of whom we wrote nothing to.

    Raises Invalid where more comes than anybody can have written.
    """
    if account_id_of(session, mail.sender) is not None:
        return None
    written = written_to(session, mail.sender)
    mine = answers.answered(written, mail.answers, now)
    if mine is None:
        return None
    heard = Heard(name=mine.name, promise_id=mine.promise_id, automatic=mail.automatic)
    if session.get(MailRead, digest) is not None:
        return heard
    words = "" if mail.automatic else unquoted(mail.text)[: answers.LONGEST_WORDS]
    if words:
        theirs = sorted({each.promise_id for each in written})
        answers.check_not_too_much(heard_lately(session, WRITES, theirs, now - answers.HOUR))
    session.add(MailRead(digest=digest, read_at=now, drafts=0))
    return replace(heard, event_id=_written_down(session, mail, mine.promise_id, words, now=now)) if words else heard


def _written_down(session: Session, mail: MailText, promise_id: int, words: str, *, now: datetime) -> int:
    happening = Happening(
        kind=WRITES,
        subject_type="promise",
        subject_id=promise_id,
        actor_id=None,
        words={"source": mail.sender, "words": words},
    )
    return record(session, happening, now)
