"""Ways to the customers that a search asks for: through an index that knows few, along the order where many fit.

Neither alone would do. An index gives no order, so that a common word means sorting half of the table; along
the order, a rare word means reading all of it. How many an index knows is counted no further than `FEW`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.customers.queries.conditions import Conditions, Place, behind, up_to
from tracker.customers.records import Customer

FEW = 2000
"""So many customers are fetched and sorted in a few milliseconds."""
WALK = 8000
"""So many customers are looked at in order before that is given up."""


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


def first(session: Session, ways: Sequence[Way], asked: Conditions, after: Place | None, *, limit: int) -> list[Place]:
    """Return the first places after the given one whose customers meet the conditions.

    Conditions that are rare only together are left to the database's own planner, after a walk in vain.
    """
    shortest = min(ways, key=lambda way: way.size, default=None)
    if shortest is not None and shortest.is_short:
        known = Customer.id.in_(shortest.ids.limit(FEW))
        return _sorted(session, [known, *asked, *behind(after)], limit) if shortest.size else []
    edge = _edge(session, after)
    near = in_order(session, [*asked, *behind(after), *up_to(edge)], limit)
    if len(near) == limit or edge is None:
        return near
    return _sorted(session, [*(Customer.id.in_(way.ids) for way in ways), *asked, *behind(after)], limit)


def in_order(session: Session, conditions: Conditions, limit: int) -> list[Place]:
    """Walk along the order of names and return the first places where the conditions are met."""
    asked = select(Customer.sort_key, Customer.id).where(*conditions).order_by(Customer.sort_key, Customer.id)
    return [(sort_key, number) for sort_key, number in session.execute(asked.limit(limit))]


def _edge(session: Session, after: Place | None) -> Place | None:
    """Return the place where a walk is given up, None if the end of the table is nearer."""
    asked = select(Customer.sort_key, Customer.id).where(*behind(after)).order_by(Customer.sort_key, Customer.id)
    edge = session.execute(asked.offset(WALK).limit(1)).one_or_none()
    return (edge.sort_key, edge.id) if edge else None


def _sorted(session: Session, conditions: Conditions, limit: int) -> list[Place]:
    """Fetch all that meet the conditions, then sort them.

    OFFSET 0 is a fence: without it planners walk along the order, where little is found and much is read.
    """
    hit = select(Customer.sort_key, Customer.id).where(*conditions).offset(0).subquery("hit")
    asked = select(hit.c.sort_key, hit.c.id).order_by(hit.c.sort_key, hit.c.id).limit(limit)
    return [(sort_key, number) for sort_key, number in session.execute(asked)]
