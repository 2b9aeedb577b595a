"""Folding what changed into the tally, in small bites; and adding what a recount found missing."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Insert, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.reports.queries.cells import COUNTED, KEY, cells
from tracker.reports.records import Tally, TallyChange

BITE = 2_000
"""How many changes are folded in one transaction: a fraction of a second of work."""

CHANGE = cast(Table, TallyChange.__table__)
TALLY = cast(Table, Tally.__table__)


def fold_changes(session: Session, most: int = BITE) -> int:
    """Add the oldest changes to the tally and forget them; return how many there were.

    Only rows that were seen are folded: what another transaction notes meanwhile waits for the next bite.
    """
    asked = select(TallyChange.id).order_by(TallyChange.id).limit(most).with_for_update(skip_locked=True)
    seen: Sequence[int] = session.scalars(asked).all()
    if seen:
        bite = select(CHANGE).where(CHANGE.c.id.in_(seen)).cte("bite")
        session.execute(_added(session, bite))
        session.execute(delete(CHANGE).where(CHANGE.c.id.in_(seen)))
    return len(seen)


def correct(session: Session, lacking: Sequence[dict[str, Any]]) -> None:
    """Add to the tally what its cells lack. A sum stays right whatever is folded before or after."""
    if lacking:
        session.execute(_adding_up(_insert(session)), lacking)


def _added(session: Session, bite: Any) -> Insert:
    made = cells(bite)
    names = [*KEY, *COUNTED]
    columns = select(*(made.c[name] for name in names)).where(made.c.value.is_not(None))
    return _adding_up(_insert(session).from_select(names, columns))


def _insert(session: Session) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(TALLY)


def _adding_up(adding: Any) -> Insert:
    sums = {name: TALLY.c[name] + adding.excluded[name] for name in COUNTED}
    return cast(Insert, adding.on_conflict_do_update(index_elements=list(KEY), set_=sums))
