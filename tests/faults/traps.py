"""Accidents: a worker ends or freezes at a step of its work, as if somebody had pulled the plug just then."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from tests.faults.ledger import Ledger
from tests.faults.safeguards import put
from tracker.alerts.jobs import sending, sweeping
from tracker.alerts.use_cases import delivering
from tracker.kernel import extensions
from tracker.kernel.mail import Mail, Mailer

USE_CASES = {"claim_deliveries": "claim", "begin_delivery": "guard", "finish_delivery": "ack"}
POINTS = tuple(f"{where}_{what}" for what in ("plan", "fire", "claim", "guard", "ack") for where in ("in", "after"))
POINTS += ("sent",)
"""Where an accident may happen: in a transaction, after its end, and between a mail server's last word and our note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """What happens at the `on_pass`-th pass of a point.

    Sending about promise `kills` ends the worker each time, planning promise `breaks` raises.
    """

    at: str = ""
    on_pass: int = 1
    freezes: bool = False
    kills: int = 0
    breaks: int = 0


class Gate:
    """Knows which connections are writing, and can keep others from beginning to.

    Whoever is frozen while one of its threads holds SQLite's only write lock stops everybody: that is its nature, and
    not what is looked for here.
    """

    def __init__(self, engine: Engine) -> None:
        self._change = threading.Condition()
        self._writing: set[int] = set()
        event.listen(engine, "begin", self._begin, insert=True)
        event.listen(engine, "checkin", self._end)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Let nobody write."""
        with self._change:
            self._change.wait_for(lambda: not self._writing, timeout=30)
            yield

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            with self._change:
                self._writing.add(id(connection.connection.dbapi_connection))

    def _end(self, connection: DBAPIConnection | None, _record: object) -> None:
        with self._change:
            self._writing.discard(id(connection))
            self._change.notify_all()


class Trap:
    """Springs when its point is passed for the n-th time, and writes that down before."""

    def __init__(self, accident: Accident, gate: Gate, ledger: Ledger) -> None:
        self._accident = accident
        self._gate = gate
        self._left = accident.on_pass
        self._ledger = ledger

    def passed(self, point: str) -> None:
        """Notice that a point was passed."""
        if point == self._accident.at:
            self._left -= 1
            if self._left == 0:
                self.spring(point)

    def spring(self, point: str) -> None:
        """Let the accident happen."""
        is_writing = point.startswith("in_")
        with self._gate.closed() if self._accident.freezes and not is_writing else nullcontext():
            word, number = ("frozen", signal.SIGSTOP) if self._accident.freezes else ("killed", signal.SIGKILL)
            self._ledger.write(what=word, point=point, pid=os.getpid())
            # Sent to this very thread: one that went on for a moment could begin to write while the others stand still.
            signal.pthread_kill(threading.get_ident(), number)


def set_traps(app: Flask, accident: Accident, ledger: Ledger) -> None:
    """Let a worker meet with its accident."""
    with app.app_context():
        trap, last = Trap(accident, Gate(extensions.db.engine), ledger), threading.local()

    def watched(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def watched_act(*given: Any, **named: Any) -> Any:
            last.done = name
            outcome = act(*given, **named)
            trap.passed(f"in_{name}")
            return outcome

        return watched_act

    @contextmanager
    def transaction() -> Iterator[Any]:
        last.done = ""
        with extensions.transaction() as session:
            yield session
        trap.passed(f"after_{last.done}")

    for module in (sending, sweeping):
        put(module, "transaction", transaction)
    for use_case, name in USE_CASES.items():
        put(delivering, use_case, watched(name, getattr(delivering, use_case)))
    steps = tuple(replace(step, act=watched(step.name, _breaking(step, accident.breaks))) for step in sweeping.STEPS)
    put(sweeping, "STEPS", steps)
    app.extensions["mailer"] = _Mailer(app.extensions["mailer"], trap, accident.kills)


def _breaking(step: sweeping.Step, promise_id: int) -> Callable[..., Any]:
    def act(session: Any, number: int, *given: Any) -> Any:
        if step.name == "plan" and number == promise_id:
            raise ValueError("a row that nobody can plan")
        return step.act(session, number, *given)

    return act


class _Mailer:
    """Sends as the real one does, and may end the worker over it."""

    def __init__(self, mailer: Mailer, trap: Trap, kills: int) -> None:
        self._mailer = mailer
        self._trap = trap
        self._poison = f"p{kills}:"

    def send(self, mail: Mail) -> str:
        if mail.key.startswith(self._poison):
            self._trap.spring("poison")
        said = self._mailer.send(mail)
        self._trap.passed("sent")
        return said
