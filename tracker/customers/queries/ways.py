"""Ways to the customers that a search asks for: through an index that knows few, along the order where many fit.

Neither alone would do. An index gives no order, so that a common word means sorting half of the table; along
the order, a rare word means reading all of it. How many an index knows is counted no further than `FEW`.

Rows are brought to hand first, from a subquery with a limit or an offset. That is a fence: conditions outside
of it cannot tempt a planner onto another way than the one that was found to be short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from tracker.customers.queries.conditions import Conditions, Fit, Place, behind
from tracker.customers.records import Customer

FEW = 3000
"""So many customers are fetched and sorted in a few milliseconds."""
GLANCE = 500
STRIDES = (1500, 4500)
"""So many customers are looked at in order, one stride after the other, before a walk is given up."""
AT_HAND = (
    Customer.id,
    Customer.sort_key,
    Customer.reference,
    Customer.search_text,
    Customer.merged_into_id,
    Customer.erased_at,
    Customer.team_id,
    Customer.tier_id,
    Customer.yearly_volume,
    Customer.region,
    Customer.language,
)
"""What conditions ask about."""


@dataclass(frozen=True, slots=True)
class Way:
    """An index: the statement that asks it for numbers of customers, and how many it knows; past `FEW`, many."""

    ids: Select[int]
    size: int

    @property
    def is_short(self) -> bool:
        """Whether all that the index knows may be fetched and sorted."""
        return self.size <= FEW


def measured(session: Session, asked: Sequence[Select[int]]) -> list[Way]:
    """Return ways with their sizes, all counted in one statement."""
    counts = (select(func.count()).select_from(each.limit(FEW + 1).subquery()).scalar_subquery() for each in asked)
    sizes = session.execute(select(*counts)).one() if asked else ()
    return [Way(ids, size) for ids, size in zip(asked, sizes, strict=True)]


def first(session: Session, ways: Sequence[Way], fit: Fit, after: Place | None, *, limit: int) -> list[Place]:
    """Return the first places after the given one whose customers fit.

    What is common along every way and still rare in the end is left to the database's own planner.
    """
    shortest = min(ways, key=lambda way: way.size, default=None)
    if shortest is not None and shortest.is_short:
        return _among(session, _through([shortest], after), fit, limit=limit) if shortest.size else []
    found, edge = walked(session, STRIDES, fit, after, limit=limit)
    if edge is None:
        return found
    return found + _among(session, _through(ways, edge), fit, limit=limit - len(found))


def glanced(session: Session, fit: Fit, after: Place | None, *, limit: int) -> tuple[list[Place], Place | None]:
    """Walk a few steps, as `walked` does."""
    return walked(session, [GLANCE], fit, after, limit=limit)


def walked(
    session: Session, strides: Sequence[int], fit: Fit, after: Place | None, *, limit: int
) -> tuple[list[Place], Place | None]:
    """Walk along the order and return the first places that fit, and where the walk was given up.

    It is not given up, and the second answer is None, where enough is found or the order ends.
    """
    found: list[Place] = []
    for stride in strides:
        ahead = _rows(after).order_by(Customer.sort_key, Customer.id)
        found += _among(session, ahead.limit(stride), fit, limit=limit - len(found))
        after = _place_at(session, stride, after) if len(found) < limit else None
        if after is None:
            return found, None
    return found, after


def in_order(session: Session, conditions: Conditions, *, limit: int) -> list[Place]:
    """Return the first places in order where the conditions are met; one of them is a range of that order."""
    asked = select(Customer.sort_key, Customer.id).where(*conditions).order_by(Customer.sort_key, Customer.id)
    return [(sort_key, number) for sort_key, number in session.execute(asked.limit(limit))]


def _rows(after: Place | None) -> Select[*tuple[Any, ...]]:
    return select(*AT_HAND).where(*behind(after))


def _place_at(session: Session, distance: int, after: Place | None) -> Place | None:
    """Return the place so many customers ahead, None if the order ends before."""
    ahead = select(Customer.sort_key, Customer.id).where(*behind(after)).order_by(Customer.sort_key, Customer.id)
    found = session.execute(ahead.offset(distance - 1).limit(1)).one_or_none()
    return (found.sort_key, found.id) if found else None


def _through(ways: Sequence[Way], after: Place | None) -> Select[*tuple[Any, ...]]:
    """Bring to hand what all of these ways lead to."""
    return _rows(after).where(*(Customer.id.in_(way.ids) for way in ways)).offset(0)


def _among(session: Session, rows: Select[*tuple[Any, ...]], fit: Fit, *, limit: int) -> list[Place]:
    """Return the first places of those rows at hand that fit."""
    who = aliased(Customer, rows.subquery("at_hand"))
    asked = select(who.sort_key, who.id).where(*fit(who)).order_by(who.sort_key, who.id).limit(limit)
    return [(sort_key, number) for sort_key, number in session.execute(asked)]
