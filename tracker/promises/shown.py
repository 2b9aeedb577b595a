"""A promise as pages show it, worked out once, so that templates only write it down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import format_decimal, gettext
from markupsafe import Markup

from tracker.accounts.records import Account
from tracker.customers.records import Customer, Tier
from tracker.promises.records import Cause, Kind, Promise
from tracker.promises.rules import ScopeKind, Standing, State, standing
from tracker.promises.words import SCOPES
from tracker.web import filters, moments
from tracker.web.languages import language, locale_in_force, reading_zone

WAITING_FOR_ITS_DUE = frozenset({Standing.OPEN, Standing.DUE_SOON, Standing.OVERDUE, Standing.DRAFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPromise:
    """What a list or page shows of one promise. A draft may lack customer and due."""

    id: int
    statement: str
    standing: Standing
    customer_id: int | None
    customer_name: str
    kind_name: str
    owner_id: int
    owner_name: str
    team_id: int
    due: datetime | date | None
    late_at: datetime | None
    kept_at: datetime | None
    settled_at: datetime | None
    renegotiations: int
    attempts: int
    is_urgent: bool
    row_version: int

    @property
    def is_open(self) -> bool:
        """Whether it still has to end in one of the outcomes."""
        return self.standing in {Standing.OPEN, Standing.DUE_SOON, Standing.OVERDUE}

    @property
    def is_struck(self) -> bool:
        """Whether its words are struck through, because nobody waits for it any more."""
        return self.standing is Standing.WITHDRAWN

    def when(self, now: datetime) -> Markup:
        """When it is due, and how long that has passed; of what ended the due too, by which lists order and count."""
        if self.standing is Standing.OVERDUE and self.late_at is not None:
            return overdue_since(self.due, self.late_at, now)
        if self.standing in WAITING_FOR_ITS_DUE or self.settled_at is None:
            return filters.moment(self.due)
        return self._due_and_end()

    def _due_and_end(self) -> Markup:
        ended = filters.day_name(self.kept_at or self.settled_at)
        end = gettext("kept %(day)s", day=ended) if self.kept_at else gettext("ended %(day)s", day=ended)
        return filters.stamped(self.due, gettext("due %(when)s", when=filters.day_name(self.due)), end)


def shown(promise: Promise, now: datetime, soon_until: datetime | None = None) -> ShownPromise:
    """Return what is shown of a promise whose customer, kind and owner are loaded.

    `soon_until` is the moment up to which whatever is due is due soon, see `rules.standing`.
    """
    return ShownPromise(
        id=promise.id,
        statement=promise.statement,
        standing=standing(promise.facts(), now, soon_until),
        customer_id=promise.customer_id,
        customer_name=promise.customer.name if promise.customer else "",
        kind_name=name_of(promise.kind),
        owner_id=promise.owner_id,
        owner_name=promise.owner.name,
        team_id=promise.team_id,
        due=promise.due_day or promise.due_at,
        late_at=promise.late_at,
        kept_at=promise.kept_at,
        settled_at=promise.settled_at,
        renegotiations=promise.renegotiations,
        attempts=promise.attempts,
        is_urgent=promise.urgent and promise.state in {State.OPEN, State.DRAFT},
        row_version=promise.row_version,
    )


def name_of(named: Kind | Cause | Tier | Customer | Account) -> str:
    """Return the name of something configured, in the language of the page; people have only one."""
    if isinstance(named, Customer | Account):
        return named.name
    return named.name_de if language() == "de" else named.name_en


def scope_in_words(promise: Promise, tiers: Iterable[Tier]) -> str:
    """Return whom a condition is for: `Customers of a tier · Plus`; a tier that is not among these by its key."""
    value = promise.scope_value
    if promise.scope == ScopeKind.TIER:
        value = next((name_of(tier) for tier in tiers if tier.key == value), value)
    elif promise.scope == ScopeKind.VOLUME and value.isdecimal():
        value = format_decimal(value)
    return " · ".join(filter(None, [str(SCOPES[promise.scope]), value]))


def overdue_since(due: datetime | date | None, late_at: datetime, now: datetime) -> Markup:
    """Return `today 09:00 (for 3 h)`; of a whole day `yesterday (for 9 h)`, counted from its end."""
    if isinstance(due, datetime):
        return filters.since(due)
    return filters.day(due, beside=moments.since_in_words(late_at, now))


def due_in_words(due_at: datetime | None, due_day: date | None, now: datetime) -> str:
    """Return a due for a sentence: `today 14:00`, or the day alone for a whole day."""
    if due_day is None:
        return filters.instant(due_at)
    today = now.astimezone(reading_zone()).date()
    return moments.day_in_words(due_day, today, locale_in_force())


def elsewhere(due_at: datetime | None, zone: str, now: datetime) -> str:
    """Return what a moment is on the clocks of another zone, named: `today 06:00 (New York)`.

    Empty where those clocks show the same.
    """
    if due_at is None or due_at.astimezone(ZoneInfo(zone)).utcoffset() == due_at.astimezone(reading_zone()).utcoffset():
        return ""
    words = moments.moment_in_words(due_at, now, ZoneInfo(zone), locale_in_force())
    return f"{words} ({get_timezone_location(zone, locale_in_force(), return_city=True)})"
