"""What came of decisions: the promises that name them, and how these were kept, by policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, String, and_, cast, func, literal, select
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.queries.decisions import BY_NUMBER
from tracker.precedents.records import Decision, PolicyVersion
from tracker.promises.measures import Measures
from tracker.promises.queries.finding import HAS_REFERENCE, visible
from tracker.promises.queries.lists import Wanted, wanted_only
from tracker.promises.queries.loading import after_key, rows
from tracker.promises.queries.outcomes import counts
from tracker.promises.records import Promise
from tracker.promises.rules import State

Ts = TypeVarTuple("Ts")

AT_DISCRETION = 0
"""The version under which stands what was decided while nothing was written."""
NAMED = and_(HAS_REFERENCE, Promise.source_reference == literal(BY_NUMBER) + cast(Decision.id, String))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Which decisions are meant: those of a time, in a situation, under a version of its policy."""

    since: datetime
    until: datetime
    situation_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How promises were kept that came of decisions under one version of a policy, and by how many people."""

    situation_id: int
    version: int
    people: int
    measures: Measures


def kept_by_policy(session: Session, viewer: Viewer, decided: Decided, moment: datetime) -> Sequence[Outcome]:
    """Return how promises were kept that came of decisions, by situation and version."""
    columns = [func.count().filter(which).label(name) for name, which in counts(moment).items()]
    keys = (Decision.situation_id, func.coalesce(PolicyVersion.number, AT_DISCRETION))
    people = func.count(Promise.owner_id.distinct())
    asked = _of(decided, select(keys[0].label("situation"), keys[1].label("version"), people.label("people"), *columns))
    asked = visible(asked, viewer).where(Promise.state != State.DRAFT, *of_teams_seen(viewer))
    return [
        Outcome(
            situation_id=row["situation"],
            version=row["version"],
            people=row["people"],
            measures=Measures(**{name: row[name] for name in counts(moment)}),
        )
        for row in session.execute(asked.group_by(*keys).order_by(*keys)).mappings()
    ]


def promises_behind(
    session: Session,
    viewer: Viewer,
    decided: Decided,
    *,
    standing: str,
    moment: datetime,
    after: tuple[object, ...] | None,
    limit: int,
) -> Sequence[Promise]:
    """Return a page of the promises behind a count, the latest due first."""
    asked = wanted_only(_of(decided, rows(viewer)), viewer, Wanted(standing=standing), moment)
    asked = asked.where(Promise.state != State.DRAFT, *of_teams_seen(viewer))
    return session.scalars(after_key(asked, Promise.due_at, after, newest_first=True).limit(limit)).all()


def _of(decided: Decided, asked: Select[*Ts]) -> Select[*Ts]:
    asked = asked.select_from(Decision).join(Promise, NAMED)
    asked = asked.outerjoin(PolicyVersion, PolicyVersion.id == Decision.policy_version_id)
    asked = asked.where(Decision.state == "decided", Decision.decided_at.between(decided.since, decided.until))
    if decided.situation_id is not None:
        asked = asked.where(Decision.situation_id == decided.situation_id)
    if decided.version is not None:
        asked = asked.where(func.coalesce(PolicyVersion.number, AT_DISCRETION) == decided.version)
    return asked
