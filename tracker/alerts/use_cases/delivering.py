"""Delivering: claim, guard, then sending without a transaction, then one acknowledgement per delivery."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.alerts.queries import delivering as queries
from tracker.alerts.queries.delivering import Claim, Letter
from tracker.alerts.records import Delivery, DeliveryAttempt
from tracker.alerts.rules import delivering as rules
from tracker.alerts.rules.delivering import Attempt, Outcome

LONGEST_ERROR = 500
LONGEST_REF = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery that passed the guard: send it now. It may have arrived before if it is a possible repeat."""

    claim: Claim
    attempt: int
    letter: Letter
    is_possible_repeat: bool


def claim_deliveries(session: Session, worker_id: str, now: datetime, most: int) -> list[Claim]:
    """Take deliveries for this worker for the length of a lease."""
    queries.bury(session, now)
    return queries.claim_deliveries(session, worker_id, now, most)


def begin_delivery(session: Session, claim: Claim, now: datetime) -> Ready | None:
    """Pass the guard just before sending; None when the delivery is another worker's, or wanted no more.

    Attempts are counted here and not when claiming: what kills a worker must not use up the
    attempts of what was claimed with it.
    """
    letter = queries.letter(session, claim.id)
    if letter is None:
        return None
    reason = rules.obstacle(letter.occasion, letter.state, letter.due_at)
    if reason:
        queries.took_effect(session, queries.held(claim).values(state="cancelled", last_error=reason, lease_owner=None))
        return None
    counted = queries.held(claim).values(
        attempts=Delivery.attempts + 1, send_started_at=now, visible_at=now + rules.LEASE
    )
    if not queries.took_effect(session, counted):
        return None
    return Ready(claim, letter.attempts + 1, letter, _may_have_arrived(session, claim.id, letter, now))


def finish_delivery(session: Session, ready: Ready, attempt: Attempt, luck: float) -> bool:
    """Write down how sending went; False when the lease had passed to another worker meanwhile."""
    said = attempt.said[:LONGEST_ERROR]
    held = queries.held(ready.claim)
    if attempt.outcome is Outcome.OK:
        done = held.values(state="sent", sent_at=attempt.ended_at, provider_ref=said[:LONGEST_REF], last_error="")
    elif rules.is_over(ready.attempt, ready.letter.max_attempts, attempt.outcome):
        done = held.values(state="dead", last_error=said)
    else:
        again_at = rules.next_try(ready.attempt, attempt.ended_at, luck)
        done = held.values(state="pending", visible_at=again_at, last_error=said)
    if not queries.took_effect(session, done.values(lease_owner=None)):
        return False
    _tell(session, ready.claim.id, ready.attempt, attempt)
    return True


def release(session: Session, claims: list[Claim], now: datetime) -> None:
    """Give back at once what was claimed and not begun: this worker is stopping."""
    for claim in claims:
        queries.took_effect(session, queries.held(claim).values(state="pending", visible_at=now, lease_owner=None))


def _may_have_arrived(session: Session, delivery_id: int, letter: Letter, now: datetime) -> bool:
    """Whether an earlier attempt ended without an answer; one that nobody told of died with its worker."""
    if not letter.attempts:
        return False
    last_told, any_ambiguous = queries.attempts_told(session, delivery_id)
    if last_told >= letter.attempts:
        return any_ambiguous
    died = Attempt(
        started_at=letter.send_started_at or now, ended_at=now, outcome=Outcome.AMBIGUOUS, said="the worker died"
    )
    _tell(session, delivery_id, letter.attempts, died)
    return True


def _tell(session: Session, delivery_id: int, n: int, attempt: Attempt) -> None:
    row = {
        "delivery_id": delivery_id,
        "n": n,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "outcome": attempt.outcome.value,
        "status": attempt.status,
        "error": "" if attempt.outcome is Outcome.OK else attempt.said[:LONGEST_ERROR],
    }
    session.execute(insert(DeliveryAttempt), [row])
