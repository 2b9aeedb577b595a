"""What is due today in the teams that somebody manages, and how much their people kept on their best days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.promises.queries.loading import rows
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.cells import Facet, Grain
from tracker.reports.records import Tally

MOST_SHOWN = 300
TALLY = cast(Table, Tally.__table__)


def due_until(session: Session, who: Viewer, ends: Mapping[int, datetime], now: datetime) -> Sequence[Promise]:
    """Return what is open, not overdue yet and due by the end of the day of its team, what is due first at the top."""
    due = (and_(Promise.team_id == team_id, Promise.due_at <= end) for team_id, end in ends.items())
    asked = rows(who).where(Promise.state == State.OPEN, Promise.late_at >= now, or_(*due))
    return session.scalars(asked.order_by(Promise.due_at, Promise.id).limit(MOST_SHOWN)).all() if ends else []


def how_many_overdue(session: Session, who: Viewer, now: datetime) -> int:
    """Return how many promises of the teams managed are overdue."""
    late = (Promise.state == State.OPEN, Promise.late_at < now, Promise.team_id.in_(sorted(who.managed_team_ids)))
    return session.scalar(select(func.count()).select_from(Promise).where(*late)) or 0


def kept_by_day(session: Session, who: Viewer, owner_ids: Sequence[int], since: date) -> list[tuple[int, date, int]]:
    """Return how many promises these people kept of each day's, as far as the tally has counted."""
    values = [str(owner_id) for owner_id in owner_ids]
    asked = (
        select(TALLY.c.value, TALLY.c.day, func.sum(TALLY.c.kept_on_time + TALLY.c.kept_late))
        .where(TALLY.c.team_id.in_(sorted(who.managed_team_ids)), TALLY.c.facet == Facet.OWNER.value)
        .where(TALLY.c.grain == Grain.DAY.value, TALLY.c.day >= since, TALLY.c.value.in_(values))
        .group_by(TALLY.c.value, TALLY.c.day)
    )
    return [(int(value), day, int(many)) for value, day, many in session.execute(asked)]
