"""Folding what changed into the tallies, in small bites; and comparing them with a full recount."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import FromClause, Insert, Subquery, Table, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.reports.queries import drifting, recounting
from tracker.reports.queries.cells import COUNTED, KEY, cells
from tracker.reports.queries.drifting import Drift
from tracker.reports.queries.slots import SLOT_COUNTED, SLOT_KEY, SLOT_TALLY, slots
from tracker.reports.records import Tally, TallyChange

BITE = 20_000
"""How many changes are folded in one transaction: half a second of work."""

CHANGE = cast(Table, TallyChange.__table__)
TALLY = cast(Table, Tally.__table__)


def fold_changes(session: Session, most: int = BITE) -> int:
    """Add the oldest changes to both tallies and forget them; return how many there were.

    Only rows that were seen are folded: what another transaction notes meanwhile waits for the next bite.
    """
    asked = select(TallyChange.id).order_by(TallyChange.id).limit(most).with_for_update(skip_locked=True)
    seen: Sequence[int] = session.scalars(asked).all()
    if seen:
        _add(session, select(CHANGE).where(CHANGE.c.id.in_(seen)).cte("bite"))
        session.execute(delete(CHANGE).where(CHANGE.c.id.in_(seen)))
    return len(seen)


def hold_writers(session: Session) -> None:
    """Let nobody change promises until the end of the transaction; on SQLite nobody else writes anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE promise, customer, tally_change IN SHARE ROW EXCLUSIVE MODE"))


def recount(session: Session) -> Drift:
    """Compare the tallies with a full recount, and put the recount in their place where they differ.

    What is not folded yet must be folded before, in the same transaction.
    """
    drift = drifting.drift(session)
    if drift.cells:
        session.execute(delete(TALLY))
        session.execute(delete(SLOT_TALLY))
        _add(session, recounting.noted_anew())
    return drift


def _add(session: Session, noted: FromClause) -> None:
    """Add what noted promises count as to both tallies."""
    session.execute(_added(session, TALLY, cells(noted), (KEY, COUNTED)))
    session.execute(_added(session, SLOT_TALLY, slots(noted), (SLOT_KEY, SLOT_COUNTED)))


def _added(session: Session, tally: Table, made: Subquery, names: tuple[Sequence[str], Sequence[str]]) -> Insert:
    """Return the statement that adds counts to those of the same key; `names` are those of keys and of counts."""
    key, counted = names
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns = select(*(made.c[name] for name in (*key, *counted))).where(made.c[key[-1]].is_not(None))
    adding = dialect.insert(tally).from_select([*key, *counted], columns)
    sums = {name: tally.c[name] + adding.excluded[name] for name in counted}
    return cast(Insert, adding.on_conflict_do_update(index_elements=list(key), set_=sums))
