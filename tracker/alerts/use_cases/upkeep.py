"""Workers and their periodic tasks: signs of life, one run of a task for all workers, tidying up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import TaskRun, Worker

RUNS_KEPT_FOR = timedelta(days=30)
WORKERS_KEPT_FOR = timedelta(days=7)


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
