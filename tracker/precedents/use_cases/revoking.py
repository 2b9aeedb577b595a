"""Revoking a grant that stands: the customer holds it no longer; as a precedent it stays what it was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import ChangedMeanwhile
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries import decisions, holders
from tracker.precedents.records import Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.revoking import Grant, check_revoking, check_right


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke:
    """Which grant ends now, and why; `seen_version` is the one that was looked at."""

    actor: Viewer
    decision_id: int
    seen_version: int
    reason: str


def revoke(session: Session, revoke: Revoke, now: datetime) -> Decision:
    """End a grant that stands. Raises Invalid or Forbidden."""
    decision = decisions.decision_for_update(session, revoke.actor, revoke.decision_id)
    check_revoking(grant_of(session, decision), revoke.actor, revoke.reason, now)
    if decision.row_version != revoke.seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this decision meanwhile."))
    decision.expires_at, decision.revoked_at, decision.revoked_for = now, now, revoke.reason
    session.flush()
    told = Happening(kind="decision_revoked", subject_type="decision", subject_id=decision.id, actor_id=revoke.actor.id)
    record(session, told, now)
    return decision


def grant_of(session: Session, decision: Decision) -> Grant:
    """Return what the rules need to know of a decision."""
    return Grant(
        outcome=Outcome(decision.outcome),
        team_id=decision.team_id,
        customer_id=decision.customer_id,
        is_decided=decision.state == "decided",
        is_one_off=decision.one_off,
        expires_at=decision.expires_at,
        is_answered_later=holders.is_answered_later(session, decision.id),
        is_revoked=decision.revoked_at is not None,
    )


def may_revoke(session: Session, actor: Viewer, decision: Decision, now: datetime) -> bool:
    """Whether the actor may end this grant now."""
    grant = grant_of(session, decision)
    return grant.may_be_revoked_by(actor) and grant.is_standing(now)


def check_may_revoke(session: Session, actor: Viewer, decision: Decision) -> None:
    """Raise Forbidden unless the actor may, before anything is filled in."""
    check_right(grant_of(session, decision), actor)
