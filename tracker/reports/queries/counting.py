"""Reading the tally: the measures of a period as they are at a moment, told apart by day, kind or facet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import CTE, ColumnElement, Select, Subquery, Table, and_, func, or_, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from tracker.promises.measures import Measures
from tracker.reports.queries.ahead import NOTED_AS, Asked, ahead
from tracker.reports.queries.cells import (
    ALL_KINDS,
    ALL_TEAMS,
    COUNTED,
    IN_ALL_KINDS,
    Facet,
    Grain,
    Which,
    cells,
)
from tracker.reports.queries.recounting import noted_anew
from tracker.reports.records import Tally, TallyChange
from tracker.reports.rules.periods import Period

TALLY, CHANGE = cast(Table, Tally.__table__), cast(Table, TallyChange.__table__)
Key = Callable[[Any], Any]
Columns = ReadOnlyColumnCollection[str, Any]


@dataclass(slots=True)
class Tallied:
    """Counts of promises, and of those among them that are open and not yet due."""

    counts: Counter[str] = field(default_factory=Counter)
    ahead: int = 0
    ahead_informed: int = 0

    def add(self, row: Any) -> None:
        """Add a row of the tally."""
        for name in COUNTED:
            self.counts[name] += int(getattr(row, name))  # PostgreSQL adds integers up to decimals

    def measures(self) -> Measures:
        """Return the measures that follow; lateness stands in a facet of its own."""
        counts = self.counts
        return Measures(
            **{name: counts[name] for name in ("kept_on_time", "kept_late", "partly_kept", "broken", "withdrawn")},
            open_overdue=counts["open"] - self.ahead,
            open_ahead=self.ahead,
            as_first_promised=counts["as_first_promised"],
            informed_in_time=counts["informed_instead"] + counts["open_informed"] - self.ahead_informed,
        )


def by_day(session: Session, asked: Asked) -> dict[date, Tallied]:
    """Return what is due on each day: totals, weekdays and charts are sums of it."""
    wanted = _Wanted(asked, [_facet_of(asked)], [(Grain.DAY, asked.period)], _teams_of(asked))
    found = _collected(session, wanted, ("day",), lambda row: row.day)
    return _with_ahead(session, asked, found, lambda row: row.due_on)


def by_kind(session: Session, asked: Asked) -> dict[int, Tallied]:
    """Return what is due in the period, told apart by kind."""
    wanted = _Wanted(asked, [_facet_of(asked)], _parts(asked.period), _teams_of(asked))
    found = _collected(session, wanted, ("kind_id",), lambda row: row.kind_id)
    return _with_ahead(session, asked, found, lambda row: row.kind_id)


def by_value(session: Session, asked: Asked, facet: Facet) -> dict[str, Tallied]:
    """Return what is due in the period, told apart by the values of a facet."""
    teams = _teams_of(asked, is_together=facet is not Facet.OWNER)
    wanted = _Wanted(asked, [facet], _parts(asked.period), teams)
    found = _collected(session, wanted, ("value",), lambda row: row.value)
    return _with_ahead(session, asked, found, _noted_as(facet))


def by_team(session: Session, asked: Asked, team_ids: Sequence[int]) -> dict[int, Tallied]:
    """Return what is due in the period, told apart by these teams."""
    wanted = _Wanted(asked, [_facet_of(asked)], _parts(asked.period), team_ids)
    found = _collected(session, wanted, ("team_id",), lambda row: row.team_id)
    return _with_ahead(session, asked, found, lambda row: row.team_id)


def has_fresh(session: Session) -> bool:
    """Whether anything is noted that is not folded into the tally yet."""
    return session.execute(select(CHANGE.c.id).limit(1)).first() is not None


def by_values(session: Session, asked: Asked, facets: Sequence[Facet]) -> dict[Facet, dict[str, Tallied]]:
    """Return what is due in the period by the values of several facets, at once; what is still ahead as in NOTED_AS."""
    wanted = _Wanted(asked, facets, _parts(asked.period), _teams_of(asked))
    apart: dict[Facet, dict[str, Tallied]] = {facet: {} for facet in facets}
    for (facet, value), tallied in _collected(session, wanted, ("facet", "value"), _facet_and_value).items():
        apart[Facet(facet)][value] = tallied
    for facet in [facet for facet in facets if facet in NOTED_AS]:
        apart[facet] = _with_ahead(session, asked, defaultdict(Tallied, apart[facet]), _noted_as(facet))
    return apart


def _noted_as(facet: Facet) -> Key:
    return lambda row: str(getattr(row, NOTED_AS[facet]))


def _facet_and_value(row: Any) -> tuple[str, str]:
    return row.facet, row.value


def total(tallied: Iterable[Tallied]) -> Tallied:
    """Return the sum."""
    whole = Tallied()
    for each in tallied:
        whole.counts.update(each.counts)
        whole.ahead += each.ahead
        whole.ahead_informed += each.ahead_informed
    return whole


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which cells are read."""

    asked: Asked
    facets: Sequence[Facet]
    parts: Sequence[tuple[Grain, Period]]
    team_ids: Sequence[int]

    def stored(self) -> Subquery:
        """Return the cells of the tally; each part alone, for only then both databases leave out other years.

        Those of one customer are made of the promises themselves, as a recount makes them.
        """
        if self.asked.customer_id is not None:
            return self._made_of(noted_anew(*self.asked.narrowed())).subquery("counted")
        parts = (select(TALLY).where(*self._of_whom(TALLY.c), days) for days in self._days(TALLY.c))
        return union_all(*parts).subquery("stored")

    def fresh(self) -> Subquery:
        """Return the cells of what is noted, but not folded into the tally yet."""
        period = self.asked.period
        lately = select(CHANGE).where(CHANGE.c.due_on.between(period.first, period.last))
        return self._made_of(lately.cte("lately")).subquery("fresh")

    def _made_of(self, noted: CTE) -> Select[Any]:
        which = Which(
            facets=self.facets,
            grains={grain for grain, _part in self.parts},
            in_all_teams=ALL_TEAMS in self.team_ids,
            in_all_kinds=self.asked.kind_id is None,
        )
        cell = cells(noted, which)
        return select(cell).where(*self._of_whom(cell.c), or_(*self._days(cell.c)))

    def _days(self, columns: Columns) -> list[ColumnElement[bool]]:
        return [and_(columns.grain == grain, columns.day.between(part.first, part.last)) for grain, part in self.parts]

    def _of_whom(self, columns: Columns) -> Iterator[ColumnElement[bool]]:
        asked = self.asked
        yield columns.team_id.in_(self.team_ids)
        yield columns.facet.in_([facet.value for facet in self.facets])
        if asked.kind_id is not None:
            yield columns.kind_id == asked.kind_id
        elif not IN_ALL_KINDS.isdisjoint(self.facets):
            yield or_(columns.kind_id == ALL_KINDS, columns.facet.not_in([facet.value for facet in IN_ALL_KINDS]))
        if asked.owner_id is not None:
            yield columns.value == str(asked.owner_id)
        elif asked.only is not None:
            yield columns.value == asked.only[1]
        if asked.hidden:
            yield columns.home_id.not_in(sorted(asked.hidden))


