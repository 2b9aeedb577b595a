"""Taking back a one-click action, within ten minutes, as long as nothing but notes came after it."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.audit.queries import Told, history
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.storage import Seconds, UtcDateTime
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import HandOver, Informing, Promise, Renegotiation
from tracker.promises.rules import State
from tracker.promises.use_cases.belonging import answering, may_own
from tracker.promises.use_cases.telling import Changes, tell

LOGGED = "promise_logged"
BACK_TO_WAITING = frozenset({"hand_over_accepted", "hand_over_declined"})


PLANS_NOTHING = frozenset({"note_added", "attempt_made", "customer_informed"})
"""Nobody is reminded anew because one of these is taken back: neither was anybody when it was written down."""


def undo(session: Session, promise_id: int, event_id: int, *, actor: Viewer, now: datetime) -> Promise:
    """Put back what the event changed. Raises ChangedMeanwhile when something came after it."""
    promise = finding.promise_for_update(session, actor, promise_id)
    done = _last_done(session, promise_id, event_id)
    checks.check_undo(kind=done.kind, at=done.at, actor_id=done.actor_id, by=actor, now=now)
    if done.kind != "hand_over_declined":
        checks.check_may_change(promise.facts(), actor)
    if done.kind == "hand_over_accepted":
        _check_giver(session, promise, done)
    _strike_out(session, promise, done)
    changes = promise.change(now, **_before(done)) | _put_back_hand_over(session, promise, done, now)
    if "state" in done.changes:
        changes |= _answered_for(session, promise, actor, now)
    if done.kind not in PLANS_NOTHING:
        promise.reschedule(now)
    tell(session, promise, "undone", actor=actor, now=now, changes=changes, words={"event": done.kind})
    return promise


def _answered_for(session: Session, promise: Promise, actor: Viewer, now: datetime) -> Changes:
    """Give a promise that is open again to the actor where its owner takes none any more."""
    return promise.change(now, **answering(session, promise, actor)) if promise.state == State.OPEN else {}


def _check_giver(session: Session, promise: Promise, done: Told) -> None:
    """Raise Invalid when a promise would go back to somebody who takes none any more."""
    giver = session.get_one(Account, done.changes["owner_id"][0])
    if not may_own(session, promise, giver):
        raise Invalid(N_("%(name)s takes no promises any more; this cannot be taken back."), name=giver.name)


def _last_done(session: Session, promise_id: int, event_id: int) -> Told:
    """Return the event if nothing but notes came after it; an offer in the moment of logging belongs to that."""
    newer = history(session, "promise", promise_id, after=event_id - 1)
    done = newer[-1] if newer and newer[-1].id == event_id else None
    since = [each for each in newer if each is not done and not checks.is_only_noted(each.kind, each.words)]
    is_last = done is not None and all(done.kind == LOGGED and each.at == done.at for each in since)
    if since and since[0].kind in checks.OUT:
        raise Invalid(N_("A mail about this is already on its way to the customer; it cannot be taken back."))
    if done is None or not is_last:
        raise ChangedMeanwhile(N_("Something else happened to this promise since; it cannot be taken back."))
    return done


def _before(done: Told) -> dict[str, object]:
    """Return the fields as they were; what was only just logged becomes a draft, so that no word of it is lost."""
    if done.kind == LOGGED:
        return {"state": State.DRAFT.value, "first_due_at": None, "first_due_day": None}
    return {name: _stored(name, pair[0]) for name, pair in done.changes.items() if hasattr(Promise, name)}


def _strike_out(session: Session, promise: Promise, done: Told) -> None:
    """Delete the new date that was never agreed, and the word to the customer that was never given.

    Both stay in the history, which is where they were taken back.
    """
    if done.kind == "promise_renegotiated":
        level = promise.renegotiations
        session.execute(
            delete(Renegotiation).where(Renegotiation.promise_id == promise.id, Renegotiation.level == level)
        )
    if "informed_at" in done.words:
        told_at = datetime.fromisoformat(str(done.words["informed_at"]))
        these = select(Informing.id).where(Informing.promise_id == promise.id, Informing.at == told_at)
        last = these.where(Informing.by_id == done.actor_id).order_by(Informing.id.desc()).limit(1)
        session.execute(delete(Informing).where(Informing.id.in_(last.subquery().select())))


def _stored(field: str, value: object) -> object:
    """Return a value of the history in the form in which the column holds it."""
    kind = Promise.__table__.columns[field].type
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(str(value))
    if isinstance(kind, Seconds):
        return timedelta(seconds=float(str(value)))
    return date.fromisoformat(str(value)) if kind.python_type is date else value


def _put_back_hand_over(session: Session, promise: Promise, done: Told, now: datetime) -> Changes:
    """Withdraw an offer that is taken back; let one wait again that was answered, or ended with the promise."""
    latest = select(HandOver).where(HandOver.promise_id == promise.id).order_by(HandOver.id.desc()).limit(1)
    offered = session.execute(latest).scalar_one_or_none()
    if offered is None:
        return {}
    if done.kind == "hand_over_asked" or (done.kind == LOGGED and offered.state == "waiting"):
        offered.state, offered.answered_at = "cancelled", now
        return {"hand_over_to_id": (offered.to_id, None)}
    if done.kind in BACK_TO_WAITING or (offered.state == "cancelled" and offered.answered_at == done.at):
        offered.state, offered.answered_at = "waiting", None
        return {"hand_over_to_id": (None, offered.to_id)}
    return {}
