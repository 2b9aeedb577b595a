"""What each page of an action is called, asks for, does, and says when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.actions import Action
from tracker.promises.forms import acting as forms
from tracker.promises.rules import Channel, State
from tracker.promises.use_cases import following_up, handing_over, logging, renegotiating, settling
from tracker.promises.use_cases.following_up import FollowUp

F = TypeVar("F", bound=forms.ActionForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who does it to which promise, and when."""

    promise_id: int
    actor: Viewer
    now: datetime


Do = Callable[[Session, F, Acting], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Generic[F]):
    """One action: its form, the one use case that it calls, and its words."""

    action: Action
    form: type[F]
    do: Do[F]
    title: LazyString
    submit: LazyString
    said: LazyString
    hint: LazyString | str = ""


def _settle(outcome: State) -> Do[forms.CauseForm]:
    def settle(session: Session, form: forms.CauseForm, acting: Acting) -> object:
        kept_at = form.kept_at(acting.actor, acting.now) if isinstance(form, forms.KeepForm) else None
        command = settling.SettlePromise(
            promise_id=acting.promise_id,
            actor=acting.actor,
            seen_version=form.seen_version,
            settlement=form.settlement(outcome, kept_at),
        )
        return settling.settle_promise(session, command, acting.now)

    return settle


def _reopen(session: Session, form: forms.ReopenForm, acting: Acting) -> object:
    command = settling.ReopenPromise(
        promise_id=acting.promise_id,
        actor=acting.actor,
        seen_version=form.seen_version,
        reason=form.text("reason"),
    )
    return settling.reopen_promise(session, command, acting.now)


def _renegotiate(session: Session, form: forms.RenegotiateForm, acting: Acting) -> object:
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


def _inform(session: Session, form: forms.InformForm, acting: Acting) -> object:
    informed = form.told(acting.actor, acting.now)
    command = renegotiating.InformCustomer(promise_id=acting.promise_id, actor=acting.actor, informed=informed)
    return renegotiating.inform_customer(session, command, acting.now)


def _hand_over(session: Session, form: forms.HandOverForm, acting: Acting) -> object:
    command = handing_over.HandOverPromise(
        promise_id=acting.promise_id,
        actor=acting.actor,
        seen_version=form.seen_version,
        to_id=form.to.data or 0,
        words=form.text("words"),
    )
    return handing_over.hand_over_promise(session, command, acting.now)


def _accept(session: Session, form: forms.ActionForm, acting: Acting) -> object:  # noqa: ARG001 - nothing is asked
    return handing_over.accept_hand_over(session, acting.promise_id, acting.actor, acting.now)


def _decline(session: Session, form: forms.DeclineForm, acting: Acting) -> object:
    words = form.text("words")
    return handing_over.decline_hand_over(session, acting.promise_id, acting.actor, acting.now, words=words)


def _follow_up(form: forms.ActionForm, acting: Acting) -> FollowUp:
    words = form.text("words") if "words" in form else ""
    return FollowUp(promise_id=acting.promise_id, actor=acting.actor, words=words)


def _attempt(session: Session, form: forms.AttemptForm, acting: Acting) -> object:
    return following_up.record_attempt(session, _follow_up(form, acting), Channel(form.channel.data), acting.now)


def _note(session: Session, form: forms.NoteForm, acting: Acting) -> object:
    return following_up.add_note(session, _follow_up(form, acting), acting.now)


def _apologise(session: Session, form: forms.ApologiseForm, acting: Acting) -> object:
    return following_up.apologise(session, _follow_up(form, acting), acting.now)


def _snooze(session: Session, form: forms.SnoozeForm, acting: Acting) -> object:
    remind_at = form.moment("remind_at", acting.actor.time_zone, acting.now)
    if remind_at is None:
        raise Invalid(N_("Say when to remind."), field="remind_at")
    return following_up.snooze_promise(session, _follow_up(form, acting), remind_at, acting.now)


def _correct(session: Session, form: forms.CorrectForm, acting: Acting) -> object:
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


