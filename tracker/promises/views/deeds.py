"""What each page of an action is called, asks for, does, and says when it is done."""

from dataclasses import dataclass
from typing import Generic

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.promises.actions import Action
from tracker.promises.forms import acting as forms
from tracker.promises.forms import endings
from tracker.promises.forms.action import ActionForm
from tracker.promises.rules import State
from tracker.promises.views import doing
from tracker.promises.views.doing import Do, F


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


KEEP = Deed(
    action=Action.KEEP,
    form=endings.KeepForm,
    do=doing.settle(State.KEPT),
    title=_l("Kept"),
    submit=_l("Kept"),
    said=_l("Marked as kept."),
)
PARTLY_KEEP = Deed(
    action=Action.PARTLY_KEEP,
    form=endings.PartlyKeepForm,
    do=doing.settle(State.PARTLY_KEPT),
    title=_l("Partly kept"),
    submit=_l("Partly kept"),
    said=_l("Marked as partly kept."),
)
BREAK = Deed(
    action=Action.BREAK,
    form=endings.BreakForm,
    do=doing.settle(State.BROKEN),
    title=_l("Broken"),
    submit=_l("Broken"),
    said=_l("Marked as broken."),
    hint=_l("It was not done and will not be. If it will be done later, agree a new date instead."),
)
WITHDRAW = Deed(
    action=Action.WITHDRAW,
    form=endings.WithdrawForm,
    do=doing.settle(State.WITHDRAWN),
    title=_l("Withdrawn"),
    submit=_l("Withdrawn"),
    said=_l("Marked as withdrawn."),
    hint=_l("The customer released us, or the reason is gone. It counts neither for nor against us."),
)
REOPEN = Deed(
    action=Action.REOPEN,
    form=endings.ReopenForm,
    do=doing.reopen,
    title=_l("Reopen"),
    submit=_l("Reopen"),
    said=_l("Open again."),
    hint=_l("For a promise that was settled wrongly. How it had ended stays in the history."),
)
RENEGOTIATE = Deed(
    action=Action.RENEGOTIATE,
    form=forms.RenegotiateForm,
    do=doing.renegotiate,
    title=_l("New date"),
    submit=_l("Save new date"),
    said=_l("New date saved."),
    hint=_l("The old date stays in the history and in the counts."),
)
INFORM = Deed(
    action=Action.INFORM,
    form=forms.InformForm,
    do=doing.inform,
    title=_l("Customer informed"),
    submit=_l("Save"),
    said=_l("Saved that the customer was told."),
)
HAND_OVER = Deed(
    action=Action.HAND_OVER,
    form=forms.HandOverForm,
    do=doing.hand_over,
    title=_l("Hand over"),
    submit=_l("Hand over"),
    said=_l("Offered. Until it is accepted, the owner stays responsible."),
    hint=_l("Until it is accepted, the owner stays responsible."),
)
ACCEPT = Deed(
    action=Action.ACCEPT,
    form=ActionForm,
    do=doing.accept,
    title=_l("Accept"),
    submit=_l("Accept"),
    said=_l("Taken over."),
    hint=_l("Whoever was asked owns the promise from then on."),
)
DECLINE = Deed(
    action=Action.DECLINE,
    form=forms.DeclineForm,
    do=doing.decline,
    title=_l("Decline"),
    submit=_l("Decline"),
    said=_l("Declined; the owner stays the same."),
)
TAKE_BACK = Deed(
    action=Action.TAKE_BACK,
    form=ActionForm,
    do=doing.take_back,
    title=_l("Take the hand-over back"),
    submit=_l("Take the hand-over back"),
    said=_l("The hand-over is taken back; the owner stays the same."),
    hint=_l("Whoever was asked does not have to answer any more."),
)
ATTEMPT = Deed(
    action=Action.ATTEMPT,
    form=forms.AttemptForm,
    do=doing.attempt,
    title=_l("Not reached"),
    submit=_l("Save attempt"),
    said=_l("Attempt saved; the promise stays open."),
    hint=_l("Attempts are counted and shown. The promise stays open."),
)
NOTE = Deed(
    action=Action.NOTE,
    form=forms.NoteForm,
    do=doing.note,
    title=_l("Add note"),
    submit=_l("Save note"),
    said=_l("Note saved."),
)
APOLOGISE = Deed(
    action=Action.APOLOGISE,
    form=forms.ApologiseForm,
    do=doing.apologise,
    title=_l("Apologised"),
    submit=_l("Save apology"),
    said=_l("Apology saved, so that nobody says it again."),
    hint=_l("Customers hear sorry once."),
)
SNOOZE = Deed(
    action=Action.SNOOZE,
    form=forms.SnoozeForm,
    do=doing.snooze,
    title=_l("Remind later"),
    submit=_l("Remind later"),
    said=_l("Reminder moved; the date stays."),
    hint=_l("Only the reminder moves. The date that the customer was told stays."),
)
CORRECT = Deed(
    action=Action.CORRECT,
    form=forms.CorrectForm,
    do=doing.correct,
    title=_l("Correct details"),
    submit=_l("Save"),
    said=_l("Details corrected."),
    hint=_l("Statement and dates were said to the customer: they stay as they are."),
)
