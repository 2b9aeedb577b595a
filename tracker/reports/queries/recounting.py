"""Counting everything anew, past triggers and tally: what the tally must be equal to."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, case, cast, func, literal, select

from tracker.customers.records import Customer
from tracker.kernel.spans import seconds_between
from tracker.promises.measures import LEAD_STEPS, Verdict
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.rules.figures import LONGEST_TO_LOG, MINUTES_A_DAY, NOTED_STEPS


def noted_anew(*conditions: ColumnElement[bool]) -> CTE:
    """Return every promise (or those that meet conditions) as the triggers should have noted it, from its row alone."""
    as_they_are = (Promise.due_on, Promise.team_id, Promise.kind_id, Promise.owner_id, Customer.tier_id)
    counted = (Promise.channel, Promise.cause_id, Promise.renegotiations, Promise.handovers)
    derived = (literal(1).label("sign"), func.coalesce(Customer.team_id, 0).label("home_id"), *_judged(), *_steps())
    asked = (
        select(*as_they_are, *counted, *derived)
        .join(Customer, Customer.id == Promise.customer_id)
        .where(Promise.state != State.DRAFT, *conditions)
    )
    return asked.cte("anew")


def _judged() -> Iterator[ColumnElement[Any]]:
    first = (Promise.state == State.KEPT) & (Promise.kept_at <= Promise.first_due_at)
    yield _outcome().label("outcome")
    yield case((first, True), else_=False).label("as_first_promised")
    yield case((Promise.first_informed_at < Promise.first_due_at, True), else_=False).label("informed")


def _steps() -> Iterator[ColumnElement[Any]]:
    is_late = (Promise.state == State.KEPT) & (Promise.kept_at > Promise.late_at)
    to_log = Promise.seconds_to_log
    yield lead().label("lead")
    yield case((is_late, _minutes(seconds_between(Promise.due_at, Promise.kept_at)))).label("late_minutes")
    yield case((to_log > LONGEST_TO_LOG, LONGEST_TO_LOG), else_=to_log).label("seconds_to_log")


def _outcome() -> ColumnElement[str]:
    on_time = (Promise.state == State.KEPT) & (Promise.kept_at <= Promise.late_at)
    return case(
        (on_time, Verdict.KEPT_ON_TIME.value),
        (Promise.state == State.KEPT, Verdict.KEPT_LATE.value),
        else_=Promise.state,
    )


def lead() -> ColumnElement[int]:
    """Say `rules.figures.lead_step` in SQL, of the time from when a promise was made to its first due."""
    ahead = seconds_between(Promise.made_at, Promise.first_due_at)
    steps = [(ahead < step.total_seconds(), n) for n, step in enumerate(LEAD_STEPS)]
    return case(*steps, else_=len(LEAD_STEPS))


def _minutes(seconds: ColumnElement[float]) -> ColumnElement[int]:
    return in_steps(cast(func.floor(seconds / 60), Integer), NOTED_STEPS)


def in_steps(minutes: ColumnElement[int], steps: Sequence[tuple[int, int]]) -> ColumnElement[int]:
    """Return minutes rounded down: below so many in steps of so many, beyond in days (`rules.figures.late_step`)."""
    rounded = [(minutes < below, minutes - minutes % step) for below, step in steps]
    return case(*rounded, else_=minutes - minutes % MINUTES_A_DAY)
