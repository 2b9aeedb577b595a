"""The tallies, each with what it is made of, and where they differ from a full recount."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import FromClause, Select, Subquery, Table, func, or_, select, union_all
from sqlalchemy.orm import Session

from tracker.reports.queries.cells import COUNTED, KEY, cells
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.queries.slots import SLOT_COUNTED, SLOT_KEY, SLOT_TALLY, slots
from tracker.reports.records import Tally, TallyChange


@dataclass(frozen=True, slots=True)
class Tallied:
    """A table of counts: its columns, and what makes its rows of noted promises (columns as those of TallyChange)."""

    table: Table
    key: Sequence[str]
    counted: Sequence[str]
    made: Callable[[FromClause], Subquery]


OF_REPORTS = Tallied(cast(Table, Tally.__table__), KEY, COUNTED, cells)
OF_SLOTS = Tallied(SLOT_TALLY, SLOT_KEY, SLOT_COUNTED, slots)
TALLIES = (OF_REPORTS, OF_SLOTS)


def differences(session: Session, tally: Tallied) -> list[dict[str, Any]]:
    """Return the rows that a tally has otherwise than a recount: their keys, and what their counts lack.

    Recount, tally and what is not folded yet are laid over each other, and nothing may remain. All three have to be
    read as of one moment.
    """
    anew, unfolded = tally.made(noted_anew()), tally.made(select(TallyChange).cte("unfolded"))
    over = union_all(*(_signed(tally, *each) for each in ((anew, 1), (unfolded, -1), (tally.table, -1)))).subquery()
    keys, last = [over.c[name] for name in tally.key], over.c[tally.key[-1]]
    lacking = [func.sum(over.c[name]).label(name) for name in tally.counted]
    remains = or_(*(func.sum(over.c[name]) != 0 for name in tally.counted))
    asked = select(*keys, *lacking).where(last.is_not(None)).group_by(*keys).having(remains).order_by(*keys)
    return [dict(row) for row in session.execute(asked).mappings()]


def _signed(tally: Tallied, rows: FromClause, sign: int) -> Select[Any]:
    counts = ((sign * rows.c[name]).label(name) for name in tally.counted)
    return select(*(rows.c[name] for name in tally.key), *counts)
