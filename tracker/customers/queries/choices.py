"""What the filters of the list offer: the values that there are, found by leaping from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer, CustomerTag
from tracker.kernel.people import Viewer

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """Regions, tags and languages of the customers that exist for somebody, each sorted."""

    regions: tuple[str, ...]
    tags: tuple[str, ...]
    languages: tuple[str, ...]


def choices(session: Session, viewer: Viewer) -> Choices:
    """Return what the viewer's customers can be narrowed down to, in one statement."""
    tagged = CustomerTag.customer_id == Customer.id
    asked = (
        _leaps("region", Customer.region, is_listed(viewer)),
        _leaps("tag", CustomerTag.tag, [tagged, *is_listed(viewer)]),
        _leaps("language", Customer.language, is_listed(viewer)),
    )
    found: dict[str, list[str]] = {"region": [], "tag": [], "language": []}
    for kind, value in session.execute(union_all(*asked)):
        found[kind].append(value)
    return Choices(*(tuple(sorted(values)) for values in found.values()))


def _leaps(kind: str, key: InstrumentedAttribute[str], conditions: Sequence[ColumnElement[bool]]) -> Select[str, str]:
    """Ask for the different values of an indexed column: each is found as the next one after the last.

    DISTINCT would read the whole index instead, and so would min() on PostgreSQL where a second table is asked.
    """

    def after(value: ColumnElement[str]) -> Select[str]:
        return select(key).where(key > value, *conditions).order_by(key).limit(1)

    first = select(after(literal("")).scalar_subquery().label("value"), literal(1).label("n"))
    leap = first.cte(f"{kind}_leaps", recursive=True)
    following = after(leap.c.value).correlate(leap).scalar_subquery()
    leap = leap.union_all(select(following, leap.c.n + 1).where(leap.c.value.is_not(None), leap.c.n < MOST_CHOICES))
    return select(literal(kind), leap.c.value).where(leap.c.value.is_not(None))
