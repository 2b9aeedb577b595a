"""How long a worker waits between two looks at what is to do. Pure."""

from datetime import datetime

LONGEST_S = 1.0
"""A promise that is logged waits no longer for its plan, as far as the waiting goes."""
SHORTEST_S = 0.02
GATHERING_S = 0.25
"""After little work a worker lets more come together, so that who writes meanwhile need not wait for it each time."""
LITTLE = 20


def after_work(done: int, firing_at: datetime | None, now: datetime) -> float:
    """Return for how many seconds to wait after so many rows; no longer than until the next alert is due.

    After much of it there may be more, and it goes on at once.
    """
    return SHORTEST_S if done >= LITTLE else until(firing_at, now, GATHERING_S)


def until(moment: datetime | None, now: datetime, longest: float = LONGEST_S) -> float:
    """Return for how many seconds to wait for a moment, if there is one, between the shortest wait and the longest."""
    return longest if moment is None else min(longest, max((moment - now).total_seconds(), SHORTEST_S))