def _facet_of(asked: Asked) -> Facet:
    if asked.only is not None:
        return asked.only[0]
    return Facet.ALL if asked.owner_id is None else Facet.OWNER


def _teams_of(asked: Asked, *, is_together: bool = True) -> Sequence[int]:
    """Return under which numbers the tally counts what is asked for; who may not see all teams gets a sum of theirs."""
    if asked.team_id is not None:
        return [asked.team_id]
    return [ALL_TEAMS] if is_together and not asked.hidden and asked.owner_id is None else sorted(asked.team_ids)


def _parts(period: Period) -> list[tuple[Grain, Period]]:
    """Return how a period is read: whole months in one piece, the days around them one by one."""
    whole, around = period.months()
    months = [] if whole is None else [(Grain.MONTH, whole)]
    return [*months, *((Grain.DAY, part) for part in around)]


def _collected(session: Session, wanted: _Wanted, by: tuple[str, ...], key: Key) -> dict[Any, Tallied]:
    """Sum up the tally, and what is noted but not folded into it yet, in one question."""
    found: dict[Any, Tallied] = defaultdict(Tallied)
    sources = [wanted.stored(), wanted.fresh()] if wanted.asked.has_fresh else [wanted.stored()]
    for row in session.execute(union_all(*(_summed(source, by) for source in sources))):
        found[key(row)].add(row)
    return found


def _summed(source: Subquery, by: tuple[str, ...]) -> Select[Any]:
    keys = [source.c[name] for name in by]
    sums = (func.sum(source.c[name]).label(name) for name in COUNTED)
    return select(*keys, *sums).group_by(*keys)


def _with_ahead(session: Session, asked: Asked, found: dict[Any, Tallied], key: Key) -> dict[Any, Tallied]:
    """Add which of the open ones are still ahead: that changes by itself, so no tally can hold it."""
    for row in ahead(session, asked) if asked.ahead is None else asked.ahead:
        tallied = found[key(row)]
        tallied.ahead += row.many
        tallied.ahead_informed += row.many if row.informed else 0
    return found
