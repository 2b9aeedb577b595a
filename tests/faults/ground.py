"""Where accidents are staged: a company with promises, a mail server that writes down what it takes, workers."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import NamedTuple

from tests.conftest import Store
from tests.faults.books import Books
from tests.faults.ledger import Ledger, Message, Verdict, Wanted, judge
from tests.faults.receivers import MailServer, WebServer
from tests.faults.traps import Accident
from tests.faults.worker import LEASE_S, Orders, shown_by, work
from tests.support.alerts import a_prompt_team
from tests.support.builders import a_customer, a_promise
from tests.support.databases import Database
from tests.support.endpoints import an_endpoint
from tests.support.http_sink import answering
from tests.support.programs import PATIENCE_S, free_port, wait_until
from tests.support.smtp_sink import serving
from tracker.accounts.records import OfficeSlot
from tracker.alerts.rules.ladders import Channel
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due, State

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.worker"])
OPEN_AROUND_THE_CLOCK = ((0, 1440),) * 7
SOON = timedelta(seconds=1.5)
"""Long enough for the sweep to plan what falls due then."""
BITE = 100
LONGER_THAN_ANY_PAUSE_S = 60.0
"""A lease as in life: where nobody is killed none may end, however little of a machine eight workers get."""
LONGER_THAN_ANY_ANSWER_S = 20.0
SHORT_S = 2.0
"""How long workers wait for servers that never answer, where a test has such."""


class Lead(NamedTuple):
    """When a rung tells: so many seconds after the due, in office hours or by the clock."""

    s: int
    is_office: bool = False


AT_DUE = Lead(0)


class Ground:
    """One company, one ledger, any number of workers. `without` names the safeguard that its workers lack."""

    def __init__(self, database: Database, store: Store, folder: Path) -> None:
        self.database = database
        self.store = store
        self.books = Books(store)
        self.ledger = Ledger(folder / "ledger")
        self.wanted = Wanted()
        self.without = ""
        self.lease_s = LEASE_S
        self.patience_s = LONGER_THAN_ANY_ANSWER_S
        self.workers: list[ForkServerProcess] = []
        self.people: list[Viewer] = []
        self.customer_id = 0
        self._clock = folder / "clock"
        self.full = folder / "full"
        self._port = free_port()
        self.web = WebServer(self.ledger)
        self.off = timedelta()
        self.set_clock(self.off)

    # ---- time and mail -------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The time on the clock of the workers."""
        return shown_by(self._clock)

    def set_clock(self, off: timedelta) -> None:
        """Let the clock of the workers differ from ours by so much from now on."""
        self.off = off
        new = self._clock.with_suffix(".new")
        new.write_text(str(off.total_seconds()))
        new.replace(self._clock)

    @contextmanager
    def web_server(self, answer: str) -> Iterator[WebServer]:
        """Run the web server."""
        self.web.answer = answer
        with answering(self.web):
            yield self.web

    @contextmanager
    def mail_server(self, *, takes_s: float = 0.0, **answers: str) -> Iterator[MailServer]:
        """Run the mail server; `answers` are what it says otherwise than usual."""
        receiver = MailServer(self.ledger, self._port, takes_s)
        receiver.answers = answers
        with serving(receiver):
            yield receiver

    # ---- the company -----------------------------------------------------------------------------

    def staff(
        self,
        slots: Sequence[tuple[int, int]] = OPEN_AROUND_THE_CLOCK,
        zone: str = "Europe/Berlin",
        rungs: Sequence[Lead] = (AT_DUE,),
        channel: Channel = Channel.MAIL,
    ) -> None:
        """Make a team with a manager; its ladder tells owners in the app and outside, by default once, at the due."""
        with self.store() as session:
            hours = [OfficeSlot(weekday=day, opens_minute=o, closes_minute=c) for day, (o, c) in enumerate(slots)]
            steps = [(lead.s, lead.is_office) for lead in rungs]
            self.people = a_prompt_team(session, hours, steps, zone=zone, channel=channel)
            self.customer_id = a_customer(session).id
            if channel is Channel.WEBHOOK:
                for person in self.people:
                    an_endpoint(session, self.web.address(person.id), of=person)

    def promise(
        self, dues: Sequence[datetime], said_at: datetime | None = None, tell_at: datetime | None = None
    ) -> list[int]:
        """Log promises, some at a time so that workers may write meanwhile; each owner is to be told once, then."""
        numbers: list[int] = []
        for start in range(0, len(dues), BITE):
            with self.store() as session:
                for due in dues[start : start + BITE]:
                    owner = self.people[len(numbers) % len(self.people)]
                    at = said_at or min(self.now, due - timedelta(hours=1))
                    promise = a_promise(session, owner, now=at, due=Due(due), customer_id=self.customer_id)
                    numbers.append(promise.id)
                    self.wanted.add([Message(promise.id, owner.id)], tell_at or due)
        return numbers

    def settle(self, promises: Sequence[int]) -> None:
        """Keep promises, and write down when everybody could know."""
        with self.store() as session:
            for number in promises:
                promise = session.get_one(Promise, number)
                promise.change(self.now, state=State.KEPT.value, settled_at=self.now, kept_at=self.now)
        self.wanted.settle(promises)
        for number in promises:
            self.ledger.write(what="settled", promise=number)

    # ---- workers ---------------------------------------------------------------------------------

    def work(self, zones: Path | None = None, **accident: object) -> ForkServerProcess:
        """Start a worker, and tell it which accident it meets with."""
        told = Orders(
            database_url=self.database.url,
            mail_url=f"smtp://127.0.0.1:{self._port}",
            ledger=self.ledger.file,
            clock=self._clock,
            full=self.full,
            web_place=f"127.0.0.1:{self.web.port}",
            without=self.without,
            lease_s=self.lease_s,
            patience_s=self.patience_s,
            zones=zones,
            accident=Accident(**accident),  # type: ignore[arg-type]
        )
        worker = FORKS.Process(target=work, args=(told,))
        worker.start()
        self.workers.append(worker)
        return worker

    def wake(self, worker: ForkServerProcess) -> None:
        """Let a frozen worker go on."""
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGCONT)

    def stop(self, worker: ForkServerProcess) -> None:
        """End a worker as it should be ended."""
        worker.terminate()
        worker.join(PATIENCE_S)
        assert worker.exitcode == 0

    def dismiss(self) -> None:
        """End every worker; whatever is left of one is killed."""
        for worker in self.workers:
            worker.kill()
        for worker in self.workers:
            worker.join()
        self.workers.clear()
        self.web.listener.close()

    # ---- what came of it -------------------------------------------------------------------------

    def wait(self, happened: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Wait until something has happened."""
        wait_until(happened, patience_s)

    def arrived(self) -> int:
        """Return how many messages arrived."""
        return len(self.ledger.read("message"))

    def frozen(self) -> int:
        """Return how many workers were frozen."""
        return len(self.ledger.read("frozen"))

    def finish(self, patience_s: float = PATIENCE_S) -> None:
        """Wait until everything is done."""
        self.wait(lambda: not self.books.left(), patience_s)

    def verdict(self) -> Verdict:
        """Compare what arrived with what was wanted."""
        return judge(self.ledger, self.wanted, self.off)

    def complaints(self, of: str) -> int:
        """Return how often workers complained of something."""
        file = self.ledger.file.with_suffix(".complaints")
        return file.read_text().count(of) if file.exists() else 0
