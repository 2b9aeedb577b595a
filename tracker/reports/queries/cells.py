"""From noted promises to the cells of the tally, in SQL: the one place that says what is counted under which facet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.promises.measures import JUDGED, Verdict
from tracker.reports.queries.recounting import in_steps
from tracker.reports.records import Tally
from tracker.reports.rules.figures import LATE_STEPS

ALL_TEAMS = 0
"""The number under which the tally counts the promises of all teams together."""
ALL_KINDS = 0
"""The number under which it counts those of all kinds together, for facets in IN_ALL_KINDS."""


class Grain(StrEnum):
    """How finely the days of cells are told apart."""

    DAY = "day"
    MONTH = "month"


class Facet(StrEnum):
    """By what the promises of a cell are told apart."""

    ALL = "all"
    OWNER = "owner"
    TIER = "tier"
    CHANNEL = "channel"
    LEAD = "lead"
    CAUSE = "cause"
    LATE = "late"
    LOG = "log"
    MOVED = "moves"
    HANDED = "handed"


IN_ALL_KINDS = frozenset({Facet.LATE, Facet.LOG})
"""Facets of so many values that a report about all kinds would add up ten times as many cells."""
OFTEN = 3
"""New dates and hand-overs are told apart up to so many."""

KEY = ("team_id", "facet", "grain", "day", "kind_id", "home_id", "value")
COUNTED = tuple(column.name for column in Tally.__table__.columns if column.name not in KEY)


class MonthOf(FunctionElement[date]):
    """The first day of the month of a day."""

    type = Date()
    inherit_cache = True


@compiles(MonthOf, "postgresql")
def _on_postgresql(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **options)}) AS DATE)"


@compiles(MonthOf, "sqlite")
def _on_sqlite(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, 'start of month')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which cells are wanted: building the statement for all of them takes longer than answering it.

    `in_all_teams` and `in_all_kinds` say whether only the sums over them are wanted, or only the others; None is both.
    """

    facets: Collection[Facet] = tuple(Facet)
    grains: Collection[Grain] = tuple(Grain)
    in_all_teams: bool | None = None
    in_all_kinds: bool | None = None


EVERY_CELL = Which()


def cells(noted: FromClause, which: Which = EVERY_CELL) -> Subquery:
    """Return the cells that noted promises (columns as those of TallyChange) make up, each key once.

    Facet, grain and whether it is a team or all of them tell the cells of each part from those of every other.
    """
    return union_all(*_parts(_counted_once(noted), which)).subquery("cell")


def _counted_once(noted: FromClause) -> CTE:
    """Return what the cells are made of, worked out once for all of them and not in each of their many parts."""
    values = {facet: _value(noted, facet) for facet in Facet if facet is not Facet.ALL}
    columns = {
        "team_id": noted.c.team_id,
        "kind_id": noted.c.kind_id,
        "home_id": noted.c.home_id,
        Grain.DAY.value: noted.c.due_on,
        Grain.MONTH.value: MonthOf(noted.c.due_on),
        **{facet.value: value for facet, value in values.items()},
        **_counted(noted),
    }
    return select(*(what.label(name) for name, what in columns.items())).cte()


def _parts(counted: FromClause, which: Which) -> Iterator[Select[Any]]:
    for facet in which.facets:
        finest = _finest(counted, facet)
        of_all_teams = False if facet is Facet.OWNER else which.in_all_teams
        of_all_kinds = which.in_all_kinds if facet in IN_ALL_KINDS else False
        teams = _each_or_all(finest.c.team_id, ALL_TEAMS, is_of_all=of_all_teams)
        kinds = _each_or_all(finest.c.kind_id, ALL_KINDS, is_of_all=of_all_kinds)
        for grain, *whose in product(which.grains, teams, kinds):
            yield _part(finest, facet, grain, whose)


