"""What the hint at logging asks. Its statements are built once: that takes longer than asking them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.people import Role, Viewer
from tracker.promises.measures import Share
from tracker.promises.records import Promise
from tracker.reports.queries.ahead import OPEN
from tracker.reports.queries.cells import ALL_TEAMS
from tracker.reports.queries.recounting import lead
from tracker.reports.queries.slots import SLOT_TALLY, weekday_of
from tracker.reports.rules.realism import LOOKED_BACK, History, Slot
from tracker.worktime.zones import end_of_day, start_of_day


@dataclass(frozen=True, slots=True)
class Load:
    """How many people could answer for a rate, and what is due already on the day that is asked for."""

    of_team: int
    of_all: int
    due_in_team: int
    due_for_viewer: int


HIDDEN: BindParameter[int] = bindparam("hidden", expanding=True)
IN_TEAM: BindParameter[int] = bindparam("team_id")
MOMENT: BindParameter[datetime] = bindparam("moment")


def _loads() -> Select[Any]:
    able = and_(Account.active, Account.role != Role.ADMIN.value, Account.team_id.not_in(HIDDEN))
    people = select(func.count()).select_from(Account).where(able)
    start: BindParameter[datetime] = bindparam("start")
    end: BindParameter[datetime] = bindparam("end")
    owner_id: BindParameter[int] = bindparam("owner_id")
    due_then = and_(Promise.due_at > start, Promise.due_at <= end)
    due = select(func.count()).select_from(Promise).where(Promise.state == OPEN, due_then)
    return select(
        people.where(Account.team_id == IN_TEAM).scalar_subquery(),
        people.scalar_subquery(),
        due.where(Promise.team_id == IN_TEAM).scalar_subquery(),
        due.where(Promise.owner_id == owner_id).scalar_subquery(),
    )


def _history(of_tally: ColumnElement[bool], of_promise: ColumnElement[bool]) -> Select[Any]:
    """Ask for what has ended, and for what is open and overdue: that changes by itself, so no tally can hold it."""
    kind_id: BindParameter[int] = bindparam("kind_id")
    since: BindParameter[date] = bindparam("since")
    ended = select(SLOT_TALLY.c.lead, SLOT_TALLY.c.weekday, SLOT_TALLY.c.kept, SLOT_TALLY.c.judged)
    ended = ended.where(of_tally, SLOT_TALLY.c.kind_id == kind_id, SLOT_TALLY.c.month >= since)
    late = (Promise.state == OPEN, Promise.kind_id == kind_id, Promise.late_at < MOMENT, Promise.due_on >= since)
    overdue = select(lead(), weekday_of(Promise.due_on), literal(0), literal(1)).where(of_promise, *late)
    found = union_all(ended, overdue).subquery("found")
    counted = select(found.c.lead, found.c.weekday, func.sum(found.c.kept), func.sum(found.c.judged))
    return counted.group_by(found.c.lead, found.c.weekday)


_LOAD = _loads()
_SEEN_TEAMS = select(Team.id).where(Team.id.not_in(HIDDEN)).scalar_subquery()
_OF_TEAM = _history(SLOT_TALLY.c.team_id == IN_TEAM, Promise.team_id == IN_TEAM)
_OF_ALL = _history(SLOT_TALLY.c.team_id == ALL_TEAMS, Promise.due_at < MOMENT)
_OF_SEEN = _history(SLOT_TALLY.c.team_id.in_(_SEEN_TEAMS), Promise.team_id.in_(_SEEN_TEAMS))


def load(session: Session, who: Viewer, day: date | None, moment: datetime) -> Load:
    """Return how many people there are, and how much is open and due on a day, as the viewer's clock has it.

    What is due for the whole day is due at the very end of it.
    """
    start, end = (start_of_day(day, who.time_zone), end_of_day(day, who.time_zone)) if day else (moment, moment)
    given = {"team_id": who.team_id, "owner_id": who.id, "hidden": sorted(who.hidden_team_ids)}
    return Load(*session.execute(_LOAD, {**given, "start": start, "end": end}).one())


def history(session: Session, who: Viewer, kind_id: int, *, ground: Load, moment: datetime) -> History:
    """Return how promises of a kind were kept in the last year, of the viewer's team if it has enough people.

    Of a smaller team it is those of all teams that the viewer may see, and nothing where these are too few as well.
    """
    if ground.of_all < FEWEST_PEOPLE:
        return {}
    since = (moment - LOOKED_BACK).date().replace(day=1)
    given: dict[str, object] = {"kind_id": kind_id, "since": since, "moment": moment}
    if ground.of_team >= FEWEST_PEOPLE:
        rows = session.execute(_OF_TEAM, {**given, "team_id": who.team_id})
    elif not who.hidden_team_ids:
        rows = session.execute(_OF_ALL, given)
    else:
        rows = session.execute(_OF_SEEN, {**given, "hidden": sorted(who.hidden_team_ids)})
    return {Slot(lead, weekday): Share(int(kept), int(judged)) for lead, weekday, kept, judged in rows}
