"""Watching the clock of this host: alerts go by it, and somebody may set it."""

import logging
from datetime import timedelta
from threading import Lock

from tracker.alerts.rules import clocks
from tracker.alerts.rules.clocks import Look
from tracker.alerts.use_cases import upkeep
from tracker.kernel import clock
from tracker.kernel.extensions import transaction

log = logging.getLogger(__name__)


class ClockWatch:
    """What one worker knows of its clock; its threads ask before each round of work.

    A clock that leaps far ahead would let everything go out that is due until then. So nothing goes out for a
    moment: if the clock is set back by then, it was a mistake; if it is not, it is the time.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._lock = Lock()
        self._seen = _look()
        self._held_until_s = self._seen.steady_s

    def lets_work(self) -> bool:
        """Look at the clock; False while it is to be looked at once more."""
        with self._lock:
            seen = _look()
            jumped, self._seen = clocks.jump(self._seen, seen), seen
            if jumped >= clocks.HELD_FROM:
                self._held_until_s = seen.steady_s + clocks.HELD_FOR_S
            elif jumped <= -clocks.HELD_FROM:
                self._held_until_s = seen.steady_s
            lets_work = seen.steady_s >= self._held_until_s
        if jumped:
            self._tell(jumped)
        return lets_work

    def _tell(self, jumped: timedelta) -> None:
        log.warning("the clock of %s was set by %+.0f s", self._host, jumped.total_seconds())
        with transaction() as session:
            upkeep.note_jump(session, self._host, jumped, clock.now())


def _look() -> Look:
    return Look(clock.now(), clock.steady_s())
