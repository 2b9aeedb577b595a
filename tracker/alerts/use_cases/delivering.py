"""Delivering: claim, guard, then sending without a transaction, then one acknowledgement per delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import delivering as queries
from tracker.alerts.queries import endpoints
from tracker.alerts.queries.delivering import Claim, Taker
from tracker.alerts.queries.desks import desk_of, desk_of_team
from tracker.alerts.queries.parcels import Parcel, parcel
from tracker.alerts.rules import delivering as rules
from tracker.alerts.rules.delivering import Attempt, Outcome, Result
from tracker.alerts.rules.holding import Desk, held_until
from tracker.alerts.use_cases.contents import NO_OTHERS, UNKNOWN, Content, Gatherers, gather
from tracker.alerts.use_cases.troubles import Blow, note_failure, tell_undelivered

LONGEST_ERROR = 500
LONGEST_REF = 200
NO_ANSWER = "every attempt ended without an answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A delivery that passed the guard: send it now. It may have arrived before if it is a possible repeat."""

    claim: Claim
    attempt: int
    parcel: Parcel
    content: Content
    is_possible_repeat: bool


def claim_deliveries(session: Session, taker: Taker, now: datetime, most: int) -> list[Claim]:
    """Take deliveries for one channel of this worker for the length of a lease."""
    return queries.claim_deliveries(session, taker, now, most)


def begin_delivery(session: Session, claim: Claim, now: datetime, others: Gatherers = NO_OTHERS) -> Ready | None:
    """Pass the guard just before sending; None when the delivery is another worker's, or wanted no more.

    Attempts are counted here and not when claiming: what kills a worker must not use up the attempts of what was
    claimed with it. `others` find what is told by rooms above this one.
    """
    found = parcel(session, claim.id, now)
    if found is None:
        return None
    gathered = gather(session, found, now, others)
    hindered = _hindered(found, gathered.reason, now) or _out_of_hours(session, found, now)
    if hindered or gathered.content is None:
        _leave(session, claim, found, hindered, now=now)
        return None
    if not queries.count_attempt(session, claim, now):
        return None
    repeated = _may_have_arrived(session, found, now)
    return Ready(
        claim=claim, attempt=found.attempts + 1, parcel=found, content=gathered.content, is_possible_repeat=repeated
    )


def put_off(session: Session, claim: Claim, attempt: Attempt, luck: float) -> None:
    """Count an attempt at what could not even be gathered, so that it does not stop what waits behind it."""
    found = parcel(session, claim.id, attempt.ended_at)
    if found is None:
        return
    number, said = found.attempts + 1, attempt.result.said[:LONGEST_ERROR]
    is_over = rules.is_over(number, found.max_attempts, attempt.result.outcome)
    again_at = rules.next_try(number, attempt.ended_at, luck)
    written = {"state": "dead" if is_over else "pending", "visible_at": again_at, "attempts": number}
    if not queries.write(session, claim, {**written, "last_error": said, "lease_owner": None}):
        return
    _tell(session, claim.id, number, attempt)
    if is_over:
        tell_undelivered(session, found, said, attempt.ended_at)


def finish_delivery(session: Session, ready: Ready, attempt: Attempt, luck: float) -> bool:
    """Write down how sending went; False when the lease had passed to another worker meanwhile."""
    result = attempt.result
    is_over = rules.is_over(ready.attempt, ready.parcel.max_attempts, result.outcome)
    done = _acknowledged(ready, attempt, luck, is_over=is_over)
    if not queries.write(session, ready.claim, {**done, "lease_owner": None}):
        return False
    _tell(session, ready.parcel.id, ready.attempt, attempt)
    _note_endpoint(session, ready.parcel, result, attempt.ended_at)
    if result.outcome is not Outcome.OK and is_over:
        tell_undelivered(session, ready.parcel, result.said, attempt.ended_at)
    return True


def release(session: Session, claims: Sequence[Claim], now: datetime) -> None:
    """Give back at once what was claimed and not begun: this worker is stopping."""
    for claim in claims:
        queries.write(session, claim, {"state": "pending", "visible_at": now, "lease_owner": None})


def _hindered(found: Parcel, reason: str, now: datetime) -> dict[str, object]:
    """Return what is written instead of sending; nothing when nothing stands in the way."""
    place = found.destination
    if reason == UNKNOWN:
        return {"state": "pending", "visible_at": now + rules.PAUSES[-1], "last_error": reason}
    if reason:
        return {"state": "cancelled", "last_error": reason}
    if place is not None and not place.is_in_use:
        return {"state": "cancelled", "last_error": "switched off"}
    if found.attempts >= found.max_attempts:
        return {"state": "dead", "last_error": NO_ANSWER}
    if place is not None and place.paused_until is not None and place.paused_until > now:
        return {"state": "pending", "visible_at": place.paused_until}
    return {}


def _out_of_hours(session: Session, found: Parcel, now: datetime) -> dict[str, object]:
    """Return until when a delivery waits whose reader has gone home since; nothing while they may be told."""
    if found.at_any_hour:
        return {}
    desk = _desk(session, found)
    until = None if desk is None else held_until(desk, now)
    return {} if until is None else {"state": "pending", "visible_at": until}


def _desk(session: Session, found: Parcel) -> Desk | None:
    if found.to.account_id is not None:
        return desk_of(session, found.to.account_id)
    return None if found.team_id is None else desk_of_team(session, found.team_id)


def _leave(session: Session, claim: Claim, found: Parcel, written: dict[str, object], *, now: datetime) -> None:
    """Write why a delivery does not go out now."""
    took_effect = queries.write(session, claim, {**written, "lease_owner": None})
    if took_effect and written["state"] == "dead":
        tell_undelivered(session, found, NO_ANSWER, now)


def _acknowledged(ready: Ready, attempt: Attempt, luck: float, *, is_over: bool) -> dict[str, object]:
    result = attempt.result
    said = result.said[:LONGEST_ERROR]
    if result.outcome is Outcome.OK:
        return {"state": "sent", "sent_at": attempt.ended_at, "provider_ref": said[:LONGEST_REF], "last_error": ""}
    if is_over:
        return {"state": "dead", "last_error": said}
    again_at = rules.next_try(ready.attempt, attempt.ended_at, luck, result.retry_after)
    return {"state": "pending", "visible_at": again_at, "last_error": said}


def _note_endpoint(session: Session, found: Parcel, result: Result, at: datetime) -> None:
    place = found.destination
    if place is None:
        return
    if result.outcome is not Outcome.OK:
        note_failure(session, Blow(parcel=found, destination=place, said=result.said, is_gone=result.is_gone), at)
    elif place.fail_streak:
        endpoints.note_success(session, place.id)


def _may_have_arrived(session: Session, found: Parcel, now: datetime) -> bool:
    """Whether an earlier attempt ended without an answer; one that nobody told of died with its worker."""
    if not found.attempts:
        return False
    last_told, any_ambiguous = queries.attempts_told(session, found.id)
    if last_told >= found.attempts:
        return any_ambiguous
    result = Result(outcome=Outcome.AMBIGUOUS, said="the worker died")
    died = Attempt(started_at=found.send_started_at or now, ended_at=now, result=result)
    _tell(session, found.id, found.attempts, died)
    return True


def _tell(session: Session, delivery_id: int, n: int, attempt: Attempt) -> None:
    result = attempt.result
    row = {
        "delivery_id": delivery_id,
        "n": n,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "outcome": result.outcome.value,
        "status": result.status,
        "error": "" if result.outcome is Outcome.OK else result.said[:LONGEST_ERROR],
    }
    queries.tell_attempt(session, row)
