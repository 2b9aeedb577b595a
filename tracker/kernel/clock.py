"""The one place where the wall clock is read."""

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
