"""Folding what changed into the tallies, in small bites; and adding what a recount found missing."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.reports.queries.drifting import TALLIES, Tallied
from tracker.reports.records import TallyChange

BITE = 2_000
"""How many changes are folded in one transaction: a fraction of a second of work."""

CHANGE = cast(Table, TallyChange.__table__)


def fold_changes(session: Session, most: int = BITE) -> int:
    """Add the oldest changes to the tallies and forget them; return how many there were.

    Only rows that were seen are folded: what another transaction notes meanwhile waits for the next bite.
    """
    asked = select(TallyChange.id).order_by(TallyChange.id).limit(most).with_for_update(skip_locked=True)
    seen: Sequence[int] = session.scalars(asked).all()
    if seen:
        for tally in TALLIES:
            session.execute(_added(session.get_bind().dialect.name, tally), {"seen": seen})
        session.execute(delete(CHANGE).where(CHANGE.c.id.in_(seen)))
    return len(seen)


def correct(session: Session, tally: Tallied, lacking: Sequence[dict[str, Any]]) -> None:
    """Add to a tally what its rows lack. A sum stays right whatever is folded before or after."""
    if lacking:
        session.execute(_adding_up(tally, _insert(session.get_bind().dialect.name, tally)), lacking)


@cache
def _added(dialect: str, tally: Tallied) -> Insert:
    """Return what adds the changes whose numbers are `seen`. Built once: that takes longer than a bite."""
    bite = select(CHANGE).where(CHANGE.c.id.in_(bindparam("seen", expanding=True))).cte("bite")
    made, names = tally.made(bite), [*tally.key, *tally.counted]
    columns = select(*(made.c[name] for name in names)).where(made.c[tally.key[-1]].is_not(None))
    return _adding_up(tally, _insert(dialect, tally).from_select(names, columns))


def _insert(dialect: str, tally: Tallied) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(tally.table)


def _adding_up(tally: Tallied, adding: Any) -> Insert:
    sums = {name: tally.table.c[name] + adding.excluded[name] for name in tally.counted}
    return cast(Insert, adding.on_conflict_do_update(index_elements=list(tally.key), set_=sums))
