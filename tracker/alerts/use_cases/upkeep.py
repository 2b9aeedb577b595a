"""Workers and their periodic tasks: signs of life, one run of a task for all workers, clocks that jump, tidying up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import SchedulerState, TaskRun, Worker
from tracker.alerts.rules import clocks
from tracker.audit import use_cases as audit
from tracker.audit.rules import Happening

RUNS_KEPT_FOR = timedelta(days=30)
WORKERS_KEPT_FOR = timedelta(days=7)
THE_ONE = 1
"""The number of the one row about clocks."""
UNTOUCHED = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFacts:
    """One run of a worker process."""

    id: str
    host: str
    pid: int
    version: str


def register_worker(session: Session, worker: WorkerFacts, now: datetime) -> None:
    """Note that a worker has begun."""
    row = {"id": worker.id, "host": worker.host, "pid": worker.pid, "version": worker.version}
    session.execute(insert(Worker), [row | {"started_at": now, "heartbeat_at": now}])


def beat(session: Session, worker_id: str, now: datetime) -> None:
    """Note that a worker is alive."""
    alive = update(Worker).where(Worker.id == worker_id).values(heartbeat_at=now)
    session.execute(alive, execution_options={"synchronize_session": False})


def note_time(session: Session, now: datetime) -> None:
    """Note how late it is, so that a clock which was set back meanwhile is noticed even after a new start."""
    session.execute(insert_new(session, SchedulerState), [{"id": THE_ONE, "high_water_at": now}])
    later = update(SchedulerState).where(SchedulerState.high_water_at < now).values(high_water_at=now)
    session.execute(later, execution_options=UNTOUCHED)


def note_jump(session: Session, host: str, jumped: timedelta, now: datetime) -> bool:
    """Write down that the clock of a host was set; False when another worker of that host was quicker."""
    note_time(session, now)
    asked = select(SchedulerState.last_jump_s, SchedulerState.last_jump_at).with_for_update()
    last = session.execute(asked).one()
    if not clocks.is_news(jumped, now, last.last_jump_s, last.last_jump_at):
        return False
    seconds = round(jumped.total_seconds())
    session.execute(update(SchedulerState).values(last_jump_s=seconds, last_jump_at=now), execution_options=UNTOUCHED)
    words = {"host": host, "seconds": seconds}
    happening = Happening(kind="clock_jumped", subject_type="clock", subject_id=THE_ONE, actor_id=None, words=words)
    audit.record(session, happening, now)
    return True


def sign_off(session: Session, worker_id: str) -> None:
    """Forget a worker that stopped as it should: nobody has to miss it."""
    session.execute(delete(Worker).where(Worker.id == worker_id), execution_options={"synchronize_session": False})


def claim_run(session: Session, task_key: str, run_at: datetime, now: datetime) -> bool:
    """Take one run of a periodic task; False when another worker has it."""
    row = {"task_key": task_key, "run_at": run_at, "claimed_at": now}
    claim = insert_new(session, TaskRun).values(row).returning(TaskRun.task_key)
    return session.execute(claim).first() is not None


def tidy_up(session: Session, now: datetime) -> None:
    """Forget old runs of tasks, and workers that were killed long ago."""
    session.execute(delete(TaskRun).where(TaskRun.run_at < now - RUNS_KEPT_FOR))
    session.execute(delete(Worker).where(Worker.heartbeat_at < now - WORKERS_KEPT_FOR))
