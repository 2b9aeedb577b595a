"""Promises that make another one good: how far their chains reach, how they ended, and what they cost."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from tracker.kernel.spans import seconds_between
from tracker.promises.measures import Measures
from tracker.promises.queries.outcomes import outcomes
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.ahead import Asked

COSTS = ("new_dates", "handovers", "kept", "seconds")
First = aliased(Promise)
"""The promise that a chain began with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amends:
    """What was promised to make good and is due in a period: how that went, in how many chains, at which cost.

    `repeated` are the chains with more than one such promise, `longest` is how many the longest has. `seconds` of
    clock time passed for the `kept` ones, all together, from the very first date of their chain until they were kept.
    """

    measures: Measures
    chains: int
    repeated: int
    longest: int
    new_dates: int
    handovers: int
    kept: int
    seconds: float


def amends(session: Session, asked: Asked) -> Amends:
    """Return what was promised to make good; read from an index of such promises alone."""
    chain = _by_chain(asked).cte("chain")
    summed = [func.coalesce(func.sum(chain.c[name]), 0).label(name) for name in (*outcomes(asked.moment), *COSTS)]
    lengths = (func.count(), func.count().filter(chain.c.many > 1), func.coalesce(func.max(chain.c.many), 0))
    labels = ("chains", "repeated", "longest")
    named = [what.label(name) for what, name in zip(lengths, labels, strict=True)]
    row = session.execute(select(*named, *summed)).one()
    return Amends(
        measures=Measures(**{name: int(getattr(row, name)) for name in outcomes(asked.moment)}),
        **{name: int(getattr(row, name)) for name in (*labels, "new_dates", "handovers", "kept")},
        seconds=float(row.seconds),
    )


def _by_chain(asked: Asked) -> Select[Any]:
    is_kept = Promise.state == State.KEPT
    passed = case((is_kept, seconds_between(First.first_due_at, Promise.kept_at)))
    columns: list[ColumnElement[Any]] = [
        func.count().label("many"),
        *(func.count().filter(which).label(name) for name, which in outcomes(asked.moment).items()),
        func.sum(Promise.renegotiations).label("new_dates"),
        func.sum(Promise.handovers).label("handovers"),
        func.count().filter(is_kept).label("kept"),
        func.sum(passed).label("seconds"),
    ]
    return (
        select(*columns)
        .select_from(Promise)
        .join(First, First.id == Promise.chain_id)
        .where(*_asked_for(asked))
        .group_by(Promise.chain_id)
    )


def _asked_for(asked: Asked) -> list[ColumnElement[bool]]:
    wanted = [
        Promise.makes_good_id.is_not(None),
        Promise.state.not_in([State.DRAFT, State.WITHDRAWN]),
        *asked.narrowed(),
    ]
    return [*wanted, *asked.existing()]
