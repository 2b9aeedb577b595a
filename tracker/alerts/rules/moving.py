"""How many alerts a change moves, before it is made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.alerts.rules.planning import PlannedAlert, going_out

Moments = frozenset[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Moves:
    """Of so many promises: alerts that come at another moment, are new, and fall away."""

    promises: int
    moved: int
    added: int
    removed: int


def to_come(alerts: Iterable[PlannedAlert], now: datetime) -> Moments:
    """Return what goes out from now on: rung and moment."""
    return frozenset((each.rung_key, each.fire_at) for each in going_out(alerts) if each.fire_at >= now)


def moves(pairs: Iterable[tuple[Moments, Moments]]) -> Moves:
    """Return what changes between the plans before and after, promise by promise."""
    counted: Counter[str] = Counter()
    promises = 0
    for before, after in pairs:
        gone, new = before - after, after - before
        moved = min(len(gone), len(new))
        promises += bool(gone or new)
        counted.update(moved=moved, removed=len(gone) - moved, added=len(new) - moved)
    return Moves(promises, counted["moved"], counted["added"], counted["removed"])
