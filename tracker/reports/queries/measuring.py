"""The measures in SQL: the definitions of `promises.measures` for as many promises as there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Case, ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendars_of
from tracker.accounts.records import Team
from tracker.kernel.folding import fold
from tracker.kernel.spans import seconds_between
from tracker.promises.measures import JUDGED, Measures, Verdict, between, percentile, ranks
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import State
from tracker.worktime.arithmetic import office_time_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which promises are measured: by the days on which they are due (both included), kind and team.

    A promise is due on the day that it is where it was said, as reports count it; one for a whole day on that day.
    """

    first_day: date | None = None
    last_day: date | None = None
    kind_id: int | None = None
    team_id: int | None = None


def measures(session: Session, selection: Selection, moment: datetime) -> Measures:
    """Return the measures of the selected promises at the moment, counted in one pass."""
    found = _verdict(moment).label("verdict")
    asked = (
        select(
            found,
            func.count().label("promises"),
            func.count().filter(_kept_as_first_promised(found)).label("first"),
            func.count().filter(~_kept_as_first_promised(found), _informed_before_due(moment)).label("informed"),
        )
        .where(*_selected(selection))
        .group_by(found)
    )
    counts = {Verdict(row.verdict): row for row in session.execute(asked)}
    late = counts[Verdict.KEPT_LATE].promises if Verdict.KEPT_LATE in counts else 0
    return _measures(counts, _lateness(session, selection, moment, count=late))


def _measures(counts: Mapping[Verdict, Row[str, int, int, int]], lateness: list[float]) -> Measures:
    median, p90 = lateness or (None, None)
    return Measures(
        **{verdict.value: row.promises for verdict, row in counts.items()},
        as_first_promised=sum(row.first for row in counts.values()),
        informed_in_time=sum(row.informed for verdict, row in counts.items() if verdict in JUDGED),
        lateness_median=median,
        lateness_p90=p90,
    )


def _verdict(moment: datetime) -> Case[str]:
    """Say `measures.verdict` in SQL."""
    still_open = or_(Promise.state == State.OPEN, Promise.settled_at > moment)
    return case(
        (and_(still_open, Promise.late_at < moment), Verdict.OPEN_OVERDUE.value),
        (still_open, Verdict.OPEN_AHEAD.value),
        (Promise.state != State.KEPT, Promise.state),
        (Promise.kept_at <= Promise.late_at, Verdict.KEPT_ON_TIME.value),
        else_=Verdict.KEPT_LATE.value,
    )


def _kept_as_first_promised(verdict: ColumnElement[str]) -> ColumnElement[bool]:
    """Say `measures.was_kept_as_first_promised` in SQL."""
    was_kept = verdict.in_([Verdict.KEPT_ON_TIME.value, Verdict.KEPT_LATE.value])
    return and_(was_kept, Promise.kept_at <= Promise.first_due_at)


def _informed_before_due(moment: datetime) -> ColumnElement[bool]:
    """Say `measures.was_informed_before_due` in SQL."""
    return and_(Promise.first_informed_at < Promise.first_due_at, Promise.first_informed_at <= moment)


def _selected(selection: Selection) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Promise.state != State.DRAFT]
    if selection.first_day is not None:
        wanted.append(Promise.due_on >= selection.first_day)
    if selection.last_day is not None:
        wanted.append(Promise.due_on <= selection.last_day)
    if selection.kind_id is not None:
        wanted.append(Promise.kind_id == selection.kind_id)
    if selection.team_id is not None:
        wanted.append(Promise.team_id == selection.team_id)
    return wanted


def _lateness(session: Session, selection: Selection, moment: datetime, *, count: int) -> list[float]:
    """Return median and 90th percentile of how late the promises kept late were, reading only those ranks."""
    if not count:
        return []
    places = [ranks(count, 0.5), ranks(count, 0.9)]
    wanted = {rank for lower, upper, _ in places for rank in (lower, upper)}
    late = {row.rank: row.seconds for row in session.execute(_late_at_ranks(selection, moment, wanted))}
    return [between(late[lower], late[upper], weight) for lower, upper, weight in places]


def _late_at_ranks(selection: Selection, moment: datetime, wanted: set[int]) -> Select[tuple[int, float]]:
    seconds = seconds_between(Promise.due_at, Promise.kept_at)
    late = (
        select((func.row_number().over(order_by=seconds) - 1).label("rank"), seconds.label("seconds"))
        .where(*_selected(selection), _verdict(moment) == Verdict.KEPT_LATE.value)
        .subquery()
    )
    return select(late.c.rank, late.c.seconds).where(late.c.rank.in_(sorted(wanted)))


def office_lateness(session: Session, selection: Selection, moment: datetime) -> tuple[float | None, float | None]:
    """Return median and 90th percentile, in seconds of office time of each team, of how late promises were kept."""
    asked = select(Promise.team_id, Promise.due_at, Promise.kept_at).where(
        *_selected(selection), _verdict(moment) == Verdict.KEPT_LATE.value
    )
    late = session.execute(asked).all()
    calendars = calendars_of(session, {team_id for team_id, _, _ in late})
    spans = sorted(
        office_time_between(due, kept, calendars[team]).total_seconds()
        for team, due, kept in late
        if due is not None and kept is not None
    )
    return percentile(spans, 0.5), percentile(spans, 0.9)


def kind_called(session: Session, text: str) -> Kind | None:
    """Return the kind with this key or name, in either language; a key counts before a name."""
    kinds = session.scalars(select(Kind).order_by(Kind.id)).all()
    wanted = fold(text)
    by_key = (kind for kind in kinds if fold(kind.key) == wanted)
    by_name = (kind for kind in kinds if wanted in {fold(kind.name_de), fold(kind.name_en)})
    return next(by_key, None) or next(by_name, None)


def team_called(session: Session, text: str) -> Team | None:
    """Return the team with this name."""
    teams = session.scalars(select(Team).order_by(Team.id))
    return next((team for team in teams if fold(team.name) == fold(text)), None)
