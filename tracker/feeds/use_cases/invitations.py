"""Inviting a customer to an appointment, and letting their calendar follow it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.outbox import Posting, check_can_be_reached, post_mail
from tracker.alerts.rules.payloads import WrittenMail
from tracker.feeds.following import Now, Step, Told, is_moved, is_same_calendar, next_step
from tracker.feeds.itip import Appointment, Method, Person
from tracker.feeds.queries import invitations as queries
from tracker.feeds.records import Invitation
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.promises.use_cases.telling import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a mail has to say: which message to the calendar, about what, to whom, in which language.

    `is_moved` where whoever reads it knows another date.
    """

    promise_id: int
    sequence: int
    method: Method
    appointment: Appointment
    is_moved: bool = False
    to: Person
    language: str
    zone: str


GIVEN_UP = "dead"
"""How a delivery stands whose address did not take it."""

Compose = Callable[[Message], WrittenMail]
"""Finds the words: use cases have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Somebody sends an invitation."""

    promise_id: int
    actor: Viewer
    to: Person
    language: str


def invite(session: Session, invite: Invite, compose: Compose, now: datetime) -> Invitation:
    """Send an invitation, or send it once more. Raises NotFound, Forbidden, and Invalid for field `email`.

    Where it went to another address before, that calendar is told that it is off.
    """
    promise = finding.promise_for_update(session, invite.actor, invite.promise_id)
    checks.check_may_change(promise.facts(), invite.actor)
    appointment = check_can_be_invited_to(session, promise)
    check_can_be_reached(invite.to.email)
    known = queries.of_promise(session, promise.id)
    told = told_by(known)
    if known is not None and told is not None and not is_same_calendar(told, invite.to.email):
        _take_back(session, known, _Telling(promise, Method.CANCEL, told.appointment, compose), now)
    invitation = known or Invitation(promise_id=promise.id, sequence=-1)
    invitation.by_id, invitation.language = invite.actor.id, invite.language
    invitation.email, invitation.name = invite.to.email, invite.to.name
    session.add(invitation)
    is_new = is_moved(told, appointment, invite.to.email)
    _send(session, invitation, _Telling(promise, Method.REQUEST, appointment, compose, is_moved=is_new), now)
    tell(session, promise, "customer_invited", actor=invite.actor, now=now, words={"to": invite.to.email})
    promise.change(now)
    session.flush()
    return invitation


def follow(session: Session, promise_id: int, compose: Compose, now: datetime) -> Step:
    """Let a customer's calendar follow the promise; return what was done."""
    found = queries.for_update(session, promise_id)
    told = told_by(found[0]) if found else None
    if found is None or told is None:
        return Step.NOTHING
    invitation, promise = found
    step = next_step(told, _now(session, promise, now))
    match step:
        case Step.UPDATE:
            _tell_anew(session, invitation, _Telling(promise, Method.REQUEST, told.appointment, compose), now)
        case Step.CANCEL:
            _send(session, invitation, _Telling(promise, Method.CANCEL, told.appointment, compose), now)
            tell(session, promise, "invitation_cancelled", actor=None, now=now, words={"to": invitation.email})
        case Step.RESUME:
            invitation.ended_at = None
        case Step.END:
            invitation.ended_at = now
    session.flush()
    return step


def told_by(invitation: Invitation | None) -> Told | None:
    """Return what an invitation told; None where nobody was invited."""
    if invitation is None:
        return None
    return Told(
        appointment=Appointment(invitation.statement, invitation.due_at, invitation.due_day),
        email=invitation.email,
        is_ended=invitation.ended_at is not None,
        is_cancelled=invitation.cancelled_at is not None,
    )


def check_can_be_invited_to(session: Session, promise: Promise) -> Appointment:
    """Return what a customer can be invited to. Raises Invalid where there is nothing, or nothing for them."""
    appointment = _appointment(promise)
    if not queries.is_appointment(session, promise):
        raise Invalid(N_("Only appointments have invitations."), field="email")
    if promise.state != State.OPEN or appointment is None:
        raise Invalid(N_("This promise is not open any more."), field="email")
    if not promise.visible_to_customer:
        raise Invalid(N_("The customer may not see this promise. That can be changed in its details."), field="email")
    return appointment


@dataclass(frozen=True, slots=True)
class _Telling:
    promise: Promise
    method: Method
    appointment: Appointment
    compose: Compose
    is_moved: bool = False


def _now(session: Session, promise: Promise, now: datetime) -> Now:
    return Now(
        at=now,
        state=State(promise.state),
        appointment=_appointment(promise),
        is_appointment=queries.is_appointment(session, promise),
        is_visible=promise.visible_to_customer,
    )


def _take_back(session: Session, invitation: Invitation, telling: _Telling, now: datetime) -> None:
    """Tell an address that is replaced that it is off, unless it holds none any more or was never reached."""
    state, _ = queries.state_of_delivery(session, posting_key(invitation))
    if invitation.cancelled_at is None and state != GIVEN_UP:
        _send(session, invitation, telling, now)
        words = {"to": invitation.email}
        tell(session, telling.promise, "invitation_cancelled", actor=None, now=now, words=words)


def _tell_anew(session: Session, invitation: Invitation, telling: _Telling, now: datetime) -> None:
    """Send how the promise stands now: another date, or an invitation to what had been called off."""
    newest = _appointment(telling.promise) or telling.appointment
    is_new = is_moved(told_by(invitation), newest, invitation.email)
    kind = "customer_invited" if invitation.cancelled_at else "invitation_moved"
    _send(session, invitation, replace(telling, appointment=newest, is_moved=is_new), now)
    tell(session, telling.promise, kind, actor=None, now=now, words={"to": invitation.email})


def _send(session: Session, invitation: Invitation, telling: _Telling, now: datetime) -> None:
    appointment = telling.appointment
    is_off = telling.method is Method.CANCEL
    invitation.sequence, invitation.sent_at = invitation.sequence + 1, now
    invitation.ended_at = invitation.cancelled_at = now if is_off else None
    invitation.statement = appointment.statement
    invitation.due_at, invitation.due_day = appointment.due_at, appointment.due_day
    message = Message(
        promise_id=invitation.promise_id,
        sequence=invitation.sequence,
        method=telling.method,
        appointment=appointment,
        is_moved=telling.is_moved,
        to=Person(invitation.name, invitation.email),
        language=invitation.language,
        zone=queries.zone_of_customer(session, telling.promise),
    )
    posting = Posting(key=posting_key(invitation), promise_id=invitation.promise_id, mail=telling.compose(message))
    post_mail(session, posting, now)


def posting_key(invitation: Invitation) -> str:
    """Return the dedupe key of the last message of an invitation."""
    return f"invitation:p{invitation.promise_id}:s{invitation.sequence}"


def _appointment(promise: Promise) -> Appointment | None:
    return None if promise.due_at is None else Appointment(promise.statement, promise.due_at, promise.due_day)
