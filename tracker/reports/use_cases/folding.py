"""Folding what changed into the tally, in small bites; and comparing the tally with a full recount."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Insert, Table, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.reports.queries import recounting
from tracker.reports.queries.cells import COUNTED, KEY, cells
from tracker.reports.queries.recounting import Drift
from tracker.reports.records import Tally, TallyChange

BITE = 20_000
"""How many changes are folded in one transaction: half a second of work."""

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


def hold_writers(session: Session) -> None:
    """Let nobody change promises until the end of the transaction; on SQLite nobody else writes anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE promise, customer, tally_change IN SHARE ROW EXCLUSIVE MODE"))


def _added(session: Session, bite: Any) -> Insert:
    made = cells(bite)
    names = [*KEY, *COUNTED]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns = select(*(made.c[name] for name in names)).where(made.c.value.is_not(None))
    adding = dialect.insert(TALLY).from_select(names, columns)
    sums = {name: TALLY.c[name] + adding.excluded[name] for name in COUNTED}
    return cast(Insert, adding.on_conflict_do_update(index_elements=list(KEY), set_=sums))


def recount(session: Session) -> Drift:
    """Compare the tally with a full recount, and put the recount in its place where they differ.

    What is not folded yet must be folded before, in the same transaction.
    """
    drift = recounting.drift(session)
    if drift.cells:
        session.execute(delete(TALLY))
        session.execute(_added(session, recounting.noted_anew()))
    return drift
