"""A new date, agreed with the customer; and telling the customer how things stand."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Informing, Promise, Renegotiation
from tracker.promises.rules import Channel, Due
from tracker.promises.use_cases.telling import Changes, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Informed:
    """The customer was told: when, how, in which words; of a date of that level, None for the one agreed by now."""

    at: datetime
    channel: Channel
    words: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenegotiatePromise:
    """A new date and its reason; `informed` is None when the customer still has to be told."""

    promise_id: int
    actor: Viewer
    seen_version: int
    due: Due
    reason: str
    informed: Informed | None


def renegotiate_promise(session: Session, renegotiate: RenegotiatePromise, now: datetime) -> Promise:
    """Agree a new date. The old one stays in the history and in the counts."""
    promise = finding.promise_for_update(session, renegotiate.actor, renegotiate.promise_id)
    checks.check_may_change(promise.facts(), renegotiate.actor)
    checks.check_unchanged(promise.row_version, renegotiate.seen_version)
    due = checks.in_zone(renegotiate.due, promise.zone)
    checks.check_renegotiation(promise.facts(), due, renegotiate.reason, now)
    session.add(_new_date(promise, replace(renegotiate, due=due), now))
    changes = promise.change(
        now,
        due_at=due.at,
        due_day=due.day,
        late_at=due.at + promise.tolerance,
        renegotiations=promise.renegotiations + 1,
        remind_at=None,
    )
    if renegotiate.informed:
        changes |= write_informing(session, promise, renegotiate.informed, now, by_id=renegotiate.actor.id)
    promise.reschedule(now)
    words = {"reason": renegotiate.reason, **informed_words(renegotiate.informed)}
    tell(session, promise, "promise_renegotiated", actor=renegotiate.actor, now=now, changes=changes, words=words)
    return promise


def _new_date(promise: Promise, renegotiate: RenegotiatePromise, now: datetime) -> Renegotiation:
    return Renegotiation(
        promise_id=promise.id,
        level=promise.renegotiations + 1,
        at=now,
        by_id=renegotiate.actor.id,
        old_due_at=promise.due_at,
        old_due_day=promise.due_day,
        new_due_at=renegotiate.due.at,
        new_due_day=renegotiate.due.day,
        reason=renegotiate.reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InformCustomer:
    """Somebody told the customer how a promise stands."""

    promise_id: int
    actor: Viewer
    informed: Informed


def inform_customer(session: Session, inform: InformCustomer, now: datetime) -> Promise:
    """Write down that the customer was told. It settles nothing."""
    promise = finding.promise_for_update(session, inform.actor, inform.promise_id)
    checks.check_may_change(promise.facts(), inform.actor)
    changes = write_informing(session, promise, inform.informed, now, by_id=inform.actor.id)
    promise.change(now)
    words = informed_words(inform.informed)
    tell(session, promise, "customer_informed", actor=inform.actor, now=now, changes=changes, words=words)
    return promise


def write_informing(session: Session, promise: Promise, informed: Informed, now: datetime, *, by_id: int) -> Changes:
    """Write down that the customer was told, and return what that changes of the promise. Raises Invalid."""
    checks.check_informed(promise.facts(), informed.at, now)
    session.add(
        Informing(
            promise_id=promise.id,
            at=informed.at,
            by_id=by_id,
            channel=informed.channel.value,
            words=informed.words,
            level=promise.renegotiations if informed.level is None else informed.level,
        )
    )
    first = min(informed.at, promise.first_informed_at or informed.at)
    return promise.change(now, first_informed_at=first)


def informed_words(informed: Informed | None) -> dict[str, object]:
    """Return what the history tells of it: when, how, in which words."""
    if informed is None:
        return {}
    return {"informed_at": informed.at, "informed_by": informed.channel, "told": informed.words}
