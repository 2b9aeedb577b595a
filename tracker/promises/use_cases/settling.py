"""How a promise ends: kept, partly kept, broken, withdrawn; and being opened again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rows import settled_columns
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.belonging import answering
from tracker.promises.use_cases.handing_over import withdraw_offer
from tracker.promises.use_cases.telling import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePromise:
    """Somebody says how a promise ended; `via` is what they said it with, where that is not a page of ours."""

    promise_id: int
    actor: Viewer
    seen_version: int
    settlement: Settlement
    via: str = ""


def settle_promise(session: Session, settle: SettlePromise, now: datetime) -> Promise:
    """End an open promise. Raises ChangedMeanwhile, Forbidden, or Invalid naming the field."""
    promise = finding.promise_for_update(session, settle.actor, settle.promise_id)
    checks.check_may_change(promise.facts(), settle.actor)
    checks.check_unchanged(promise.row_version, settle.seen_version)
    ending = settle.settlement
    checks.check_settlement(promise.facts(), ending, now)
    if ending.cause_id is not None:
        finding.active_cause(session, ending.cause_id)
    withdrawn = withdraw_offer(session, promise, now)
    told_cause = ending.cause_id if checks.needs_cause(promise.facts(), ending) else None
    changes = promise.change(
        now,
        **settled_columns(ending.outcome, at=now, kept_at=ending.kept_at, by_id=settle.actor.id),
        cause_id=told_cause,
        outcome_note=ending.note,
        missing=ending.missing if ending.outcome is State.PARTLY_KEPT else "",
        evidence=ending.evidence,
    )
    promise.reschedule(now)
    changes |= withdrawn
    words = {"via": settle.via}
    tell(session, promise, f"promise_{ending.outcome}", actor=settle.actor, now=now, changes=changes, words=words)
    return promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPromise:
    """Somebody says that a promise was settled wrongly."""

    promise_id: int
    actor: Viewer
    seen_version: int
    reason: str


UNSETTLED = {
    "state": State.OPEN.value,
    "settled_at": None,
    "settled_by_id": None,
    "kept_at": None,
    "cause_id": None,
    "outcome_note": "",
    "missing": "",
    "evidence": "",
}


def reopen_promise(session: Session, reopen: ReopenPromise, now: datetime) -> Promise:
    """Make a settled promise open again, at its agreed date; how it had ended stays in the history.

    Whose account is closed by now does not get it back: then it belongs to whoever opens it.
    """
    promise = finding.promise_for_update(session, reopen.actor, reopen.promise_id)
    checks.check_may_change(promise.facts(), reopen.actor)
    checks.check_unchanged(promise.row_version, reopen.seen_version)
    checks.check_reopening(promise.facts(), reopen.reason)
    changes = promise.change(now, **UNSETTLED, **answering(session, promise, reopen.actor))
    promise.reschedule(now)
    words = {"reason": reopen.reason}
    tell(session, promise, "promise_reopened", actor=reopen.actor, now=now, changes=changes, words=words)
    return promise
