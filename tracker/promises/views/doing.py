"""From the form of an action to the one use case that it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.forms import acting as forms
from tracker.promises.forms import endings
from tracker.promises.forms.action import ActionForm
from tracker.promises.rules import Channel, State
from tracker.promises.use_cases import following_up, handing_over, logging, renegotiating, settling
from tracker.promises.use_cases.following_up import FollowUp

F = TypeVar("F", bound=ActionForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who does it to which promise, and when."""

    promise_id: int
    actor: Viewer
    now: datetime


Do = Callable[[Session, F, Acting], object]


def settle(outcome: State) -> Do[endings.CauseForm]:
    """Return what ends a promise like this."""

    def end(session: Session, form: endings.CauseForm, acting: Acting) -> object:
        kept_at = form.kept_at(acting.actor, acting.now) if isinstance(form, endings.KeepForm) else None
        command = settling.SettlePromise(
            promise_id=acting.promise_id,
            actor=acting.actor,
            seen_version=form.seen_version,
            settlement=form.settlement(outcome, kept_at),
        )
        return settling.settle_promise(session, command, acting.now)

    return end


def reopen(session: Session, form: endings.ReopenForm, acting: Acting) -> object:
    """Open it again."""
    command = settling.ReopenPromise(
        promise_id=acting.promise_id,
        actor=acting.actor,
        seen_version=form.seen_version,
        reason=form.text("reason"),
    )
    return settling.reopen_promise(session, command, acting.now)


def renegotiate(session: Session, form: forms.RenegotiateForm, acting: Acting) -> object:
    """Agree the new date."""
    who = acting.actor
    due = form.entered_due(who.time_zone).due(acting.now, lambda: calendar_of(session, who.team_id))
    if due is None:
        raise Invalid(N_("Say until when."), field="due")
    command = renegotiating.RenegotiatePromise(
        promise_id=acting.promise_id,
        actor=who,
        seen_version=form.seen_version,
        due=due,
        reason=form.text("reason"),
        informed=form.told_if_so(who, acting.now),
    )
    return renegotiating.renegotiate_promise(session, command, acting.now)


def inform(session: Session, form: forms.InformForm, acting: Acting) -> object:
    """Write down what the customer was told."""
    informed = form.told(acting.actor, acting.now)
    command = renegotiating.InformCustomer(promise_id=acting.promise_id, actor=acting.actor, informed=informed)
    return renegotiating.inform_customer(session, command, acting.now)


def hand_over(session: Session, form: forms.HandOverForm, acting: Acting) -> object:
    """Offer it to somebody else."""
    command = handing_over.HandOverPromise(
        promise_id=acting.promise_id,
        actor=acting.actor,
        seen_version=form.seen_version,
        to_id=form.to.data or 0,
        words=form.text("words"),
    )
    return handing_over.hand_over_promise(session, command, acting.now)


def accept(session: Session, form: ActionForm, acting: Acting) -> object:  # noqa: ARG001 - nothing is asked
    """Take it over."""
    return handing_over.accept_hand_over(session, acting.promise_id, acting.actor, acting.now)


def decline(session: Session, form: forms.DeclineForm, acting: Acting) -> object:
    """Leave it with its owner."""
    words = form.text("words")
    return handing_over.decline_hand_over(session, acting.promise_id, acting.actor, acting.now, words=words)


def take_back(session: Session, form: ActionForm, acting: Acting) -> object:  # noqa: ARG001 - nothing is asked
    """End an offer that waits."""
    return handing_over.take_back_hand_over(session, acting.promise_id, acting.actor, acting.now)


def _follow_up(form: ActionForm, acting: Acting) -> FollowUp:
    words = form.text("words") if "words" in form else ""
    return FollowUp(promise_id=acting.promise_id, actor=acting.actor, words=words)


def attempt(session: Session, form: forms.AttemptForm, acting: Acting) -> object:
    """Count that nobody was reached."""
    return following_up.record_attempt(session, _follow_up(form, acting), Channel(form.channel.data), acting.now)


def note(session: Session, form: forms.NoteForm, acting: Acting) -> object:
    """Add the note."""
    return following_up.add_note(session, _follow_up(form, acting), acting.now)


def apologise(session: Session, form: forms.ApologiseForm, acting: Acting) -> object:
    """Write down that sorry was said."""
    return following_up.apologise(session, _follow_up(form, acting), acting.now)


def snooze(session: Session, form: forms.SnoozeForm, acting: Acting) -> object:
    """Move the reminder."""
    remind_at = form.moment("remind_at", acting.actor.time_zone, acting.now)
    if remind_at is None:
        raise Invalid(N_("Say when to remind."), field="remind_at")
    return following_up.snooze_promise(session, _follow_up(form, acting), remind_at, acting.now)


def correct(session: Session, form: forms.CorrectForm, acting: Acting) -> object:
    """Change what surrounds the promise."""
    command = logging.CorrectPromise(
        promise_id=acting.promise_id,
        actor=acting.actor,
        seen_version=form.seen_version,
        kind_id=form.kind.data or 0,
        source_reference=form.text("source_reference"),
        conditions=form.text("conditions"),
        visible_to_customer=form.visible_to_customer.data,
        urgent=form.urgent.data,
    )
    return logging.correct_promise(session, command, acting.now)
