"""What a search asks of a customer: as ways, which an index answers, and as conditions on rows at hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, column, exists, not_, or_, select, table, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer, CustomerTag
from tracker.customers.rules.searching import SHORTEST_PART, Sought
from tracker.kernel.people import Viewer

Conditions = list[ColumnElement[bool]]
Fit = Callable[[type[Customer]], Conditions]
"""Tells on which conditions a customer fits, given the rows to choose from."""
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


def fitting(viewer: Viewer, filters: Filters) -> Fit:
    """Require that a customer exists for the viewer, and passes every filter."""

    def fit(who: type[Customer]) -> Conditions:
        tagged = (CustomerTag.customer_id == who.id, CustomerTag.tag == filters.tag)
        return [*is_listed(viewer, who), *_plain(filters, who), *([exists().where(*tagged)] if filters.tag else [])]

    return fit


def beginning(sought: Sought) -> Fit:
    """Require that the name or the reference begins with what was typed."""
    return lambda who: [or_(name_begins(sought, who), reference_begins(sought, who))]


def only_containing(sought: Sought) -> Fit:
    """Require that what was typed is somewhere, but not at the beginning."""
    begins = beginning(sought)
    return lambda who: [not_(*begins(who)), _contains(who.search_text, sought)]


def both(one: Fit, other: Fit) -> Fit:
    """Require the conditions of two."""
    return lambda who: [*one(who), *other(who)]


def name_begins(sought: Sought, who: type[Customer] = Customer) -> ColumnElement[bool]:
    """Return the condition that the name begins with what was typed."""
    return and_(who.sort_key >= sought.start, who.sort_key < sought.start + LAST_SIGN)


def reference_begins(sought: Sought, who: type[Customer] = Customer) -> ColumnElement[bool]:
    """Return the condition that the reference begins with what was typed."""
    start = sought.start.upper()
    return and_(who.reference >= start, who.reference < start + LAST_SIGN)


def behind(place: Place | None) -> Conditions:
    """Return the condition that a customer comes after a place in the order."""
    return [tuple_(Customer.sort_key, Customer.id) > place] if place else []


def filter_ways(filters: Filters) -> Iterator[Select[int]]:
    """Return a way through each filter that is set."""
    for condition in _plain(filters, Customer):
        yield select(Customer.id).where(condition)
    if filters.tag:
        yield select(CustomerTag.customer_id).where(CustomerTag.tag == filters.tag)


def reference_ways(sought: Sought) -> Iterator[Select[int]]:
    """Return the way through references that begin so."""
    if sought:
        yield select(Customer.id).where(reference_begins(sought))


def word_ways(session: Session, sought: Sought) -> Iterator[Select[int]]:
    """Return the way through the trigram index, if there are three characters to ask for."""
    if not sought.parts:
        return
    if session.get_bind().dialect.name != "sqlite":
        yield select(Customer.id).where(_contains(Customer.search_text, sought))
        return
    index = table("customer_search", column("rowid"), column("search_text"))
    yield select(index.c.rowid).where(index.c.search_text.match(_full_text_query(sought)))


def _plain(filters: Filters, who: type[Customer]) -> Iterator[ColumnElement[bool]]:
    """Return the conditions on the customer's own columns; each of them has an index."""
    if filters.tier_id is not None:
        yield who.tier_id == filters.tier_id
    if filters.min_volume is not None:
        yield who.yearly_volume >= filters.min_volume
    if filters.region:
        yield who.region == filters.region
    if filters.language:
        yield who.language == filters.language


def _contains(text: InstrumentedAttribute[str], sought: Sought) -> ColumnElement[bool]:
    return or_(*(and_(*(text.contains(word, autoescape=True) for word in part)) for part in sought.parts))


def _full_text_query(sought: Sought) -> str:
    long_words = ([word for word in part if len(word) >= SHORTEST_PART] for part in sought.parts)
    return " OR ".join(f"({' AND '.join(map(_quoted, words))})" for words in long_words)


def _quoted(word: str) -> str:
    """Return a word that the full-text query language takes literally."""
    return '"' + word.replace('"', '""') + '"'
