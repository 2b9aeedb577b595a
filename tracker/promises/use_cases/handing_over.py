"""Another owner: offered, accepted, declined, taken back, or come back because nobody answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises import checks, rules
from tracker.promises.queries import finding
from tracker.promises.records import HandOver, Promise
from tracker.promises.use_cases.telling import Changes, tell
from tracker.worktime.arithmetic import add_office_time
from tracker.worktime.calendar import NoOfficeTime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPromise:
    """Somebody asks somebody else to own a promise from now on."""

    promise_id: int
    actor: Viewer
    seen_version: int
    to_id: int
    words: str = ""


def hand_over_promise(session: Session, hand_over: HandOverPromise, now: datetime) -> HandOver:
    """Offer an open promise to another owner, of any team. Until they accept, the owner stays responsible."""
    promise = finding.promise_for_update(session, hand_over.actor, hand_over.promise_id)
    checks.check_may_change(promise.facts(), hand_over.actor)
    checks.check_unchanged(promise.row_version, hand_over.seen_version)
    checks.check_open(promise.facts())
    if hand_over.to_id == promise.owner_id:
        raise Invalid(N_("This person owns the promise already."), field="to")
    other = finding.active_account(session, hand_over.to_id, "to")
    finding.check_sees(session, promise, other, "to")
    return offer(session, promise, to=other, actor=hand_over.actor, now=now, words=hand_over.words)


def offer(
    session: Session, promise: Promise, *, to: Account, actor: Viewer, now: datetime, words: str = ""
) -> HandOver:
    """Offer in place of an earlier offer; it comes back after HAND_OVER_WINDOW office hours of the receiving team."""
    earlier = withdraw_offer(session, promise, now)
    offered = HandOver(
        promise_id=promise.id,
        from_id=promise.owner_id,
        to_id=to.id,
        asked_by_id=actor.id,
        asked_at=now,
        expires_at=_comes_back_at(session, to, now),
        words=words,
        state="waiting",
    )
    session.add(offered)
    promise.change(now)
    promise.reschedule(now)
    session.flush()
    asked_before = earlier["hand_over_to_id"][0] if earlier else None
    changes: Changes = {"hand_over_to_id": (asked_before, to.id)}
    tell(session, promise, "hand_over_asked", actor=actor, now=now, changes=changes, words={"words": words})
    return offered


def _comes_back_at(session: Session, to: Account, now: datetime) -> datetime:
    """Return when an offer is over: the window in office hours of the receiving team; without any, on the clock."""
    try:
        return add_office_time(now, rules.HAND_OVER_WINDOW, calendar_of(session, to.team_id))
    except NoOfficeTime:
        return now + rules.HAND_OVER_WINDOW


def accept_hand_over(session: Session, promise_id: int, actor: Viewer, now: datetime) -> Promise:
    """Take a promise over: owner and team change, and the clock of hand-overs goes on by one."""
    promise, offered = _answered(session, promise_id, actor, now, answer="accepted")
    other = finding.active_account(session, offered.to_id, "to")
    home = finding.home_of(session, promise, other)
    changes = promise.change(now, owner_id=other.id, team_id=home, handovers=promise.handovers + 1)
    tell(session, promise, "hand_over_accepted", actor=actor, now=now, changes=changes)
    return promise


def decline_hand_over(session: Session, promise_id: int, actor: Viewer, now: datetime, *, words: str = "") -> Promise:
    """Say no to an offer; the owner stays who it was."""
    promise, offered = _answered(session, promise_id, actor, now, answer="declined")
    changes: Changes = {"hand_over_to_id": (offered.to_id, None)}
    tell(session, promise, "hand_over_declined", actor=actor, now=now, changes=changes, words={"words": words})
    return promise


def take_back_hand_over(session: Session, promise_id: int, actor: Viewer, now: datetime) -> Promise:
    """End an offer while it waits: by who offered it, the owner, or their manager. The promise stays where it is."""
    promise = finding.promise_for_update(session, actor, promise_id)
    checks.check_may_change(promise.facts(), actor)
    offered = finding.waiting_hand_over(session, promise_id)
    if offered is None:
        raise Invalid(N_("This hand-over was answered already."))
    if not checks.may_take_back(promise.facts(), offered.asked_by_id, actor):
        raise Forbidden(N_("Only who offered this promise, its owner, or their manager can take the hand-over back."))
    changes = withdraw_offer(session, promise, now)
    promise.change(now)
    promise.plan_anew(now)
    tell(session, promise, "hand_over_taken_back", actor=actor, now=now, changes=changes)
    return promise


def return_hand_over(session: Session, promise_id: int, now: datetime) -> Promise | None:
    """Bring back an offer that nobody answered in time; None when it was answered meanwhile. For the sweep."""
    promise = session.get(Promise, promise_id, with_for_update=True)
    offered = finding.waiting_hand_over(session, promise_id)
    if promise is None or offered is None or offered.expires_at > now:
        return None
    offered.state, offered.answered_at = "returned", now
    promise.change(now)
    promise.reschedule(now)
    changes: Changes = {"hand_over_to_id": (offered.to_id, None)}
    tell(session, promise, "hand_over_returned", actor=None, now=now, changes=changes)
    return promise


def _answered(
    session: Session, promise_id: int, actor: Viewer, now: datetime, *, answer: str
) -> tuple[Promise, HandOver]:
    promise = finding.promise_for_update(session, actor, promise_id)
    offered = finding.waiting_hand_over(session, promise_id)
    if offered is None:
        raise Invalid(N_("This hand-over was answered already."))
    other = session.get_one(Account, offered.to_id)
    is_their_manager = actor.role is Role.MANAGER and other.team_id in actor.managed_team_ids
    if actor.id != offered.to_id and not is_their_manager:
        raise Forbidden(N_("Only the person asked, or their manager, can answer this hand-over."))
    offered.state, offered.answered_at = answer, now
    promise.reschedule(now)
    return promise, offered


def withdraw_offer(session: Session, promise: Promise, now: datetime) -> Changes:
    """Take back the offer that nobody has answered yet, and return what that changes; nothing where there is none."""
    offered = finding.waiting_hand_over(session, promise.id)
    if offered is None:
        return {}
    offered.state, offered.answered_at = "cancelled", now
    session.flush()
    return {"hand_over_to_id": (offered.to_id, None)}
