"""What becomes of a delivery: sent, tried again later, given up, or wanted no more."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from tracker.alerts.rules.firing import LIVING
from tracker.alerts.rules.ladders import FROM_CUSTOMER, NoticeKind
from tracker.promises.rules import State

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to its worker; longer than sending may take."""

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 7200, 18000))
"""How long to wait after the first, second … failure. Short at first: a reminder after the deadline is useless."""


class Outcome(StrEnum):
    """How one attempt went."""

    OK = "ok"
    TRANSIENT = "transient"
    PERMANENT = "permanent"
    AMBIGUOUS = "ambiguous"
    """It may have arrived: the connection or the worker died in between."""


MOST_PATIENCE = timedelta(hours=1)
"""A receiver may ask to be left alone for so long, not longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a channel says of one try.

    `retry_after`: the receiver wants to be left alone for so long. `is_gone`: it wants nothing any more.
    """

    outcome: Outcome
    said: str = ""
    status: int | None = None
    retry_after: timedelta | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at a delivery and what came of it."""

    started_at: datetime
    ended_at: datetime
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a delivery was about when it was decided on; it goes out only while that is still so."""

    kind: NoticeKind
    due_at: datetime | None

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({"kind": self.kind, "due_at": self.due_at.isoformat() if self.due_at else None})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        due_at = told["due_at"]
        return cls(kind=NoticeKind(told["kind"]), due_at=datetime.fromisoformat(due_at) if due_at else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """What was held back from somebody until a moment: one message for all of it."""

    opens_at: datetime

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({"catch_up": self.opens_at.isoformat()})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        return cls(opens_at=datetime.fromisoformat(json.loads(payload)["catch_up"]))


def is_settled(kind: NoticeKind, state: State, *, is_still_offered: bool) -> bool:
    """Whether what somebody was to be told has settled itself since: the promise ended, or nobody asks any more."""
    if kind in FROM_CUSTOMER:
        return False
    if state not in LIVING:
        return True
    if kind is NoticeKind.DRAFT:
        return state is not State.DRAFT
    return kind is NoticeKind.OFFERED and not is_still_offered


def obstacle(occasion: Occasion, state: State, due_at: datetime | None) -> str:
    """Return why a message is wanted no more, or nothing while it is."""
    if occasion.kind in FROM_CUSTOMER:
        return ""
    if state not in LIVING:
        return "settled"
    if occasion.kind is NoticeKind.DRAFT and state is not State.DRAFT:
        return "completed"
    return "rescheduled" if occasion.due_at != due_at else ""


def next_try(attempts: int, ended_at: datetime, luck: float, retry_after: timedelta | None = None) -> datetime:
    """Return when to try again after so many attempts; not before the receiver wants it, within an hour.

    `luck`, from 0 to 1, spreads the tries over the whole pause, so that what failed together does not come
    back together.
    """
    pause = PAUSES[min(attempts, len(PAUSES)) - 1] * luck
    return ended_at + max(pause, min(retry_after or timedelta(0), MOST_PATIENCE))


def is_over(attempts: int, most: int, outcome: Outcome) -> bool:
    """Whether a delivery that failed is given up."""
    return outcome is Outcome.PERMANENT or attempts >= most
