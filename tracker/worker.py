"""The worker process: it sweeps, sends and ticks. The database holds what is due, so any number may run."""

import logging
import os
import random
import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from threading import Event, Thread

import click
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app
from flask.cli import with_appcontext

from config import ROOT, Settings
from tracker.alerts.jobs import sending, sweeping, upkeep
from tracker.alerts.jobs.clock_watch import ClockWatch, HeldBack
from tracker.alerts.queries.delivering import Taker
from tracker.alerts.rules import pacing
from tracker.alerts.rules.clocks import HELD_FOR_S
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases import upkeep as workers
from tracker.alerts.use_cases.upkeep import WorkerFacts
from tracker.capture import jobs as capturing
from tracker.feeds import jobs as invitations
from tracker.kernel import clock, logs
from tracker.kernel.commands import DatabaseCommand
from tracker.kernel.extensions import db, let_go_of_the_frozen, transaction
from tracker.kernel.processes import end_now, run_together, stop_on_signals
from tracker.portal import jobs as confirmations
from tracker.precedents import jobs as precedents
from tracker.reports import jobs as tallying
from tracker.surveys import jobs as surveys

log = logging.getLogger(__name__)

AFTER_A_FAULT_S = 2.0
HEARTBEAT = timedelta(seconds=10)
PATIENCE_S = 1.5
"""How long a stopping worker waits for the mail that is on its way; what is not told by then is repeated once."""


EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - named to give links an address that works
WEB_SERVER = ("--workers=2", "--threads=4", "--preload", "--graceful-timeout=2", "--no-control-socket")
"""Two processes for two cores; threads so that a slow client holds up nobody; connections end within two seconds."""


def run(app: Flask, stop: Event) -> None:
    """Work until `stop` is set. It may be killed at any moment: nothing is lost, in-app nothing doubled."""
    with app.app_context():
        let_go_of_the_frozen(db.engine)
        worker = _Worker(app, stop)
        worker.begin()
        try:
            worker.sweep_until_stopped()
        finally:
            worker.end()


class _Worker:
    """One run of a worker: the sweep in this thread, sending and the scheduler in theirs.

    Each channel has one thread of its own: a server that hangs holds up neither the sweep nor the other channels,
    and a worker that is killed leaves one message a channel at most of which nobody knows whether it arrived. More
    workers send more.
    """

    def __init__(self, app: Flask, stop: Event) -> None:
        self.app = app
        self.stop = stop
        self.bells = {channel: Event() for channel in sending.CHANNELS}
        self.facts = WorkerFacts(id=str(uuid.uuid4()), host=socket.gethostname(), pid=os.getpid(), version="")
        self.beaten_at = clock.now()
        self.watch = ClockWatch(self.facts.host)
        self.senders = [
            Thread(target=self._send, args=(channel,), name=f"sender-{channel}", daemon=True) for channel in self.bells
        ]
        self.scheduler = _scheduler(app, stop)

    def begin(self) -> None:
        """Sign on, and start what runs beside the sweep."""
        with transaction() as session:
            workers.register_worker(session, self.facts, clock.now())
            workers.note_time(session, clock.now())
        for sender in self.senders:
            sender.start()
        self.scheduler.start()
        log.info("worker %s works", self.facts.id)

    def end(self) -> None:
        """Stop everything and sign off."""
        self.stop.set()
        self._ring()
        self.scheduler.shutdown(wait=False)
        ends_at = time.monotonic() + PATIENCE_S
        for sender in self.senders:
            sender.join(max(0.0, ends_at - time.monotonic()))
        with transaction() as session:
            workers.sign_off(session, self.facts.id)
        log.info("worker %s has stopped", self.facts.id)

    def sweep_until_stopped(self) -> None:
        """Sweep, ring for the sender when there may be mail, wait for the next moment."""
        while not self.stop.is_set():
            self.stop.wait(self._safely(self._round))

    def _round(self) -> float:
        """Do what is due and return for how many seconds nothing will be."""
        self._beat()
        done = sweeping.sweep(self._breathe, self.watch.now)
        if done:
            self._ring()
            return pacing.after_work(done, sweeping.next_firing(), clock.now())
        return pacing.until(sweeping.next_moment(), clock.now(), _jittered(pacing.LONGEST_S))

    def _breathe(self, seconds: float) -> bool:
        """Pause after a row, and return whether to stop. However much there is to do, a worker shows that it lives."""
        self._beat()
        return self.stop.wait(seconds)

    def _beat(self) -> None:
        now = clock.now()
        if abs(now - self.beaten_at) >= HEARTBEAT:
            with transaction() as session:
                workers.beat(session, self.facts.id, now)
                workers.note_time(session, now)
            self.beaten_at = now

    def _ring(self) -> None:
        for bell in self.bells.values():
            bell.set()

    def _send(self, channel: Channel) -> None:
        bell = self.bells[channel]
        with self.app.app_context():
            while not self.stop.is_set():
                bell.clear()
                bell.wait(self._safely(lambda: self._send_batch(channel)))

    def _send_batch(self, channel: Channel) -> float:
        is_busy = sending.send_waiting(Taker(self.facts.id, channel), self.stop.wait, self.watch.now) > 0
        return 0.0 if is_busy else _jittered(pacing.LONGEST_S)

    def _safely(self, work: Callable[[], float]) -> float:
        """Do a round. A fault ends the round, never the worker: the next one finds the same rows."""
        try:
            return work()
        except HeldBack:
            return HELD_FOR_S
        except Exception:
            log.exception("a round of work failed; trying again")
            return AFTER_A_FAULT_S
        finally:
            db.session.remove()


def _jittered(seconds: float) -> float:
    """Spread the looks of several workers."""
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load


def _tasks(settings: Settings) -> Iterator[upkeep.Task]:
    """Yield what every room wants done every so often."""
    yield from upkeep.tasks(settings)
    yield from capturing.tasks(settings)
    for room in (invitations, confirmations, surveys, tallying, precedents):
        yield from room.TASKS


def _scheduler(app: Flask, stop: Event) -> BackgroundScheduler:
    """APScheduler only ticks: it remembers nothing, and the database decides who runs a task."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for task in _tasks(app.extensions["settings"]):
        every = task.every.total_seconds()
        scheduler.add_job(
            _tick, "interval", args=(app, task, stop.is_set), seconds=every, id=task.key, next_run_time=clock.now()
        )
    return scheduler


def _tick(app: Flask, task: upkeep.Task, is_stopping: upkeep.IsStopping) -> None:
    with app.app_context():
        upkeep.run_task(task, is_stopping)


@click.command("work", cls=DatabaseCommand)
@with_appcontext
def work() -> None:
    """Plan and send alerts, and do what is due every so often, until stopped. Any number may run."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    settings: Settings = app.extensions["settings"]
    logs.configure(settings.log_level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = Event()
    stop_on_signals(stop)
    run(app, stop)
    end_now(PATIENCE_S)


@click.command("run-all")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=5000, show_default=True, help="On which port to listen.")
def run_all(host: str, port: int) -> None:
    """Run the pages and one worker together; both stop when one does, or when this is stopped."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    reached_at = f"http://127.0.0.1:{port}" if host in EVERYWHERE else f"http://{address}"
    environment = {"BASE_URL": reached_at} | os.environ
    commands = [
        [sys.executable, "-m", "gunicorn", "--bind", address, *WEB_SERVER, "wsgi:app"],
        [sys.executable, "-m", "flask", "work"],
    ]
    sys.exit(run_together(commands, ROOT, environment))
