"""Whether alerts go out: how far workers are behind, when one last showed that it lives, whether clocks are right."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE_AFTER = timedelta(seconds=60)
"""How far the workers may be behind."""
SILENT_AFTER = timedelta(seconds=30)
"""How long no worker may show a sign of life; each gives one every ten seconds."""
JUMP_MATTERS_FOR = timedelta(hours=1)
"""How long a clock that jumped is still reported."""
CLOCKS_AGREE_WITHIN = timedelta(seconds=5)
NOTHING = timedelta()


class Condition(StrEnum):
    """How the alerts are, from good to bad."""

    OK = "ok"
    DEGRADED = "degraded"
    """Alerts go out, but a clock is not to be trusted, or something waits for another try."""
    LATE = "late"
    SILENT = "silent"
    """No worker shows a sign of life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What the database knows of it.

    `waiting_since`: since when the first of what a worker could do has been waiting. `unsent_since`: when the oldest
    message was due that is not out, also of those that were tried in vain.
    """

    waiting_since: datetime | None = None
    unsent_since: datetime | None = None
    workers: int = 0
    beaten_at: datetime | None = None
    high_water_at: datetime | None = None
    jumped_at: datetime | None = None
    jump_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is reported. `heartbeat` is None without any worker; `behind`: how far this clock is behind the workers'."""

    condition: Condition
    lag: timedelta
    oldest_unsent: timedelta
    heartbeat: timedelta | None
    workers: int
    behind: timedelta
    jumped_at: datetime | None
    jump_s: int

    @property
    def is_well(self) -> bool:
        """Whether alerts go out in time."""
        return self.condition in {Condition.OK, Condition.DEGRADED}

    @property
    def clock_is_right(self) -> bool:
        """Whether no clock jumped lately, and this one agrees with those of the workers."""
        return self.jumped_at is None and self.behind <= CLOCKS_AGREE_WITHIN


def lag(waiting_since: datetime | None, now: datetime) -> timedelta:
    """Return how far the workers are behind; nothing while the first thing to do is still to come."""
    return max(now - waiting_since, NOTHING) if waiting_since is not None else NOTHING


def examine(vitals: Vitals, now: datetime) -> Health:
    """Return how the alerts are.

    A message that waits for its next try, or for the opening of somebody's office, is nothing that a worker could
    do now: it counts as unsent, not as lag, so that one mail server that asks for patience wakes nobody.
    """
    jumped_at = vitals.jumped_at if _is_recent(vitals.jumped_at, now) else None
    behind = lag(now, vitals.high_water_at) if vitals.high_water_at is not None else NOTHING
    heartbeat = now - vitals.beaten_at if vitals.beaten_at is not None else None
    late, unsent = lag(vitals.waiting_since, now), lag(vitals.unsent_since, now)
    is_degraded = jumped_at is not None or behind > CLOCKS_AGREE_WITHIN or unsent > LATE_AFTER
    return Health(
        condition=_condition(heartbeat, late, is_degraded=is_degraded),
        lag=late,
        oldest_unsent=unsent,
        heartbeat=heartbeat,
        workers=vitals.workers,
        behind=behind,
        jumped_at=jumped_at,
        jump_s=vitals.jump_s if jumped_at is not None else 0,
    )


def _condition(heartbeat: timedelta | None, late: timedelta, *, is_degraded: bool) -> Condition:
    """A sign of life from the future says nothing: a clock was set back since."""
    if heartbeat is None or abs(heartbeat) > SILENT_AFTER:
        return Condition.SILENT
    if late > LATE_AFTER:
        return Condition.LATE
    return Condition.DEGRADED if is_degraded else Condition.OK


def _is_recent(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and abs(now - moment) < JUMP_MATTERS_FOR
