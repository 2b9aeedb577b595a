"""What a promise is made of, and what it is at a moment. Pure: facts in, decisions out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.worktime.zones import local_day

DUE_SOON_LEAD = timedelta(hours=4)
"""Office hours before the due at which an open promise counts as due soon and the first alert goes out."""

HAND_OVER_WINDOW = timedelta(hours=4)
"""Office hours after which a hand-over that nobody accepted comes back."""


class State(StrEnum):
    """What is stored of a promise's life."""

    DRAFT = "draft"
    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What a promise is at a moment, as people see it; partly derived from the clock."""

    DRAFT = "draft"
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


SETTLED = frozenset({State.KEPT, State.PARTLY_KEPT, State.BROKEN, State.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFacts:
    """What the rules need to know of a promise. All moments are aware; a draft may lack its due."""

    id: int
    state: State
    team_id: int
    owner_id: int
    made_at: datetime
    due_at: datetime | None
    first_due_at: datetime | None
    tolerance: timedelta = timedelta(0)
    kept_at: datetime | None = None
    renegotiations: int = 0
    first_informed_at: datetime | None = None
    remind_at: datetime | None = None
    row_version: int = 1

    @property
    def last_moment(self) -> datetime | None:
        """The last moment that is still on time: due plus tolerance."""
        return None if self.due_at is None else self.due_at + self.tolerance


def standing(promise: PromiseFacts, now: datetime, soon_until: datetime | None = None) -> Standing:
    """Return what a promise is at `now`.

    `soon_until` is the moment DUE_SOON_LEAD office hours after `now` in the owner's calendar:
    whatever is due up to it is due soon. Without it nothing is.
    """
    if promise.state is State.KEPT:
        return Standing.KEPT if is_on_time(promise) else Standing.KEPT_LATE
    if promise.state is not State.OPEN or promise.due_at is None or promise.last_moment is None:
        return Standing(promise.state.value)
    if now > promise.last_moment:
        return Standing.OVERDUE
    return Standing.DUE_SOON if soon_until is not None and promise.due_at <= soon_until else Standing.OPEN


def is_on_time(promise: PromiseFacts) -> bool:
    """Whether a promise was kept at or before its due plus tolerance."""
    return promise.kept_at is not None and promise.last_moment is not None and promise.kept_at <= promise.last_moment


class Channel(StrEnum):
    """How something was said."""

    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    IN_PERSON = "in_person"
    LETTER = "letter"
    IMPORT = "import"
    OTHER = "other"


APPOINTMENT = "appointment"
"""The kind whose due is when something begins; of all others it is when something is done at the latest."""


class ScopeKind(StrEnum):
    """Whom a special condition applies to."""

    CUSTOMER = "customer"
    TIER = "tier"
    VOLUME = "volume"
    REGION = "region"
    TAG = "tag"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise is due: a moment, or a whole day, whose moment is the end of that day in the promise's zone."""

    at: datetime
    day: date | None = None


def day_of(at: datetime | None, day: date | None, zone: str) -> date | None:
    """Return the day on which a promise is due: the one that was named, or else that of its moment in the zone."""
    return day if day is not None or at is None else local_day(at, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a promise ended, as somebody says it. `kept_at` is when it was done, not when that was typed."""

    outcome: State
    kept_at: datetime | None = None
    cause_id: int | None = None
    note: str = ""
    missing: str = ""
    evidence: str = ""