KEEP = Deed(
    action=Action.KEEP,
    form=forms.KeepForm,
    do=_settle(State.KEPT),
    title=_l("Kept"),
    submit=_l("Kept"),
    said=_l("Marked as kept."),
)
PARTLY_KEEP = Deed(
    action=Action.PARTLY_KEEP,
    form=forms.PartlyKeepForm,
    do=_settle(State.PARTLY_KEPT),
    title=_l("Partly kept"),
    submit=_l("Partly kept"),
    said=_l("Marked as partly kept."),
)
BREAK = Deed(
    action=Action.BREAK,
    form=forms.BreakForm,
    do=_settle(State.BROKEN),
    title=_l("Broken"),
    submit=_l("Broken"),
    said=_l("Marked as broken."),
    hint=_l("It was not done and will not be. If it will be done later, agree a new date instead."),
)
WITHDRAW = Deed(
    action=Action.WITHDRAW,
    form=forms.WithdrawForm,
    do=_settle(State.WITHDRAWN),
    title=_l("Withdrawn"),
    submit=_l("Withdrawn"),
    said=_l("Marked as withdrawn."),
    hint=_l("The customer released us, or the reason is gone. It counts neither for nor against us."),
)
REOPEN = Deed(
    action=Action.REOPEN,
    form=forms.ReopenForm,
    do=_reopen,
    title=_l("Reopen"),
    submit=_l("Reopen"),
    said=_l("Open again."),
    hint=_l("For a promise that was settled wrongly. How it had ended stays in the history."),
)
RENEGOTIATE = Deed(
    action=Action.RENEGOTIATE,
    form=forms.RenegotiateForm,
    do=_renegotiate,
    title=_l("New date"),
    submit=_l("Save new date"),
    said=_l("New date saved."),
    hint=_l("The old date stays in the history and in the counts."),
)
INFORM = Deed(
    action=Action.INFORM,
    form=forms.InformForm,
    do=_inform,
    title=_l("Customer informed"),
    submit=_l("Save"),
    said=_l("Saved that the customer was told."),
)
HAND_OVER = Deed(
    action=Action.HAND_OVER,
    form=forms.HandOverForm,
    do=_hand_over,
    title=_l("Hand over"),
    submit=_l("Hand over"),
    said=_l("Offered. Until it is accepted, the owner stays responsible."),
    hint=_l("Until it is accepted, the owner stays responsible."),
)
ACCEPT = Deed(
    action=Action.ACCEPT,
    form=forms.ActionForm,
    do=_accept,
    title=_l("Accept"),
    submit=_l("Accept"),
    said=_l("Taken over."),
    hint=_l("Whoever was asked owns the promise from then on."),
)
DECLINE = Deed(
    action=Action.DECLINE,
    form=forms.DeclineForm,
    do=_decline,
    title=_l("Decline"),
    submit=_l("Decline"),
    said=_l("Declined; the owner stays the same."),
)
ATTEMPT = Deed(
    action=Action.ATTEMPT,
    form=forms.AttemptForm,
    do=_attempt,
    title=_l("Not reached"),
    submit=_l("Save attempt"),
    said=_l("Attempt saved; the promise stays open."),
    hint=_l("Attempts are counted and shown. The promise stays open."),
)
NOTE = Deed(
    action=Action.NOTE,
    form=forms.NoteForm,
    do=_note,
    title=_l("Add note"),
    submit=_l("Save note"),
    said=_l("Note saved."),
)
APOLOGISE = Deed(
    action=Action.APOLOGISE,
    form=forms.ApologiseForm,
    do=_apologise,
    title=_l("Apologised"),
    submit=_l("Save apology"),
    said=_l("Apology saved, so that nobody says it again."),
    hint=_l("Customers hear sorry once."),
)
SNOOZE = Deed(
    action=Action.SNOOZE,
    form=forms.SnoozeForm,
    do=_snooze,
    title=_l("Remind later"),
    submit=_l("Remind later"),
    said=_l("Reminder moved; the date stays."),
    hint=_l("Only the reminder moves. The date that the customer was told stays."),
)
CORRECT = Deed(
    action=Action.CORRECT,
    form=forms.CorrectForm,
    do=_correct,
    title=_l("Correct details"),
    submit=_l("Save"),
    said=_l("Details corrected."),
    hint=_l("Statement and dates were said to the customer: they stay as they are."),
)
