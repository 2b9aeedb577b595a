"""What may be done to a promise, by whom, and which field is at fault when it may not. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.rules import (
    SETTLED,
    Due,
    PromiseFacts,
    Settlement,
    Standing,
    State,
    is_on_time,
    standing,
)
from tracker.worktime.zones import end_of_day

UNDO_WINDOW = timedelta(minutes=10)
"""How long a one-click action can be taken back."""

CHOOSE_A_CAUSE = N_("It was not kept as promised: choose the cause.")
UNDOABLE = frozenset(
    {
        "promise_logged",
        "promise_kept",
        "promise_partly_kept",
        "promise_broken",
        "promise_withdrawn",
        "promise_snoozed",
        "promise_renegotiated",
        "customer_informed",
        "attempt_made",
        "note_added",
        "hand_over_asked",
        "hand_over_accepted",
        "hand_over_declined",
    }
)
"""The kinds of event that one click can take back."""
NOTED = "note_added"
"""A note changes nothing that could be taken back: what it stands beside can still be."""
OUT = frozenset({"confirmation_sent", "customer_invited", "invitation_moved", "invitation_cancelled"})
"""The kinds of event that are a mail to the customer: nobody calls it back."""


def check_unchanged(row_version: int, seen_version: int) -> None:
    """Raise ChangedMeanwhile when somebody changed the promise since it was shown."""
    if row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else has changed this promise meanwhile. Nothing of yours is lost."))


def check_may_change(promise: PromiseFacts, actor: Viewer) -> None:
    """Raise Forbidden unless the actor may change promises of this team."""
    if not actor.may_change_in(promise.team_id):
        raise Forbidden(N_("Only the team that owns this promise, or its manager, may change it."))


def may_take_back(promise: PromiseFacts, asked_by_id: int, actor: Viewer) -> bool:
    """Whether the actor may end an offer that waits: whose word it was, who owns the promise, or a manager of it."""
    is_theirs = actor.id in {asked_by_id, promise.owner_id} or actor.role is Role.MANAGER
    return is_theirs and actor.may_change_in(promise.team_id)


def check_open(promise: PromiseFacts) -> None:
    """Raise Invalid unless the promise is open."""
    if promise.state is not State.OPEN:
        raise Invalid(N_("This promise is not open any more."))


def check_due(due: Due, now: datetime) -> None:
    """Raise Invalid when a new due is already over."""
    if due.at <= now:
        raise Invalid(N_("This moment is already over. Choose a later one."), field="due")


def in_zone(due: Due, zone: str) -> Due:
    """Return the due with a whole day ending where the promise was made, whoever names the day from where."""
    return due if due.day is None else Due(end_of_day(due.day, zone), due.day)


def needs_cause(promise: PromiseFacts, settlement: Settlement) -> bool:
    """Whether this ending must say why: kept late, partly kept, or broken."""
    if settlement.outcome is State.KEPT:
        after = settlement.kept_at
        return after is not None and promise.last_moment is not None and after > promise.last_moment
    return settlement.outcome in {State.PARTLY_KEPT, State.BROKEN}


def check_settlement(promise: PromiseFacts, settlement: Settlement, now: datetime) -> None:
    """Raise Invalid, naming the field, when a promise cannot end like this."""
    check_open(promise)
    if settlement.outcome in {State.KEPT, State.PARTLY_KEPT}:
        _check_kept_at(promise, settlement.kept_at, now)
    if settlement.outcome is State.PARTLY_KEPT and not settlement.missing:
        raise Invalid(N_("Say what is missing."), field="missing")
    if settlement.outcome is State.WITHDRAWN and not settlement.note:
        raise Invalid(N_("Say why it is no longer needed."), field="note")
    if needs_cause(promise, settlement) and settlement.cause_id is None:
        raise Invalid(CHOOSE_A_CAUSE, field="cause")


def _check_kept_at(promise: PromiseFacts, kept_at: datetime | None, now: datetime) -> None:
    if kept_at is None:
        raise Invalid(N_("Say when it was done."), field="kept_at")
    if kept_at > now:
        raise Invalid(N_("This moment is still to come."), field="kept_at")
    if kept_at < _minute_of(promise.made_at):
        raise Invalid(N_("That is before the promise was made."), field="kept_at")


def _minute_of(moment: datetime) -> datetime:
    """Return the whole minute of a moment: people say minutes, and may do a thing in the minute it was promised."""
    return moment.replace(second=0, microsecond=0)


def check_renegotiation(promise: PromiseFacts, due: Due, reason: str, now: datetime) -> None:
    """Raise Invalid when this new date cannot be agreed."""
    check_open(promise)
    check_due(due, now)
    if due.at == promise.due_at:
        raise Invalid(N_("This is the date that is already agreed."), field="due")
    if not reason:
        raise Invalid(N_("Say why there is a new date."), field="reason")


def check_reopening(promise: PromiseFacts, reason: str) -> None:
    """Raise Invalid unless the promise is settled and the reason for reopening it is given."""
    if promise.state not in SETTLED:
        raise Invalid(N_("Only a settled promise can be reopened."))
    if not reason:
        raise Invalid(N_("Say why it is open again."), field="reason")


def may_be_made_good(promise: PromiseFacts) -> bool:
    """Whether an apology and a make-good promise are due: kept late, partly kept or broken."""
    if promise.state is State.KEPT:
        return not is_on_time(promise)
    return promise.state in {State.PARTLY_KEPT, State.BROKEN}


def check_apology(promise: PromiseFacts, now: datetime, *, was_given: bool) -> None:
    """Raise Invalid when there is nothing to apologise for, or somebody has done it: customers hear sorry once."""
    if was_given:
        raise Invalid(N_("Somebody has already apologised for this."))
    if not may_be_made_good(promise) and standing(promise, now) is not Standing.OVERDUE:
        raise Invalid(N_("There is nothing to apologise for."))


def check_snooze(promise: PromiseFacts, remind_at: datetime, now: datetime) -> None:
    """Raise Invalid unless an open promise is to be brought back later than now."""
    if promise.state not in {State.OPEN, State.DRAFT}:
        raise Invalid(N_("This promise is not open any more."))
    if remind_at <= now:
        raise Invalid(N_("This moment is already over. Choose a later one."), field="remind_at")


def check_informed(promise: PromiseFacts, at: datetime, now: datetime) -> None:
    """Raise Invalid when the customer cannot have been told then."""
    if promise.state is State.DRAFT:
        raise Invalid(N_("A draft is not a promise yet."))
    if at > now:
        raise Invalid(N_("This moment is still to come."), field="informed_at")
    if at < _minute_of(promise.made_at):
        raise Invalid(N_("That is before the promise was made."), field="informed_at")


def is_only_noted(kind: str, words: Mapping[str, object]) -> bool:
    """Whether an event is a note, or that one was taken back."""
    return kind == NOTED or (kind == "undone" and words.get("event") == NOTED)


def check_undo(*, kind: str, at: datetime, actor_id: int | None, by: Viewer, now: datetime) -> None:
    """Raise Invalid unless this was a one-click action of the same person within the last ten minutes."""
    if kind not in UNDOABLE:
        raise Invalid(N_("This cannot be taken back with one click."))
    if actor_id != by.id:
        raise Forbidden(N_("Only the person who did this can take it back."))
    if now - at > UNDO_WINDOW:
        raise Invalid(N_("The ten minutes for taking this back are over."))
