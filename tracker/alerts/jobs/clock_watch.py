"""Watching the clock of this host: alerts go by it, and somebody may set it."""

import logging
from datetime import datetime, timedelta
from threading import Lock

from tracker.alerts.rules import clocks
from tracker.alerts.rules.clocks import Look
from tracker.alerts.use_cases import recovering, upkeep
from tracker.kernel import clock
from tracker.kernel.extensions import transaction

log = logging.getLogger(__name__)


class HeldBack(Exception):  # noqa: N818 - a state of the clock, no error
    """The clock leapt ahead: nobody knows yet how late it is."""


class ClockWatch:
    """What one worker knows of its clock; its threads ask it for the time before each row.

    A clock that leaps far ahead would let everything go out that is due until then. So nothing goes out for a
    moment: if the clock is set back by then, it was a mistake; if it is not, it is the time.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._lock = Lock()
        self._seen = _look()
        self._held_until_s = self._seen.steady_s

    def now(self) -> datetime:
        """Return the time. Raises HeldBack while the clock is to be looked at once more.

        May be asked only while no transaction is open.
        """
        with self._lock:
            seen = _look()
            jumped, self._seen = clocks.jump(self._seen, seen), seen
            if jumped >= clocks.HELD_FROM:
                self._held_until_s = seen.steady_s + clocks.HELD_FOR_S
            elif jumped <= -clocks.HELD_FROM:
                self._held_until_s = seen.steady_s
            is_held = seen.steady_s < self._held_until_s
        if jumped:
            self._tell(jumped)
        if is_held:
            raise HeldBack
        return seen.wall

    def _tell(self, jumped: timedelta) -> None:
        log.warning("the clock of %s was set by %+.0f s", self._host, jumped.total_seconds())
        with transaction() as session:
            upkeep.note_jump(session, self._host, jumped, clock.now())
            if jumped < clocks.NOTHING:
                recovering.set_right(session, clock.now())


def _look() -> Look:
    return Look(clock.now(), clock.steady_s())
