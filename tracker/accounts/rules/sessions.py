"""How long a sign-in lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

STAMPED_EVERY = timedelta(minutes=1)
"""How often a page view may note that the person was here."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """When a sign-in began, was last used, and was ended (None: nobody ended it)."""

    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a sign-in may rest, and how long it may last at all."""

    idle: timedelta
    absolute: timedelta


def is_live(facts: SessionFacts, limits: SessionLimits, now: datetime) -> bool:
    """Whether a sign-in still holds: not ended, used lately, and not older than allowed."""
    return facts.ended_at is None and now < facts.seen_at + limits.idle and now < facts.started_at + limits.absolute


def wants_stamp(facts: SessionFacts, now: datetime) -> bool:
    """Whether it is time to note again that the person was here."""
    return now - facts.seen_at >= STAMPED_EVERY
