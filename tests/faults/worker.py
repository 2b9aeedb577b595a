"""A real worker that meets with an accident: it runs as `flask work` does, and ends or freezes where it is told.

Everything here happens in a process of its own, which `multiprocessing` forks from one that has imported it already.
"""

import os
import time
import zoneinfo
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from flask import Flask
from sqlalchemy import Connection, event

from config import Settings
from tests.faults.ledger import Ledger
from tests.faults.safeguards import WITHOUT, put
from tests.faults.traps import Accident, set_traps
from tracker import worker
from tracker.alerts.jobs import sending
from tracker.alerts.queries import delivering as queries
from tracker.alerts.rules import delivering, endpoints
from tracker.app import create_app
from tracker.kernel import extensions
from tracker.kernel.processes import stop_on_signals

LEASE_S = 5.0
"""Shorter than in life, since tests wait for its end; long enough that a busy machine alone never outlasts it."""
IDLE_S = 40.0
"""How long PostgreSQL waits for somebody who is frozen amid a transaction; longer than tests look on meanwhile."""
PAUSE_S = 0.25
"""How long a message that failed waits, whichever time it was."""
UNLIMITED = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a worker is told. `without` takes one of its safeguards away, `zones` is a folder with other time zones.

    `patience_s` is how long a message may take: who gives up on one that is only slow sends it twice.
    It reads its clock from `clock`, a file that says by how many seconds it is off. While the file `full` is there, the
    disk is full as far as SQLite is concerned.
    """

    database_url: str
    mail_url: str
    web_place: str
    ledger: Path
    clock: Path
    full: Path
    zones: Path | None
    without: str
    lease_s: float
    patience_s: float
    accident: Accident


def work(orders: Orders) -> None:
    """Work until told to stop, or until the accident."""
    _complain_to(orders.ledger.with_suffix(".complaints"))
    _shorten_times(orders.lease_s)
    if orders.zones is not None:
        zoneinfo.reset_tzpath([orders.zones])
    if orders.without:
        WITHOUT[orders.without]()
    app = create_app(_settings(orders), clock=lambda: shown_by(orders.clock))
    _shorten_patience(app, orders.patience_s)
    _watch_disk(app, orders.full)
    set_traps(app, orders.accident, Ledger(orders.ledger))
    stop = Event()
    stop_on_signals(stop)
    worker.run(app, stop)


def shown_by(clock: Path) -> datetime:
    """Return the time on a clock that is off by what a file says."""
    return datetime.fromtimestamp(time.time() + float(clock.read_text()), UTC)


def _settings(orders: Orders) -> Settings:
    return Settings(
        database_url=orders.database_url,
        mail_url=orders.mail_url,
        mail_from="promises@example.org",
        outbound_allow=(orders.web_place,),
        log_level="WARNING",
    )


def _complain_to(file: Path) -> None:
    complaints = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(complaints, 2)


def _shorten_times(lease_s: float) -> None:
    for module in (delivering, queries, sending):
        put(module, "LEASE", timedelta(seconds=lease_s))
    put(delivering, "PAUSES", (timedelta(seconds=PAUSE_S),) * len(delivering.PAUSES))
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        put(endpoints, name, timedelta(seconds=PAUSE_S))
    put(worker, "AFTER_A_FAULT_S", 0.5)
    put(extensions, "LONGEST_IDLE_S", IDLE_S)


def _shorten_patience(app: Flask, patience_s: float) -> None:
    mailer = app.extensions["mailer"]
    app.extensions["mailer"] = replace(mailer, server=replace(mailer.server, total_s=patience_s))
    app.extensions["outbound"] = replace(app.extensions["outbound"], total_s=patience_s)


def _watch_disk(app: Flask, full: Path) -> None:
    """Let the database grow no more while a file is there: SQLite then says what it says of a full disk."""

    def limit(connection: Connection) -> None:
        most = 1 if full.exists() else UNLIMITED
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    with app.app_context():
        if extensions.db.engine.dialect.name == "sqlite":
            event.listen(extensions.db.engine, "begin", limit)
