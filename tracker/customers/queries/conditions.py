"""What a search asks of a customer, as conditions of SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer, CustomerTag
from tracker.customers.rules.searching import Sought
from tracker.kernel.people import Viewer

LAST_SIGN = "\U0010ffff"

Key = tuple[str, int]
"""Sort key and number of a customer: the place in the one order of all lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a list of customers is narrowed down to; None and empty texts narrow nothing."""

    tier_id: int | None = None
    min_volume: Decimal | None = None
    region: str = ""
    tag: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides whether a customer belongs on a page."""

    viewer: Viewer
    sought: Sought
    filters: Filters
    after: Key | None

    def conditions(self, who: type[Customer] = Customer) -> list[ColumnElement[bool]]:
        """Return the conditions, on `who`."""
        return [*is_listed(self.viewer, who), *_narrowing(self.filters, who), *_said(self.sought, who)]

    def behind(self, who: type[Customer] = Customer) -> list[ColumnElement[bool]]:
        """Return the condition that a customer comes after the page before."""
        return [tuple_(who.sort_key, who.id) > self.after] if self.after else []


def begins(key: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Return the condition that a key sorted by code point begins so, as the range that its index knows."""
    return and_(key >= start, key < start + LAST_SIGN)


def _narrowing(filters: Filters, who: type[Customer]) -> Iterator[ColumnElement[bool]]:
    if filters.tier_id is not None:
        yield who.tier_id == filters.tier_id
    if filters.min_volume is not None:
        yield who.yearly_volume >= filters.min_volume
    if filters.region:
        yield who.region == filters.region
    if filters.tag:
        yield who.id.in_(select(CustomerTag.customer_id).where(CustomerTag.tag == filters.tag))
    if filters.language:
        yield who.language == filters.language


def _said(sought: Sought, who: type[Customer]) -> list[ColumnElement[bool]]:
    if sought.start:
        return [or_(begins(who.sort_key, sought.start), begins(who.reference, sought.start.upper()))]
    if not sought.parts:
        return []
    return [or_(*(and_(*(who.search_text.contains(w, autoescape=True) for w in part)) for part in sought.parts))]