def _finest(counted: FromClause, facet: Facet) -> CTE:
    """Return the cells of a facet by day, team and kind, which all others of it are sums of: far fewer rows."""
    keys = [counted.c[name] for name in ("team_id", "kind_id", "home_id", *Grain)]
    keys += [] if facet is Facet.ALL else [counted.c[facet.value]]
    sums = (func.sum(counted.c[name]).label(name) for name in COUNTED)
    return select(*keys, *sums).group_by(*keys).cte()


def _each_or_all(
    each: ColumnElement[int], number_of_all: int, *, is_of_all: bool | None
) -> Sequence[ColumnElement[int]]:
    """Return by what is counted: each one, all of them together under a number, or both where it is not said."""
    together = literal(number_of_all)
    return (each, together) if is_of_all is None else (together if is_of_all else each,)


def _part(counted: FromClause, facet: Facet, grain: Grain, whose: Sequence[ColumnElement[int]]) -> Select[Any]:
    """Return the cells of one facet at one grain; `whose` are team and kind: each by itself, or a number for all."""
    day, (team, kind) = counted.c[grain.value], whose
    value = literal("") if facet is Facet.ALL else counted.c[facet.value]
    keys = (team, literal(facet.value), literal(grain.value), day, kind, counted.c.home_id, value)
    labelled = [key.label(name) for key, name in zip(keys, KEY, strict=True)]
    asked = select(*labelled, *(func.sum(counted.c[name]).label(name) for name in COUNTED))
    grouped = [each for each in (*whose, value) if not isinstance(each, BindParameter)]
    asked = asked.group_by(*grouped, day, counted.c.home_id)
    return asked if facet in {Facet.ALL, Facet.OWNER, Facet.TIER} else asked.where(value.is_not(None))


def _value(noted: FromClause, facet: Facet) -> ColumnElement[str]:
    columns: dict[Facet, ColumnElement[Any]] = {
        Facet.OWNER: noted.c.owner_id,
        Facet.TIER: noted.c.tier_id,
        Facet.CHANNEL: noted.c.channel,
        Facet.LEAD: noted.c.lead,
        Facet.CAUSE: noted.c.cause_id,
        Facet.LATE: in_steps(noted.c.late_minutes, LATE_STEPS),
        Facet.LOG: noted.c.seconds_to_log,
        Facet.MOVED: how_often(noted.c.renegotiations),
        Facet.HANDED: how_often(noted.c.handovers),
    }
    return cast(columns[facet], String(20))


def _counted(noted: FromClause) -> dict[str, ColumnElement[int]]:
    sign, outcome, first = noted.c.sign, noted.c.outcome, noted.c.as_first_promised
    judged = outcome.in_(sorted(verdict.value for verdict in JUDGED))
    is_open = outcome == "open"

    def where(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return case((condition, sign), else_=0)

    outcomes = [Verdict.KEPT_ON_TIME, Verdict.KEPT_LATE, Verdict.PARTLY_KEPT, Verdict.BROKEN, Verdict.WITHDRAWN]
    measured = or_(judged, is_open)
    return {
        **{verdict.value: where(outcome == verdict.value) for verdict in outcomes},
        "open": where(is_open),
        "as_first_promised": where(first),
        "informed_instead": where(and_(judged, noted.c.informed, ~first)),
        "open_informed": where(and_(is_open, noted.c.informed)),
        "moved": where(and_(measured, noted.c.renegotiations > 0)),
        "new_dates": case((measured, sign * noted.c.renegotiations), else_=0),
        "handovers": case((measured, sign * noted.c.handovers), else_=0),
    }


def how_often(times: ColumnElement[int]) -> ColumnElement[int | None]:
    """Return how often something happened to a promise, OFTEN for more; None for never."""
    return case((times > OFTEN, OFTEN), (times > 0, times))


def as_number(value: ColumnElement[str]) -> ColumnElement[int]:
    """Return the value of a facet that counts something as a number."""
    return cast(value, Integer)
