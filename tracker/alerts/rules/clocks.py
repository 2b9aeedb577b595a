"""Noticing that somebody set the clock: the wall clock is compared with one that nobody can set."""

from dataclasses import dataclass
from datetime import datetime, timedelta

JUMPED_FROM = timedelta(seconds=5)
"""What time servers correct in small steps is less between two looks."""
HELD_FROM = timedelta(minutes=10)
"""A clock that leaps so far ahead is looked at once more before anything goes out because of it."""
HELD_FOR_S = 1.0
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Look:
    """Both clocks at one moment; `steady_s` counts seconds from anywhere."""

    wall: datetime
    steady_s: float


def jump(before: Look, after: Look) -> timedelta:
    """Return by how much the wall clock was set between two looks; nothing if it only went on."""
    off = (after.wall - before.wall) - timedelta(seconds=after.steady_s - before.steady_s)
    return off if abs(off) > JUMPED_FROM else NOTHING


def is_news(jumped: timedelta, now: datetime, last_s: int, last_at: datetime | None) -> bool:
    """Whether a jump is another one than the last that was written down: every worker of a host sees the same."""
    if last_at is None or abs(now - last_at) > JUMPED_FROM:
        return True
    return abs(jumped - timedelta(seconds=last_s)) > JUMPED_FROM
