"""What happens along the way: notes, attempts, snoozing the reminder, saying sorry once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rules import Channel
from tracker.promises.use_cases.telling import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Which promise somebody works on, what they say to it, and with what, where that is not a page of ours."""

    promise_id: int
    actor: Viewer
    words: str = ""
    via: str = ""


def add_note(session: Session, note: FollowUp, now: datetime) -> Promise:
    """Add an internal note to the history."""
    promise = _own(session, note)
    if not note.words:
        raise Invalid(N_("The note is empty."), field="note")
    tell(session, promise, "note_added", actor=note.actor, now=now, words={"note": note.words})
    return promise


def record_attempt(session: Session, attempt: FollowUp, channel: Channel, now: datetime) -> Promise:
    """Count that somebody tried and nobody was reached. It never settles a promise."""
    promise = _own(session, attempt)
    checks.check_open(promise.facts())
    changes = promise.change(now, attempts=promise.attempts + 1)
    words = {"channel": channel, "note": attempt.words}
    tell(session, promise, "attempt_made", actor=attempt.actor, now=now, changes=changes, words=words)
    return promise


def snooze_promise(session: Session, snooze: FollowUp, remind_at: datetime, now: datetime) -> Promise:
    """Move the owner's reminder, never the date that the customer was told."""
    promise = _own(session, snooze)
    checks.check_snooze(promise.facts(), remind_at, now)
    changes = promise.change(now, remind_at=remind_at)
    promise.reschedule(now)
    words = {"via": snooze.via}
    tell(session, promise, "promise_snoozed", actor=snooze.actor, now=now, changes=changes, words=words)
    return promise


def apologise(session: Session, apology: FollowUp, now: datetime) -> Promise:
    """Write down that the customer heard sorry, so that the next colleague does not say it again."""
    promise = _own(session, apology)
    checks.check_apology(promise.facts(), now, was_given=promise.apologised_at is not None)
    changes = promise.change(now, apologised_at=now, apologised_by_id=apology.actor.id)
    words = {"note": apology.words}
    tell(session, promise, "apology_given", actor=apology.actor, now=now, changes=changes, words=words)
    return promise


def _own(session: Session, follow_up: FollowUp) -> Promise:
    promise = finding.promise_for_update(session, follow_up.actor, follow_up.promise_id)
    checks.check_may_change(promise.facts(), follow_up.actor)
    return promise
