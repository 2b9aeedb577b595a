"""Lists of promises by filter, paged by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import SQLCoreOperations

from tracker.accounts.records import Team
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.kernel.spans import seconds_between
from tracker.promises.queries.finding import HAS_REFERENCE, visible
from tracker.promises.queries.loading import after_key, rows
from tracker.promises.queries.marks import Mark, marked
from tracker.promises.records import Promise, SavedFilter
from tracker.promises.rules import State
from tracker.worktime.zones import FIRST_ZONE, LAST_ZONE, end_of_day, start_of_day

Ts = TypeVarTuple("Ts")
Bounds = tuple[timedelta | None, timedelta | None]
Moment = SQLCoreOperations[datetime | None]

MOST_COUNTED = 1_000
"""So many promises of a list are counted: no archive makes that take longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list shows. Without `standing` the open promises; `since` and `until` bound the day of the due.

    `weekday` is that of the due (0 is Monday); `lead` bounds the time from the promise to its first due, `late` that
    from the agreed due to being kept.
    """

    standing: str = "open"
    team_id: int | None = None
    owner_id: int | None = None
    kind_id: int | None = None
    customer_id: int | None = None
    tier_id: int | None = None
    channel: str | None = None
    reference: str = ""
    urgent: bool = False
    cause_id: int | None = None
    weekday: int | None = None
    lead: Bounds | None = None
    late: Bounds | None = None
    mark: Mark | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_past(self) -> bool:
        """Whether the list is of settled promises, read from the latest back."""
        return self.standing not in {"open", "overdue", "ahead"}

    @property
    def is_about_outcomes(self) -> bool:
        """Whether the list says what came of promises, not only what is still to be done."""
        narrowed = (self.mark, self.late, self.cause_id)
        return self.is_past or any(each is not None for each in narrowed)


def promises(
    session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime, after: tuple[object, ...] | None, limit: int
) -> Sequence[Promise]:
    """Return a page of the list: open ones by due, the longest overdue first; settled ones the latest first."""
    asked = _narrowed(_of_standing(rows(viewer), wanted.standing, now), wanted)
    return session.scalars(after_key(asked, Promise.due_at, after, newest_first=wanted.is_past).limit(limit)).all()


def how_many(session: Session, viewer: Viewer, wanted: Wanted, now: datetime, *, most: int = MOST_COUNTED) -> int:
    """Return how many promises the list has, one more than `most` for all that are more."""
    found = wanted_only(select(Promise.id), viewer, wanted, now).limit(most + 1).subquery()
    return session.scalars(select(func.count()).select_from(found)).one()


def overdue(
    session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime, after: tuple[object, ...] | None, limit: int
) -> Sequence[Promise]:
    """Return a page of what is overdue in the teams the viewer answers for, the longest overdue first."""
    asked = _narrowed(_of_standing(rows(viewer), "overdue", now), wanted)
    if wanted.team_id is None:
        asked = asked.where(Promise.team_id.in_(sorted(viewer.managed_team_ids)))
    return session.scalars(after_key(asked, Promise.late_at, after).limit(limit)).all()


def wanted_only(asked: Select[*Ts], viewer: Viewer, wanted: Wanted, now: datetime) -> Select[*Ts]:
    """Leave of a question about promises only what the list shows, and what exists for the viewer."""
    return _narrowed(_of_standing(visible(asked, viewer), wanted.standing, now), wanted)


def _of_standing(asked: Select[*Ts], standing: str, now: datetime) -> Select[*Ts]:
    is_open, is_kept, is_late = Promise.state == State.OPEN, Promise.state == State.KEPT, Promise.late_at < now
    ended = Promise.state.in_([State.KEPT, State.PARTLY_KEPT, State.BROKEN])
    is_settled = Promise.settled_at.is_not(None)
    missed = or_(Promise.state.in_([State.PARTLY_KEPT, State.BROKEN]), and_(is_open, is_late))
    conditions = {
        "open": is_open,
        "overdue": and_(is_open, is_late),
        "ahead": and_(is_open, ~is_late),
        "due": or_(ended, is_open),
        "judged": or_(ended, and_(is_open, is_late)),
        "not_on_time": or_(missed, and_(is_kept, Promise.kept_at > Promise.late_at)),
        "missed": missed,
        "not_kept": Promise.state.in_([State.PARTLY_KEPT, State.BROKEN]),
        "settled": is_settled,
        "kept_on_time": and_(is_settled, is_kept, Promise.kept_at <= Promise.late_at),
        "kept_late": and_(is_settled, is_kept, Promise.kept_at > Promise.late_at),
    }
    return asked.where(conditions.get(standing, and_(is_settled, Promise.state == standing)))


def _narrowed(asked: Select[*Ts], wanted: Wanted) -> Select[*Ts]:
    columns = {
        Promise.team_id: wanted.team_id,
        Promise.owner_id: wanted.owner_id,
        Promise.kind_id: wanted.kind_id,
        Promise.customer_id: wanted.customer_id,
        Promise.channel: wanted.channel,
        Promise.source_reference: wanted.reference or None,
        Promise.urgent: wanted.urgent or None,
        Promise.cause_id: wanted.cause_id,
    }
    asked = asked.where(*(column == value for column, value in columns.items() if value is not None))
    if wanted.reference:
        asked = asked.where(HAS_REFERENCE)
    if wanted.tier_id is not None:
        of_tier = select(Customer.id).where(Customer.id == Promise.customer_id, Customer.tier_id == wanted.tier_id)
        asked = asked.where(of_tier.exists())
    if wanted.mark is not None:
        asked = asked.where(marked(wanted.mark))
    asked = asked.where(
        *_within(wanted.lead, Promise.made_at, Promise.first_due_at),
        *_within(wanted.late, Promise.due_at, Promise.kept_at),
    )
    return asked.where(*_on_days(wanted))


def _within(bounds: Bounds | None, start: Moment, end: Moment) -> Iterator[ColumnElement[bool]]:
    least, below = bounds or (None, None)
    if least is not None:
        yield seconds_between(start, end) >= least.total_seconds()
    if below is not None:
        yield seconds_between(start, end) < below.total_seconds()


def _on_days(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Bound the day as the zone of each promise has it, and roughly the moment, which is what the indexes know."""
    if wanted.since is not None:
        yield Promise.due_at >= start_of_day(wanted.since, FIRST_ZONE)
        yield Promise.due_on >= wanted.since
    if wanted.until is not None:
        yield Promise.due_at <= end_of_day(wanted.until, LAST_ZONE)
        yield Promise.due_on <= wanted.until
    if wanted.weekday is not None:
        yield extract("dow", Promise.due_on) == (wanted.weekday + 1) % 7


def teams_for(session: Session, viewer: Viewer) -> Sequence[Team]:
    """Return the teams that exist for the viewer, by name."""
    teams = session.scalars(select(Team).order_by(Team.name)).all()
    return [team for team in teams if viewer.may_see(team.id)]


def saved_filters(session: Session, viewer: Viewer) -> Sequence[SavedFilter]:
    """Return the viewer's saved filters, by name."""
    asked = select(SavedFilter).where(SavedFilter.account_id == viewer.id)
    return session.scalars(asked.order_by(SavedFilter.name)).all()


def these(session: Session, viewer: Viewer, promise_ids: Sequence[int]) -> Sequence[Promise]:
    """Return the promises with these numbers that exist for the viewer, by due."""
    asked = rows(viewer).where(Promise.id.in_(promise_ids)).order_by(Promise.due_at, Promise.id)
    return session.scalars(asked).all()
