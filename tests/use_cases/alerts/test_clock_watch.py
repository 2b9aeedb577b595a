"""A worker whose clock is set: it is written down once, and a leap ahead holds everything for a moment."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.alerts import deliveries, run_sweep
from tests.support.builders import a_promise, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tracker.alerts.jobs.clock_watch import ClockWatch, HeldBack
from tracker.alerts.records import SchedulerState
from tracker.audit.records import Event
from tracker.kernel.extensions import db
from tracker.promises.records import Promise
from tracker.promises.rules import Due

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Steady:
    """A clock that nobody can set."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady(app: Flask):
    before, steady = app.extensions["steady"], Steady()
    app.extensions["steady"] = steady
    with app.app_context():
        yield steady
        db.session.rollback()
    app.extensions["steady"] = before


def pass_time(clock: FrozenClock, steady: Steady, seconds: float = 1.0) -> None:
    clock.advance(seconds * SECOND)
    steady.seconds += seconds


def lets_work(watch: ClockWatch) -> bool:
    try:
        watch.now()
    except HeldBack:
        return False
    return True


def jumps() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.details).where(Event.kind == "clock_jumped").order_by(Event.id)))


def test_a_clock_that_only_runs_lets_everybody_work(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")

    assert lets_work(watch)
    pass_time(clock, steady, 3600)
    assert lets_work(watch)
    assert jumps() == []


def test_a_leap_ahead_holds_the_work_until_the_clock_was_looked_at_once_more(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")
    clock.advance(HOUR)

    at_once = lets_work(watch)
    pass_time(clock, steady, 0.5)
    still = lets_work(watch)
    pass_time(clock, steady, 0.6)

    assert (at_once, still, lets_work(watch)) == (False, False, True)
    assert jumps() == ['{"words":{"host":"here","seconds":3600}}']


def test_a_leap_that_is_taken_back_lets_nothing_out_meanwhile(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")
    clock.advance(HOUR)
    assert not lets_work(watch)

    clock.advance(-HOUR)

    assert lets_work(watch)
    assert len(jumps()) == 2


def test_small_steps_and_steps_back_hold_nothing_and_are_written_down(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")

    clock.advance(60 * SECOND)
    assert lets_work(watch)
    pass_time(clock, steady, 100)
    clock.advance(-HOUR)
    assert lets_work(watch)

    assert len(jumps()) == 2


def test_workers_of_one_host_write_a_jump_down_once(steady: Steady, clock: FrozenClock):
    first, second = ClockWatch("here"), ClockWatch("here")
    clock.advance(HOUR)

    lets_work(first)
    lets_work(second)

    assert len(jumps()) == 1
    state = db.session.scalars(select(SchedulerState)).one()
    assert (state.last_jump_s, state.last_jump_at) == (3600, MOMENT + HOUR)


def test_what_was_written_while_the_clock_was_ahead_waits_no_longer_when_it_is_set_right(
    steady: Steady, clock: FrozenClock, store
):
    with store() as session:
        owner = an_agent(session)
        promise = a_promise(session, owner, due=Due(MOMENT + 30 * SECOND))
    run_sweep()
    watch = ClockWatch("here")
    clock.advance(HOUR)
    run_sweep()
    with store() as session:
        session.get_one(Promise, promise.id).plan_anew(clock())
    assert not lets_work(watch)
    clock.advance(-HOUR)

    assert lets_work(watch)
    with store() as session:
        assert session.get_one(Promise, promise.id).attention_at == MOMENT
        assert {delivery.visible_at for delivery in deliveries(session)} == {MOMENT}
