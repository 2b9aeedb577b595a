"""What speaks against a promise that is due today being kept. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SCARCE = timedelta(hours=1)
"""With less office time left than this there is hardly time to do it."""

URGENT = 3
"""What was marked as urgent weighs as much as a customer one tier higher."""

MUCH = 5
"""More than this on one day is much for somebody of whom no day is known yet."""

LOOKED_BACK = timedelta(days=182)
"""How far back the best day of a person is looked for."""


class Danger(StrEnum):
    """Why a promise may break today."""

    ABSENT = "absent"
    OFFERED = "offered"
    OVERLOADED = "overloaded"
    SCARCE = "scarce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A promise that is due today, whether a hand-over waits for its answer, and the office time that is left.

    `harm` is what would be done by breaking it, in points that can be told apart.
    """

    promise_id: int
    owner_id: int
    due_at: datetime
    is_offered: bool
    time_left: timedelta
    harm: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Who is absent today, and how many promises each person has kept on their best day so far."""

    absent: frozenset[int]
    most_kept: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Endangered:
    """A promise and what speaks against it."""

    promise_id: int
    dangers: tuple[Danger, ...]


def endangered(owing: Sequence[Owing], ground: Ground) -> list[Endangered]:
    """Return the promises that something speaks against: most dangers first, then the most harmful, then by due."""
    loads = Counter(each.owner_id for each in owing)
    found = [(each, tuple(_dangers(each, loads[each.owner_id], ground))) for each in owing]
    ordered = sorted(found, key=lambda pair: (-len(pair[1]), -pair[0].harm, pair[0].due_at, pair[0].promise_id))
    return [Endangered(each.promise_id, dangers) for each, dangers in ordered if dangers]


def best_days(kept: Iterable[tuple[int, date, int]]) -> dict[int, int]:
    """Return how many promises each person kept on their best day, from person, day and number."""
    best: dict[int, int] = {}
    for owner_id, _, many in kept:
        best[owner_id] = max(best.get(owner_id, 0), many)
    return best


def _dangers(owing: Owing, load: int, ground: Ground) -> Iterable[Danger]:
    if owing.owner_id in ground.absent:
        yield Danger.ABSENT
    if owing.is_offered:
        yield Danger.OFFERED
    if load > (ground.most_kept.get(owing.owner_id, 0) or MUCH):
        yield Danger.OVERLOADED
    if owing.time_left < SCARCE:
        yield Danger.SCARCE
