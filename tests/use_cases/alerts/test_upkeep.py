"""Periodic work: once for all workers, and each task does what it is for."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.support.builders import a_customer, a_manager, a_team, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import SignInAttempt, SignInSession
from tracker.alerts.jobs.upkeep import TASKS, Task, end_sessions, make_check_ins, run_task, tidy_up
from tracker.alerts.records import TaskRun, Worker
from tracker.alerts.use_cases.upkeep import WorkerFacts, beat, register_worker, sign_off
from tracker.customers.records import Customer, Tier
from tracker.kernel.extensions import db
from tracker.promises.records import Kind, Promise

HOUR = timedelta(hours=1)
WORKER = WorkerFacts(id="w-1", host="here", pid=7, version="")


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


def busy() -> bool:
    """Say that nobody wants the worker to stop."""
    return False


def count(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0


def test_a_task_runs_once_in_its_time_however_many_workers_tick(context, clock: FrozenClock):
    runs: list[int] = []
    task = Task("test", HOUR, lambda _is_stopping: runs.append(1))

    ticks = [run_task(task, busy) for _ in range(3)]

    assert ticks == [True, False, False]
    assert len(runs) == 1


def test_a_task_runs_again_when_its_next_time_has_come(context, clock: FrozenClock):
    runs: list[int] = []
    task = Task("test", HOUR, lambda _is_stopping: runs.append(1))

    run_task(task, busy)
    clock.advance(HOUR)
    run_task(task, busy)

    assert len(runs) == 2


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_every_task_runs_on_an_empty_installation(context, task: Task):
    assert run_task(task, busy)


def test_a_customer_whose_turn_has_come_is_promised_a_check_in(context, store):
    with store() as session:
        team = a_team(session)
        a_manager(session, "Max", of=team)
        customer = a_customer(session, team=team)
        customer.tier_id = session.scalars(select(Tier.id).where(Tier.check_in_days.is_not(None)).limit(1)).one()
        customer.next_check_in_at = MOMENT

    make_check_ins(busy)

    asked = select(Kind.key).join(Promise, Promise.kind_id == Kind.id).where(Promise.customer_id == customer.id)
    assert db.session.scalars(asked).all() == ["check_in"]


def test_a_worker_that_is_stopping_leaves_check_ins_to_the_next_run(context, store):
    with store() as session:
        customer = a_customer(session)
        customer.next_check_in_at = MOMENT

    make_check_ins(lambda: True)

    assert db.session.scalars(select(Customer.next_check_in_at)).all() == [MOMENT]


def test_customers_of_a_rhythmic_tier_get_a_turn(context, store):
    with store() as session:
        customer = a_customer(session)
        customer.tier_id = session.scalars(select(Tier.id).where(Tier.check_in_days.is_not(None)).limit(1)).one()

    make_check_ins(busy)

    turn = db.session.scalars(select(Customer.next_check_in_at).where(Customer.id == customer.id)).one()
    assert turn is not None
    assert turn > MOMENT


def test_sign_ins_that_rested_too_long_end_and_others_stay(context, store):
    with store() as session:
        anna = an_agent(session)
        for number, seen_at in enumerate((MOMENT - 13 * HOUR, MOMENT - HOUR, MOMENT - timedelta(days=100))):
            begun = {"account_id": anna.id, "token_hash": str(number), "program": ""}
            session.add(SignInSession(**begun, started_at=seen_at, seen_at=seen_at))
        session.add(SignInAttempt(key="old", window_start=MOMENT - timedelta(days=2), failures=3))

    end_sessions(busy)

    ended = {row.token_hash: row.ended_at for row in db.session.scalars(select(SignInSession))}
    assert ended == {"0": MOMENT, "1": None}
    assert count(SignInAttempt) == 0


def test_old_runs_and_dead_workers_are_forgotten(context, store, clock: FrozenClock):
    with store() as session:
        register_worker(session, WORKER, MOMENT)
        session.add(TaskRun(task_key="old", run_at=MOMENT, claimed_at=MOMENT))
    clock.advance(timedelta(days=31))

    tidy_up(busy)

    assert (count(Worker), count(TaskRun)) == (0, 0)


def test_a_worker_shows_that_it_is_alive_and_signs_off(context, store):
    with store() as session:
        register_worker(session, WORKER, MOMENT)
        beat(session, WORKER.id, MOMENT + HOUR)
        assert session.scalars(select(Worker.heartbeat_at)).one() == MOMENT + HOUR

    with store() as session:
        sign_off(session, WORKER.id)

    assert count(Worker) == 0


def test_a_worker_that_fell_silent_is_still_listed(context, store, clock: FrozenClock):
    with store() as session:
        register_worker(session, WORKER, MOMENT)
        session.execute(update(Worker).values(heartbeat_at=MOMENT))
    clock.advance(timedelta(days=2))

    tidy_up(busy)

    assert count(Worker) == 1
