"""How late promises were kept in office hours: no tally can know, for calendars of teams say what an hour is."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendars_of
from tracker.promises.indexes import MISSED
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.ahead import Asked
from tracker.worktime.arithmetic import office_times_between

MOST_IN_OFFICE_HOURS = 2_000
"""Reckoning with calendars takes some thirty millionths of a second: so many promises take less than a tenth."""


def late_in_office_hours(session: Session, asked: Asked) -> Sequence[timedelta] | None:
    """Return how late each promise that was kept late was; None of more than MOST_IN_OFFICE_HOURS."""
    found = session.execute(
        select(Promise.team_id, Promise.due_at, Promise.kept_at)
        .where(text(f"({MISSED})"), Promise.state == State.KEPT, *asked.narrowed(), *asked.existing())
        .limit(MOST_IN_OFFICE_HOURS + 1)
    ).all()
    if len(found) > MOST_IN_OFFICE_HOURS:
        return None
    by_team: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for team_id, due, kept in found:
        if due is not None and kept is not None:
            by_team[team_id].append((due, kept))
    calendars = calendars_of(session, by_team.keys())
    each = (office_times_between(spans, calendars[team_id]) for team_id, spans in by_team.items())
    return list(chain.from_iterable(each))
