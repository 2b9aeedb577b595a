"""How promises ended by kind, lead time and weekday, in SQL: what the hint at logging reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    true,
    union_all,
)
from sqlalchemy import cast as cast_in_sql
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.kernel.people import Role, Viewer
from tracker.promises.measures import JUDGED, Share, Verdict
from tracker.promises.records import Promise
from tracker.reports.queries.cells import ALL_TEAMS, MonthOf
from tracker.reports.queries.counting import OPEN
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.records import SlotTally
from tracker.reports.rules.figures import FEWEST_PEOPLE
from tracker.reports.rules.realism import LOOKED_BACK, History, Slot
from tracker.worktime.zones import end_of_day, start_of_day

SLOT_TALLY = cast(Table, SlotTally.__table__)
SLOT_COUNTED = ("kept", "judged")
SLOT_KEY = tuple(column.name for column in SLOT_TALLY.columns if column.name not in SLOT_COUNTED)


@dataclass(frozen=True, slots=True)
class Load:
    """How many people could answer for a rate, and what is due already on the day that is asked for."""

    of_team: int
    of_all: int
    due_in_team: int
    due_for_viewer: int


def slots(noted: FromClause) -> Subquery:
    """Return the slots that noted promises (columns as those of TallyChange) make up, each key once."""
    parts = union_all(_slots(noted, noted.c.team_id), _slots(noted, literal(ALL_TEAMS))).subquery("part")
    keys = [parts.c[name] for name in SLOT_KEY]
    sums = (func.sum(parts.c[name]).label(name) for name in SLOT_COUNTED)
    return select(*keys, *sums).group_by(*keys).subquery("slot")


def weekday_of(day: ColumnElement[Any]) -> ColumnElement[int]:
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


def load(session: Session, who: Viewer, day: date | None) -> Load:
    """Return how many people there are, and how much is open and due on a day, as the viewer's clock has it."""
    able = and_(Account.active, Account.role != Role.ADMIN.value)
    people = select(func.count()).select_from(Account).where(able, Account.team_id.not_in(sorted(who.hidden_team_ids)))
    due = select(func.count()).select_from(Promise).where(Promise.state == OPEN, _due_on(day, who.time_zone))
    row = session.execute(
        select(
            people.where(Account.team_id == who.team_id).scalar_subquery(),
            people.scalar_subquery(),
            due.where(Promise.team_id == who.team_id).scalar_subquery(),
            due.where(Promise.owner_id == who.id).scalar_subquery(),
        )
    ).one()
    return Load(*row)


def _due_on(day: date | None, zone: str) -> ColumnElement[bool]:
    """Whether a promise is due on a day; one for the whole day is at the very end of it."""
    if day is None:
        return ~true()
    return and_(Promise.due_at > start_of_day(day, zone), Promise.due_at <= end_of_day(day, zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Among:
    """Whose promises say something: those of a team, or of all that the viewer may see; of a kind, since a day."""

    team_id: int | None
    hidden: Sequence[int]
    kind_id: int
    since: date
    moment: datetime


def history(session: Session, who: Viewer, kind_id: int, *, ground: Load, moment: datetime) -> History:
    """Return how promises of a kind were kept in the last year, of the viewer's team if it has enough people.

    Of a smaller team it is those of all teams that the viewer may see, and nothing where these are too few as well.
    """
    if ground.of_all < FEWEST_PEOPLE:
        return {}
    among = _Among(
        team_id=who.team_id if ground.of_team >= FEWEST_PEOPLE else None,
        hidden=sorted(who.hidden_team_ids),
        kind_id=kind_id,
        since=(moment - LOOKED_BACK).date().replace(day=1),
        moment=moment,
    )
    found = union_all(_ended(among), _overdue(among)).subquery("found")
    asked = select(found.c.lead, found.c.weekday, func.sum(found.c.kept), func.sum(found.c.judged))
    rows = session.execute(asked.group_by(found.c.lead, found.c.weekday))
    return {Slot(lead, weekday): Share(int(kept), int(judged)) for lead, weekday, kept, judged in rows}


def _ended(among: _Among) -> Select[Any]:
    team_id = SLOT_TALLY.c.team_id
    is_whole = among.team_id is not None or not among.hidden
    of_teams = team_id == (among.team_id or ALL_TEAMS) if is_whole else team_id.not_in([ALL_TEAMS, *among.hidden])
    counted = select(SLOT_TALLY.c.lead, SLOT_TALLY.c.weekday, SLOT_TALLY.c.kept, SLOT_TALLY.c.judged)
    return counted.where(of_teams, SLOT_TALLY.c.kind_id == among.kind_id, SLOT_TALLY.c.month >= among.since)


def _overdue(among: _Among) -> Select[Any]:
    """Ask for what is open and overdue: that changes by itself, so no tally can hold it."""
    late = (Promise.state == OPEN, Promise.late_at < among.moment, Promise.due_at < among.moment)
    of_teams = Promise.team_id == among.team_id if among.team_id else Promise.team_id.not_in(among.hidden)
    noted = noted_anew(*late, of_teams, Promise.kind_id == among.kind_id, Promise.due_on >= among.since)
    weekday = weekday_of(noted.c.due_on)
    return select(noted.c.lead, weekday.label("weekday"), literal(0).label("kept"), noted.c.sign.label("judged"))
