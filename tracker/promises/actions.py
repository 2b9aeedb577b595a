"""What can be done with a promise, and what of it this person can do with this one now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.audit.queries import Told
from tracker.kernel.errors import Refusal
from tracker.kernel.people import Role, Viewer
from tracker.promises import checks, rules
from tracker.promises.rules import SETTLED, PromiseFacts, Standing, State


class Action(StrEnum):
    """Everything that can be done; the value is the name of its page in the blueprint."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    COMPLETE = "complete"
    KEEP = "keep"
    RENEGOTIATE = "renegotiate"
    ATTEMPT = "attempt"
    INFORM = "inform"
    HAND_OVER = "hand_over"
    BREAK = "break_promise"
    PARTLY_KEEP = "partly_keep"
    WITHDRAW = "withdraw"
    SNOOZE = "snooze"
    APOLOGISE = "apologise"
    MAKE_GOOD = "make_good"
    CHECK_IN = "check_in"
    REOPEN = "reopen"
    CORRECT = "correct"
    NOTE = "note"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Button:
    """How an action is offered: its words, icon, key and weight, and whether one click does it."""

    label: LazyString
    icon: str
    key: str | None = None
    kind: str = ""
    is_one_click: bool = False

    def second(self) -> "Button":
        """Return the button as it looks where another one comes first."""
        return replace(self, kind="") if self.kind == "primary" else self


BUTTONS: dict[Action, Button] = {
    Action.ACCEPT: Button(_l("Accept"), "check", "a", "primary", is_one_click=True),
    Action.DECLINE: Button(_l("Decline …"), "x", "r"),
    Action.TAKE_BACK: Button(_l("Take the hand-over back"), "undo-2", is_one_click=True),
    Action.COMPLETE: Button(_l("Complete"), "pencil", "e", "primary"),
    Action.KEEP: Button(_l("Kept"), "check", "e", "primary", is_one_click=True),
    Action.RENEGOTIATE: Button(_l("New date"), "repeat-2", "t"),
    Action.ATTEMPT: Button(_l("Not reached"), "phone-missed", "m"),
    Action.INFORM: Button(_l("Customer informed"), "message-square", "i"),
    Action.HAND_OVER: Button(_l("Hand over"), "arrow-right-left", "h"),
    Action.BREAK: Button(_l("Broken …"), "circle-x", "b", "danger"),
    Action.PARTLY_KEEP: Button(_l("Partly kept …"), "contrast"),
    Action.WITHDRAW: Button(_l("Withdrawn …"), "circle-slash"),
    Action.SNOOZE: Button(_l("Remind later"), "alarm-clock", "l"),
    Action.APOLOGISE: Button(_l("Apologised"), "message-square"),
    Action.MAKE_GOOD: Button(_l("Promise to make good"), "handshake", "w"),
    Action.CHECK_IN: Button(_l("Promise a check-in"), "phone"),
    Action.REOPEN: Button(_l("Reopen …"), "undo-2"),
    Action.CORRECT: Button(_l("Correct details"), "pencil"),
    Action.NOTE: Button(_l("Add note"), "pencil"),
    Action.DISCARD: Button(_l("Discard draft"), "trash-2", kind="danger"),
}

FIRST = (
    *(Action.ACCEPT, Action.DECLINE, Action.COMPLETE, Action.KEEP, Action.RENEGOTIATE, Action.ATTEMPT, Action.INFORM),
    *(Action.HAND_OVER, Action.TAKE_BACK, Action.APOLOGISE, Action.MAKE_GOOD, Action.CHECK_IN, Action.BREAK),
)
"""What is offered as buttons, in this order; everything else is behind "More"."""

MORE = (Action.PARTLY_KEEP, Action.SNOOZE, Action.CORRECT, Action.WITHDRAW, Action.REOPEN, Action.DISCARD)

OF_OPEN = frozenset(
    {
        *(Action.KEEP, Action.RENEGOTIATE, Action.ATTEMPT, Action.INFORM, Action.HAND_OVER, Action.BREAK),
        *(Action.PARTLY_KEEP, Action.WITHDRAW, Action.SNOOZE, Action.CORRECT, Action.NOTE),
    }
)
OF_DRAFT = frozenset({Action.COMPLETE, Action.SNOOZE, Action.NOTE, Action.DISCARD})
OF_SETTLED = frozenset({Action.REOPEN, Action.CORRECT, Action.INFORM, Action.NOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides about the actions besides the promise: who looks, when, and what happened."""

    viewer: Viewer
    now: datetime
    offered_to_id: int | None = None
    offered_to_team_id: int | None = None
    offered_by_id: int | None = None
    is_apologised: bool = False
    is_made_good: bool = False


def possible(promise: PromiseFacts, situation: Situation) -> frozenset[Action]:
    """Return what this person can do with this promise now."""
    return _as_owner(promise, situation) | _as_receiver(situation)


def undoable(told: Sequence[Told], viewer: Viewer, now: datetime) -> set[int]:
    """Return which events the person can still take back: the last one, and the last one before the notes."""
    changed = next((each for each in told if not checks.is_only_noted(each.kind, each.words)), None)
    last = [*told[:1], *([] if changed is None else [changed])]
    return {each.id for each in last if may_be_undone(each, viewer, now)}


def may_be_undone(told: Told, viewer: Viewer, now: datetime) -> bool:
    """Whether the person can still take back, with one click, what an event tells of."""
    try:
        checks.check_undo(kind=told.kind, at=told.at, actor_id=told.actor_id, by=viewer, now=now)
    except Refusal:
        return False
    return True


def _as_owner(promise: PromiseFacts, situation: Situation) -> frozenset[Action]:
    if not situation.viewer.may_change_in(promise.team_id):
        return frozenset()
    if promise.state is State.DRAFT:
        return OF_DRAFT
    if promise.state in SETTLED:
        return OF_SETTLED | _amends(promise, situation)
    is_late = rules.standing(promise, situation.now) is Standing.OVERDUE
    return (
        OF_OPEN
        | _taking_back(promise, situation)
        | ({Action.APOLOGISE} if is_late and not situation.is_apologised else frozenset())
    )


def _taking_back(promise: PromiseFacts, situation: Situation) -> frozenset[Action]:
    by = situation.offered_by_id
    return frozenset({Action.TAKE_BACK} if by and checks.may_take_back(promise, by, situation.viewer) else ())


def _amends(promise: PromiseFacts, situation: Situation) -> frozenset[Action]:
    if not checks.may_be_made_good(promise):
        return frozenset()
    sorry = frozenset() if situation.is_apologised else frozenset({Action.APOLOGISE})
    return sorry if situation.is_made_good else sorry | {Action.MAKE_GOOD, Action.CHECK_IN}


def _as_receiver(situation: Situation) -> frozenset[Action]:
    if situation.offered_to_id is None:
        return frozenset()
    viewer = situation.viewer
    is_manager = viewer.role is Role.MANAGER and situation.offered_to_team_id in viewer.managed_team_ids
    may_answer = viewer.id == situation.offered_to_id or is_manager
    return frozenset({Action.ACCEPT, Action.DECLINE}) if may_answer else frozenset()
