"""Which promise comes first in a review, and which of them are decided. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

MOST_ITEMS = 100
"""More nobody goes through in one session; the next one begins with what is left."""

DAY = timedelta(days=1)
LATE_BANDS = (timedelta(hours=4), DAY, 3 * DAY, 7 * DAY)
"""Each of these that has passed since a promise became late adds a point of harm."""

POINTS_OF_TIER = 3
"""A customer one tier higher weighs as much as three bands of lateness."""
POINTS_OF_NEW_DATE = 2
MOST_NEW_DATES = 3
"""From the fourth new date on nobody believes the next one either: it adds no harm that is not there already."""
POINTS_OF_AMENDS = 3
"""What was promised to make another promise good must not fail as well."""


class ReviewKind(StrEnum):
    """What is gone through."""

    OVERDUE = "overdue"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What decides about the place of a promise; `tier` counts the tiers below the customer's."""

    promise_id: int
    tier: int
    late_at: datetime
    new_dates: int
    is_amends: bool


def harm(case: Case, now: datetime) -> int:
    """Return how much harm the promise does as long as it stays as it is, in points that can be told apart."""
    lateness = sum(now - case.late_at >= band for band in LATE_BANDS)
    moved = POINTS_OF_NEW_DATE * min(case.new_dates, MOST_NEW_DATES)
    return POINTS_OF_TIER * case.tier + lateness + moved + POINTS_OF_AMENDS * case.is_amends


def most_harmful_first(cases: Iterable[Case], now: datetime) -> list[Case]:
    """Return the cases of a review in their order: by harm, then by how long they have been late."""
    ordered = sorted(cases, key=lambda case: (-harm(case, now), case.late_at, case.promise_id))
    return ordered[:MOST_ITEMS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What a review is about. `about_id` is who will be away, `until` the end of their last day."""

    kind: ReviewKind
    started_at: datetime
    about_id: int | None = None
    until: datetime | None = None


class ItemState(StrEnum):
    """How a promise stands in a review."""

    WAITING = "waiting"
    SKIPPED = "skipped"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """A promise of a review as it is now.

    `offered_at` is when a hand-over was asked for that still waits, or was accepted since the review began.
    """

    promise_id: int
    is_open: bool
    owner_id: int
    due_at: datetime
    late_at: datetime
    offered_at: datetime | None = None
    skipped_at: datetime | None = None


def state_of(item: ItemFacts, review: ReviewFacts, now: datetime) -> ItemState:
    """Return how an item stands. It is decided by what became of the promise, whoever did it, wherever."""
    if not item.is_open or _is_provided_for(item, review, now):
        return ItemState.DECIDED
    return ItemState.WAITING if item.skipped_at is None else ItemState.SKIPPED


def _is_provided_for(item: ItemFacts, review: ReviewFacts, now: datetime) -> bool:
    if review.kind is ReviewKind.ABSENCE:
        is_later = review.until is not None and item.due_at > review.until
        return item.owner_id != review.about_id or item.offered_at is not None or is_later
    was_offered = item.offered_at is not None and item.offered_at >= review.started_at
    return item.late_at > now or was_offered


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come; `waiting`, `skipped` and `decided` are promises in the order of the review."""

    waiting: list[int]
    skipped: list[int]
    decided: list[int]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.waiting) + len(self.skipped) + len(self.decided)

    @property
    def dealt_with(self) -> int:
        """How many were looked at."""
        return self.total - len(self.waiting)


def progress(items: Sequence[ItemFacts], review: ReviewFacts, now: datetime) -> Progress:
    """Sort the items of a review, given in its order, by how they stand."""
    found: dict[ItemState, list[int]] = {state: [] for state in ItemState}
    for item in items:
        found[state_of(item, review, now)].append(item.promise_id)
    return Progress(found[ItemState.WAITING], found[ItemState.SKIPPED], found[ItemState.DECIDED])


def last_left(items: Iterable[ItemFacts], review: ReviewFacts, now: datetime) -> tuple[int, datetime] | None:
    """Return which promise was left for later last, and when; None when none is left."""
    left = [(item.skipped_at, item.promise_id) for item in items if state_of(item, review, now) is ItemState.SKIPPED]
    at, promise_id = max(((at, number) for at, number in left if at is not None), default=(None, 0))
    return None if at is None else (promise_id, at)


class Why(StrEnum):
    """Why a promise is among the first."""

    TIER = "tier"
    NEW_DATES = "new_dates"
    AMENDS = "amends"


def reasons(case: Case) -> Iterator[Why]:
    """Yield what weighs besides the lateness, which is shown anyway."""
    if case.tier:
        yield Why.TIER
    if case.new_dates:
        yield Why.NEW_DATES
    if case.is_amends:
        yield Why.AMENDS


def check_may_review(viewer: Viewer) -> None:
    """Raise Forbidden unless the viewer answers for teams."""
    if viewer.role is not Role.MANAGER:
        raise Forbidden(N_("Only managers go through what is overdue in a team."))
