"""Finding customers, as fast among hundreds of thousands as among ten."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.customers.queries import conditions as on
from tracker.customers.queries.conditions import Filters, Fit, Place
from tracker.customers.queries.reading import complete
from tracker.customers.queries.ways import Way, first, glanced, in_order, measured
from tracker.customers.records import Customer
from tracker.customers.rules.searching import Sought, sought
from tracker.kernel.people import Viewer

SUGGESTIONS = 8
NO_FILTERS = Filters()

BEGINS, CONTAINS = 0, 1
Key = tuple[int, str, int]
"""The place of a customer in what was found: whether it begins with the text or contains it, sort key, number."""


@dataclass(frozen=True, slots=True)
class Hunt:
    """What is looked for, and the ways there that are cheaply measured: through each filter, by references."""

    session: Session
    sought: Sought
    fit: Fit
    filters: list[Way]
    references: list[Way]


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
    looked_for = sought(text)
    hunt = _hunt(session, looked_for, on.fitting(viewer, filters), filters)
    places = _found(hunt, after, limit) if looked_for else _listed(hunt, after, limit)
    return _loaded(session, [number for _sort_key, number in places])


def suggest(session: Session, viewer: Viewer, text: str) -> Sequence[Customer]:
    """Return the few customers that are most likely meant, as `search` does. Nothing typed, nothing suggested."""
    return search(session, viewer, text, limit=SUGGESTIONS) if sought(text) else []


def key_of(customer: Customer, text: str) -> Key:
    """Return the place of a customer in what is found for a text."""
    looked_for = sought(text)
    begins = customer.sort_key.startswith(looked_for.start) or customer.reference.startswith(looked_for.start.upper())
    return (BEGINS if begins else CONTAINS, customer.sort_key, customer.id)


def _hunt(session: Session, looked_for: Sought, fit: Fit, filters: Filters) -> Hunt:
    through_filters, by_reference = list(on.filter_ways(filters)), list(on.reference_ways(looked_for))
    ways = measured(session, [*through_filters, *by_reference])
    return Hunt(session, looked_for, fit, ways[: len(through_filters)], ways[len(through_filters) :])


def _listed(hunt: Hunt, after: Key | None, limit: int) -> list[Place]:
    """Find all that pass the filters."""
    return first(hunt.session, hunt.filters, hunt.fit, after[1:] if after else None, limit=limit)


def _found(hunt: Hunt, after: Key | None, limit: int) -> list[Place]:
    """Find what begins so; then what contains the words."""
    rank, place = (after[0], after[1:]) if after else (BEGINS, None)
    found = _beginning(hunt, place, limit) if rank == BEGINS else []
    if not hunt.sought.parts or len(found) == limit:
        return found
    return found + _containing(hunt, place if rank == CONTAINS else None, limit - len(found))


def _beginning(hunt: Hunt, after: Place | None, limit: int) -> list[Place]:
    """Find what begins so: names in the order of their index, references beside them."""
    fit = on.both(on.beginning(hunt.sought), hunt.fit)
    if any(way.is_short for way in hunt.filters):
        return first(hunt.session, hunt.filters, fit, after, limit=limit)
    in_range = [on.name_begins(hunt.sought), *hunt.fit(Customer), *on.behind(after)]
    names = in_order(hunt.session, in_range, limit=limit)
    references = first(hunt.session, hunt.references, fit, after, limit=limit)
    return sorted({*names, *references})[:limit]


def _containing(hunt: Hunt, after: Place | None, limit: int) -> list[Place]:
    """Find what contains the words, but does not begin so.

    A glance comes first: it finds common words, of which the trigram index has much to read.
    """
    fit = on.both(on.only_containing(hunt.sought), hunt.fit)
    found, edge = glanced(hunt.session, fit, after, limit=limit)
    if edge is None:
        return found
    by_word = measured(hunt.session, list(on.word_ways(hunt.session, hunt.sought)))
    return found + first(hunt.session, [*hunt.filters, *by_word], fit, edge, limit=limit - len(found))


def _loaded(session: Session, numbers: Sequence[int]) -> Sequence[Customer]:
    if not numbers:
        return []
    by_number = {each.id: each for each in session.scalars(complete(select(Customer).where(Customer.id.in_(numbers))))}
    return [by_number[number] for number in numbers]
