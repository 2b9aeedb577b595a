"""A worker whose clock is set: it is written down once, and a leap ahead holds everything for a moment."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.clock import MOMENT, FrozenClock
from tracker.alerts.jobs.clock_watch import ClockWatch
from tracker.alerts.records import SchedulerState
from tracker.audit.records import Event
from tracker.kernel.extensions import db

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


def jumps() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.details).where(Event.kind == "clock_jumped").order_by(Event.id)))


def test_a_clock_that_only_runs_lets_everybody_work(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")

    assert watch.lets_work()
    pass_time(clock, steady, 3600)
    assert watch.lets_work()
    assert jumps() == []


def test_a_leap_ahead_holds_the_work_until_the_clock_was_looked_at_once_more(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")
    clock.advance(HOUR)

    at_once = watch.lets_work()
    pass_time(clock, steady, 0.5)
    still = watch.lets_work()
    pass_time(clock, steady, 0.6)

    assert (at_once, still, watch.lets_work()) == (False, False, True)
    assert jumps() == ['{"words":{"host":"here","seconds":3600}}']


def test_a_leap_that_is_taken_back_lets_nothing_out_meanwhile(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")
    clock.advance(HOUR)
    assert not watch.lets_work()

    clock.advance(-HOUR)

    assert watch.lets_work()
    assert len(jumps()) == 2


def test_small_steps_and_steps_back_hold_nothing_and_are_written_down(steady: Steady, clock: FrozenClock):
    watch = ClockWatch("here")

    clock.advance(60 * SECOND)
    assert watch.lets_work()
    pass_time(clock, steady, 100)
    clock.advance(-HOUR)
    assert watch.lets_work()

    assert len(jumps()) == 2


def test_workers_of_one_host_write_a_jump_down_once(steady: Steady, clock: FrozenClock):
    first, second = ClockWatch("here"), ClockWatch("here")
    clock.advance(HOUR)

    first.lets_work()
    second.lets_work()

    assert len(jumps()) == 1
    state = db.session.scalars(select(SchedulerState)).one()
    assert (state.last_jump_s, state.last_jump_at) == (3600, MOMENT + HOUR)
