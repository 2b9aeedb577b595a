"""The one place where clocks are read."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app

Clock = Callable[[], datetime]


def read() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment as this application sees it; tests bind a clock that stands still."""
    clock: Clock = current_app.extensions["clock"]
    return clock()


def steady_s() -> float:
    """Return seconds of a clock that nobody can set; only the difference of two readings means something."""
    steady: Callable[[], float] = current_app.extensions["steady"]
    return steady()
