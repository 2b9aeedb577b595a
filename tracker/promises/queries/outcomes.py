"""How promises ended, asked of the promises themselves: `promises.measures` in SQL, a condition for each count."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_

from tracker.promises.records import Promise
from tracker.promises.rules import State


def outcomes(moment: datetime) -> dict[str, ColumnElement[bool]]:
    """Say `measures.verdict` in SQL, withdrawn ones left out."""
    is_open, is_kept, is_late = Promise.state == State.OPEN, Promise.state == State.KEPT, Promise.late_at < moment
    return {
        "kept_on_time": and_(is_kept, Promise.kept_at <= Promise.late_at),
        "kept_late": and_(is_kept, Promise.kept_at > Promise.late_at),
        "partly_kept": Promise.state == State.PARTLY_KEPT,
        "broken": Promise.state == State.BROKEN,
        "open_overdue": and_(is_open, is_late),
        "open_ahead": and_(is_open, not_(is_late)),
    }


def counts(moment: datetime) -> dict[str, ColumnElement[bool]]:
    """Return what each count of `measures.Measures` counts."""
    found = outcomes(moment)
    first = and_(Promise.state == State.KEPT, Promise.kept_at <= Promise.first_due_at)
    judged = or_(*(which for name, which in found.items() if name != "open_ahead"))
    return {
        **found,
        "withdrawn": Promise.state == State.WITHDRAWN,
        "as_first_promised": first,
        "informed_in_time": and_(judged, not_(first), Promise.first_informed_at < Promise.first_due_at),
    }
