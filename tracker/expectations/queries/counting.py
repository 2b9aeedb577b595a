"""Counting expectations by topic and source, in SQL; the definitions are those of the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.customers.queries.visible import exists_for
from tracker.expectations.queries.register import NOTHING_ELSE, complete
from tracker.expectations.records import Expectation, Topic
from tracker.expectations.rules import LOOKED_BACK, MOST_SHOWN, OFTEN, Answer, Source
from tracker.kernel.people import Viewer
from tracker.promises.measures import Share
from tracker.promises.records import Promise
from tracker.promises.rules import State


class Counted(StrEnum):
    """What is counted of those that came up."""

    OPEN = "open"
    IN_TIME = "in_time"
    MEASURED = "measured"


@dataclass(slots=True)
class Counts:
    """How often a topic came up, where from, how much of it is open, and how much was corrected in time."""

    by_source: Counter[str] = field(default_factory=Counter)
    open: int = 0
    in_time: int = 0
    measured: int = 0

    @property
    def many(self) -> int:
        """How often it came up."""
        return self.by_source.total()

    @property
    def corrected(self) -> Share:
        """Corrected before disappointed."""
        return Share(self.in_time, self.measured)


def by_topic(session: Session, who: Viewer, *, since: datetime, now: datetime) -> Mapping[int, Counts]:
    """Return the counts of each topic that came up since a moment."""
    asked = (
        select(
            Expectation.topic_id,
            Expectation.source,
            func.count().label("many"),
            *(func.count().filter(which).label(name.value) for name, which in _counted_as(now).items()),
        )
        .join(Expectation.customer)
        .outerjoin(Expectation.promise)
        .where(Expectation.noted_at >= since, *exists_for(who))
        .group_by(Expectation.topic_id, Expectation.source)
    )
    found: dict[int, Counts] = defaultdict(Counts)
    for row in session.execute(asked):
        counts = found[row.topic_id]
        counts.by_source[row.source] += row.many
        counts.open, counts.in_time = counts.open + row.open, counts.in_time + row.in_time
        counts.measured += row.measured
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries stand behind a number: since a moment, of a topic, from a source, by what is counted of them."""

    since: datetime
    topic_id: int | None = None
    source: Source | None = None
    counted: Counted | None = None


def entries(
    session: Session, who: Viewer, wanted: Wanted, *, now: datetime, after: Sequence[object] | None, limit: int
) -> Sequence[Expectation]:
    """Return a page of the entries behind a number, the newest first."""
    order = tuple_(Expectation.noted_at, Expectation.id)
    asked = complete(who).outerjoin(Promise, Promise.id == Expectation.promise_id)
    asked = asked.where(Expectation.noted_at >= wanted.since)
    if wanted.topic_id is not None:
        asked = asked.where(Expectation.topic_id == wanted.topic_id)
    if wanted.source is not None:
        asked = asked.where(Expectation.source == wanted.source.value)
    if wanted.counted is not None:
        asked = asked.where(_counted_as(now)[wanted.counted])
    if after is not None:
        asked = asked.where(order < tuple_(*after))
    return session.scalars(asked.order_by(Expectation.noted_at.desc(), Expectation.id.desc()).limit(limit)).all()


def _counted_as(now: datetime) -> dict[Counted, ColumnElement[bool]]:
    return {
        Counted.OPEN: Expectation.answer == Answer.OPEN.value,
        Counted.IN_TIME: _was_corrected_in_time(),
        Counted.MEASURED: or_(_is_corrected(), _was_disappointed(now)),
    }


def total(counted: Iterable[Counts]) -> Counts:
    """Return the sum."""
    whole = Counts()
    for each in counted:
        whole.by_source.update(each.by_source)
        whole.open, whole.in_time = whole.open + each.open, whole.in_time + each.in_time
        whole.measured += each.measured
    return whole


def often(session: Session, who: Viewer, kind_id: int | None, now: datetime) -> Sequence[tuple[Topic, int]]:
    """Return what customers often expect that concerns promises of a kind, the most frequent first.

    What belongs to no topic is all sorts of things: nobody could say anything early about it.
    """
    many = func.count(Expectation.id)
    asked = (
        select(Topic, many)
        .join(Expectation, Expectation.topic_id == Topic.id)
        .join(Expectation.customer)
        .where(Topic.active, Topic.key != NOTHING_ELSE, or_(Topic.kind_id.is_(None), Topic.kind_id == kind_id))
        .where(Expectation.noted_at >= now - LOOKED_BACK, *exists_for(who))
        .group_by(Topic.id)
        .having(many >= OFTEN)
        .order_by(many.desc(), Topic.position, Topic.id)
    )
    return [(topic, count) for topic, count in session.execute(asked.limit(MOST_SHOWN))]


def _is_corrected() -> ColumnElement[bool]:
    return Expectation.answer == Answer.CORRECTED.value


def _was_corrected_in_time() -> ColumnElement[bool]:
    """Say `rules.was_corrected_in_time` in SQL."""
    first = or_(Expectation.complained_at.is_(None), Expectation.answered_at < Expectation.complained_at)
    return and_(_is_corrected(), first)


def _was_disappointed(now: datetime) -> ColumnElement[bool]:
    """Say `rules.was_disappointed` in SQL."""
    broken = Promise.state.in_([State.BROKEN.value, State.PARTLY_KEPT.value])
    late = and_(Promise.state == State.KEPT.value, Promise.kept_at > Promise.late_at)
    overdue = and_(Promise.state == State.OPEN.value, Promise.late_at < now)
    return or_(Expectation.complained_at.is_not(None), broken, late, overdue)
