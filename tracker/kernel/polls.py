"""How often what a secret leads to is fetched: a program gone wild must not keep us from answering the others.

The count is kept in this process alone. Secrets of 256 bits need no protection from guessing, so all that the
limit protects is this process's time, and no fetch has to write for it. Several processes allow as many
times more, which is harmless.
"""

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock

MOST_A_MINUTE = 60
"""Programs poll every few minutes at most; Thunderbird asks four times when a calendar is added."""

MINUTE = timedelta(minutes=1)


class Polls:
    """Counts the fetches with each secret within the present minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute: datetime | None = None
        self._counts: Counter[str] = Counter()

    def seconds_to_wait(self, secret: str, now: datetime) -> int:
        """Count one fetch, and return how long whoever fetches shall wait: 0 where it may go on."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[secret] += 1
            is_too_much = self._counts[secret] > MOST_A_MINUTE
        return int((minute + MINUTE - now).total_seconds()) + 1 if is_too_much else 0
