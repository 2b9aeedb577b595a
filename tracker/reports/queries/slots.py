"""How promises ended by kind, lead time and weekday, in SQL: what is folded into the tally of slots."""

from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    case,
    extract,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy import cast as cast_in_sql
from sqlalchemy.sql.elements import SQLCoreOperations

from tracker.promises.measures import JUDGED, Verdict
from tracker.reports.queries.cells import ALL_TEAMS, MonthOf
from tracker.reports.records import SlotTally

SLOT_TALLY = cast(Table, SlotTally.__table__)
SLOT_COUNTED = ("kept", "judged")
SLOT_KEY = tuple(column.name for column in SLOT_TALLY.columns if column.name not in SLOT_COUNTED)


def slots(noted: FromClause) -> Subquery:
    """Return the slots that noted promises (columns as those of TallyChange) make up, each key once."""
    parts = union_all(_slots(noted, noted.c.team_id), _slots(noted, literal(ALL_TEAMS))).subquery("part")
    keys = [parts.c[name] for name in SLOT_KEY]
    sums = (func.sum(parts.c[name]).label(name) for name in SLOT_COUNTED)
    return select(*keys, *sums).group_by(*keys).subquery("slot")


def weekday_of(day: SQLCoreOperations[Any]) -> ColumnElement[int]:
    """Return the weekday of a day, 0 for Monday."""
    return (cast_in_sql(extract("dow", day), Integer) + 6) % 7


def _slots(noted: FromClause, team: ColumnElement[int]) -> Select[Any]:
    is_judged = noted.c.outcome.in_(sorted(verdict.value for verdict in JUDGED))
    is_kept = and_(noted.c.outcome == Verdict.KEPT_ON_TIME.value, noted.c.renegotiations == 0)
    keys: tuple[ColumnElement[Any], ...] = (
        team,
        noted.c.kind_id,
        MonthOf(noted.c.due_on),
        noted.c.lead,
        weekday_of(noted.c.due_on),
    )
    counts = (case((is_kept, noted.c.sign), else_=0), case((is_judged, noted.c.sign), else_=0))
    named = [key.label(name) for key, name in zip(keys, SLOT_KEY, strict=True)]
    counted = [count.label(name) for count, name in zip(counts, SLOT_COUNTED, strict=True)]
    return select(*named, *counted).where(is_judged)
