"""Finding customers, as fast among hundreds of thousands as among ten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, column, or_, select, table
from sqlalchemy.orm import Session

from tracker.customers.queries import conditions as on
from tracker.customers.queries.conditions import Conditions, Filters, Place
from tracker.customers.queries.reading import complete
from tracker.customers.queries.ways import Way, first, in_order, measured
from tracker.customers.records import Customer
from tracker.customers.rules.searching import SHORTEST_PART, Sought, sought
from tracker.kernel.people import Viewer

SUGGESTIONS = 8
NO_FILTERS = Filters()

BEGINS, CONTAINS = 0, 1
Key = tuple[int, str, int]
"""The place of a customer in what was found: whether it begins with the text or contains it, sort key, number."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """What is looked for, and the ways there: through each filter, by the beginning of references, by any word."""

    session: Session
    sought: Sought
    fits: Conditions
    filters: list[Way]
    references: list[Way]
    words: list[Way]


def search(
    session: Session,
    viewer: Viewer,
    text: str = "",
    *,
    filters: Filters = NO_FILTERS,
    after: Key | None = None,
    limit: int = 51,
) -> Sequence[Customer]:
    """Return up to `limit` customers that exist for the viewer, with tier, contact points and tags.

    First come those whose name or reference begins with the text, then those that contain all of its words
    somewhere, both sorted by name. Less than three characters are only looked for at the beginning.
    `after` is the `key_of` the last customer of the page before.
    """
    hunt = _hunt(session, sought(text), filters, on.narrowing(viewer, filters))
    rank, place = (after[0], after[1:]) if after else (BEGINS, None)
    found: list[Place] = []
    if rank == BEGINS:
        found = (
            _beginning(hunt, place, limit)
            if hunt.sought
            else first(session, hunt.filters, hunt.fits, place, limit=limit)
        )
    if hunt.sought.parts and len(found) < limit:
        found += _containing(hunt, place if rank == CONTAINS else None, limit - len(found))
    return _loaded(session, [number for _sort_key, number in found])


def suggest(session: Session, viewer: Viewer, text: str) -> Sequence[Customer]:
    """Return the few customers that are most likely meant, as `search` does. Nothing typed, nothing suggested."""
    return search(session, viewer, text, limit=SUGGESTIONS) if sought(text) else []


def key_of(customer: Customer, text: str) -> Key:
    """Return the place of a customer in what is found for a text."""
    looked_for = sought(text)
    begins = customer.sort_key.startswith(looked_for.start) or customer.reference.startswith(looked_for.start.upper())
    return (BEGINS if begins else CONTAINS, customer.sort_key, customer.id)


def _hunt(session: Session, looked_for: Sought, filters: Filters, fits: Conditions) -> Hunt:
    through_filters = [select(Customer.id).where(each) for each in on.each_filter(filters)]
    by_reference = [select(Customer.id).where(on.reference_begins(looked_for))] if looked_for else []
    by_words = list(_by_words(session, looked_for))
    ways = iter(measured(session, [*through_filters, *by_reference, *by_words]))
    filter_ways, reference_ways, word_ways = (
        [next(ways) for _ in group] for group in (through_filters, by_reference, by_words)
    )
    return Hunt(session, looked_for, fits, filter_ways, reference_ways, word_ways)


def _beginning(hunt: Hunt, after: Place | None, limit: int) -> list[Place]:
    """Find what begins so: names in the order of their index, references beside them."""
    name, reference = on.name_begins(hunt.sought), on.reference_begins(hunt.sought)
    if any(way.is_short for way in hunt.filters):
        return first(hunt.session, hunt.filters, [or_(name, reference), *hunt.fits], after, limit=limit)
    names = in_order(hunt.session, [name, *hunt.fits, *on.behind(after)], limit)
    references = first(hunt.session, hunt.references, [reference, *hunt.fits], after, limit=limit)
    return sorted({*names, *references})[:limit]


def _containing(hunt: Hunt, after: Place | None, limit: int) -> list[Place]:
    """Find what contains the words, but does not begin so."""
    fits = [*hunt.fits, *on.only_contains(hunt.sought)]
    return first(hunt.session, [*hunt.filters, *hunt.words], fits, after, limit=limit)


def _loaded(session: Session, numbers: Sequence[int]) -> Sequence[Customer]:
    if not numbers:
        return []
    by_number = {each.id: each for each in session.scalars(complete(select(Customer).where(Customer.id.in_(numbers))))}
    return [by_number[number] for number in numbers]


def _by_words(session: Session, looked_for: Sought) -> Iterator[Select[int]]:
    """Return the statement that asks the trigram index, if there are three characters to ask for."""
    if not looked_for.parts:
        return
    if session.get_bind().dialect.name != "sqlite":
        yield select(Customer.id).where(on.contains(Customer.search_text, looked_for))
        return
    index = table("customer_search", column("rowid"), column("search_text"))
    yield select(index.c.rowid).where(index.c.search_text.match(_as_full_text_query(looked_for)))


def _as_full_text_query(looked_for: Sought) -> str:
    long_words = ([word for word in part if len(word) >= SHORTEST_PART] for part in looked_for.parts)
    return " OR ".join(f"({' AND '.join(map(_quoted, words))})" for words in long_words)


def _quoted(word: str) -> str:
    """Return a word that the full-text query language takes literally."""
    return '"' + word.replace('"', '""') + '"'
