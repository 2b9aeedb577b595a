"""Where the tallies differ from a full recount."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Subquery, Table, func, or_, select, union_all
from sqlalchemy.orm import Session

from tracker.reports.queries.cells import COUNTED, KEY, cells
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.queries.slots import SLOT_COUNTED, SLOT_KEY, SLOT_TALLY, slots
from tracker.reports.records import Tally

TALLY = cast(Table, Tally.__table__)


@dataclass(frozen=True, slots=True)
class Drift:
    """In how many cells the tallies differ from a recount, and which one is the first of them."""

    cells: int
    first: str = ""


def drift(session: Session) -> Drift:
    """Return where the tallies differ from a recount."""
    of_reports = _drift(session, cells(noted_anew()), TALLY, (KEY, COUNTED))
    of_slots = _drift(session, slots(noted_anew()), SLOT_TALLY, (SLOT_KEY, SLOT_COUNTED))
    return Drift(of_reports.cells + of_slots.cells, of_reports.first or of_slots.first)


def _drift(session: Session, anew: Subquery, tally: Table, names: tuple[Sequence[str], Sequence[str]]) -> Drift:
    """Lay a tally and its recount over each other: nothing may remain. `names` are those of keys and of counts."""
    key, counted = names
    over = union_all(
        select(*(anew.c[name] for name in (*key, *counted))),
        select(*(tally.c[name] for name in key), *((-tally.c[name]).label(name) for name in counted)),
    ).subquery("over")
    keys = [over.c[name] for name in key]
    remains = or_(*(func.sum(over.c[name]) != 0 for name in counted))
    left = select(*keys).group_by(*keys).having(remains).order_by(*keys).subquery("left_over")
    many = session.execute(select(func.count()).select_from(left)).scalar_one()
    first = session.execute(select(left).limit(1)).first()
    return Drift(many, " ".join(map(str, first)) if first else "")
