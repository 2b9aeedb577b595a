"""Periodic work that is no alert. Every worker ticks; the database lets one of them run each time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app

from config import Settings
from tracker.accounts.datastore import session_limits
from tracker.accounts.use_cases import expiry
from tracker.alerts.jobs.sweeping import read
from tracker.alerts.queries.health import vitals
from tracker.alerts.rules.health import examine
from tracker.alerts.use_cases import digests, upkeep
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel import clock, watchdogs
from tracker.kernel.extensions import transaction
from tracker.promises.queries import check_ins as queries
from tracker.promises.use_cases import checking_in

log = logging.getLogger(__name__)

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MOST_AT_ONCE = 500


IsStopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done every so often, by one worker each time."""

    key: str
    every: timedelta
    run: Callable[[IsStopping], None]


def run_task(task: Task, is_stopping: IsStopping) -> bool:
    """Run a task unless another worker has this run of it; return whether it was run here."""
    now = clock.now()
    run_at = EPOCH + (now - EPOCH) // task.every * task.every
    with transaction() as session:
        is_ours = upkeep.claim_run(session, task.key, run_at, now)
    if is_ours:
        task.run(is_stopping)
    return is_ours


def make_check_ins(is_stopping: IsStopping) -> None:
    """Promise the check-ins whose turn has come, each customer on its own; what is left waits for the next run."""
    with transaction() as session:
        checking_in.spread_turns(session, clock.now(), most=MOST_AT_ONCE)
    now = clock.now()
    for customer_id in read(lambda session: queries.customers_due_for_check_in(session, now, MOST_AT_ONCE)):
        if is_stopping():
            return
        try:
            with transaction() as session:
                checking_in.plan_check_in(session, customer_id, clock.now())
        except Exception:
            log.exception("no check-in could be planned for customer %s", customer_id)


def write_digests(_is_stopping: IsStopping) -> None:
    """Let the digests whose hour has come wait to be sent."""
    with transaction() as session:
        digests.write_digests(session, Offices.read(session), clock.now())


def end_sessions(_is_stopping: IsStopping) -> None:
    """End sign-ins that rested or lasted too long."""
    with transaction() as session:
        expiry.end_expired_sessions(session, session_limits(), clock.now())
        expiry.forget_attempts(session, clock.now())


def tidy_up(_is_stopping: IsStopping) -> None:
    """Forget what the worker itself left behind."""
    with transaction() as session:
        upkeep.tidy_up(session, clock.now())


def report_to_watchdog(_is_stopping: IsStopping) -> None:
    """Call the dead man's switch as long as alerts go out in time; its silence is what somebody is told of."""
    settings: Settings = current_app.extensions["settings"]
    health = examine(read(lambda session: vitals(session, clock.now())), clock.now())
    if not health.is_well:
        log.warning("alerts are %s by %.0f s: the watchdog is not called", health.condition, health.lag.total_seconds())
        return
    try:
        watchdogs.call(settings.watchdog_url)
    except OSError as fault:
        log.warning("the watchdog cannot be called: %s", fault)


TASKS = (
    Task("digests", timedelta(minutes=5), write_digests),
    Task("check_ins", timedelta(minutes=15), make_check_ins),
    Task("end_sessions", timedelta(hours=1), end_sessions),
    Task("tidy_up", timedelta(days=1), tidy_up),
)
REPORT = Task("watchdog", timedelta(minutes=1), report_to_watchdog)


def tasks(settings: Settings) -> tuple[Task, ...]:
    """Return what is to be done in an installation with these settings."""
    return (*TASKS, REPORT) if settings.watchdog_url else TASKS
