"""What a search asks of a customer, as conditions of SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer, CustomerTag
from tracker.customers.rules.searching import Sought
from tracker.kernel.people import Viewer

Conditions = list[ColumnElement[bool]]
Place = tuple[str, int]
"""Sort key and number of a customer: the place in the order of names."""

LAST_SIGN = "\U0010ffff"


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


def narrowing(viewer: Viewer, filters: Filters) -> Conditions:
    """Return the conditions that a customer exists for the viewer, and passes every filter."""
    return [*is_listed(viewer), *each_filter(filters)]


def each_filter(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Return the condition of every filter that is set; each has an index of its own."""
    if filters.tier_id is not None:
        yield Customer.tier_id == filters.tier_id
    if filters.min_volume is not None:
        yield Customer.yearly_volume >= filters.min_volume
    if filters.region:
        yield Customer.region == filters.region
    if filters.tag:
        yield Customer.id.in_(select(CustomerTag.customer_id).where(CustomerTag.tag == filters.tag))
    if filters.language:
        yield Customer.language == filters.language


def begins(key: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Return the condition that a key sorted by code point begins so, as the range that its index knows."""
    return and_(key >= start, key < start + LAST_SIGN)


def name_begins(sought: Sought) -> ColumnElement[bool]:
    """Return the condition that the name begins with what was typed."""
    return begins(Customer.sort_key, sought.start)


def reference_begins(sought: Sought) -> ColumnElement[bool]:
    """Return the condition that the reference begins with what was typed."""
    return begins(Customer.reference, sought.start.upper())


def only_contains(sought: Sought) -> Conditions:
    """Return the conditions that what was typed is somewhere, but not at the beginning.

    They are for rows at hand: behind the empty text no index is seen, so that none is chosen in error.
    """
    text = Customer.search_text.op("||")(literal_column("''"))
    return [not_(name_begins(sought)), not_(reference_begins(sought)), contains(text, sought)]


def contains(text: ColumnElement[str] | InstrumentedAttribute[str], sought: Sought) -> ColumnElement[bool]:
    """Return the condition that every word of one of the groups is in a text."""
    return or_(*(and_(*(text.contains(word, autoescape=True) for word in part)) for part in sought.parts))


def behind(place: Place | None) -> Conditions:
    """Return the condition that a customer comes after a place in the order."""
    return [tuple_(Customer.sort_key, Customer.id) > place] if place else []


def up_to(place: Place | None) -> Conditions:
    """Return the condition that a customer does not come after a place in the order."""
    return [tuple_(Customer.sort_key, Customer.id) <= place] if place else []
