"""Whatever people, clocks and accidents do in whatever order, everybody is told what a simple model says, once."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import ModuleType

from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from tests.conftest import Store
from tests.faults.model import BACK, Model, Owed
from tests.support.alerts import run_senders, run_sweep
from tests.support.builders import a_customer, a_manager, a_promise, a_team, an_agent
from tests.support.clock import MOMENT, FrozenClock
from tests.support.databases import Database
from tracker.accounts.records import Absence, Account, OfficeSlot
from tracker.alerts.jobs import sending, sweeping
from tracker.alerts.records import Alert, Ladder, Notice, Rung
from tracker.alerts.rules.delivering import LEASE
from tracker.alerts.use_cases.acknowledging import Acknowledge, acknowledge
from tracker.kernel import extensions
from tracker.kernel.extensions import db
from tracker.kernel.mail import Mail
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.renegotiating import RenegotiatePromise, renegotiate_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

EXAMPLES = int(os.environ.get("FAULT_EXAMPLES", "15"))
SECOND, HALF = timedelta(seconds=1), timedelta(minutes=30)
LEADS = st.integers(-6, 6).map(lambda n: n * HALF)
MOST_STEPS = 60
STEPS = 25
PHASES = (Phase.explicit, Phase.generate)
"""Whoever wants a shorter story lets it shrink as well: that takes minutes."""


class Crash(BaseException):
    """The process is gone: nothing catches this."""


class World:
    """The application with a company in it, and what its mail server took."""

    def __init__(self, app: Flask, store: Store, clock: FrozenClock, database: Database) -> None:
        self.app, self.store, self.clock, self.database = app, store, clock, database


class Telling(RuleBasedStateMachine):
    """People make promises and change them, somebody is away, time passes, workers die."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.store, self.app = self.world.clock, self.world.store, self.world.app
        self.clock.moment = MOMENT
        with self.app.app_context():
            self.world.database.empty(db.engine)
        self.app.extensions["mailer"] = self
        self.steps_left: int | None = None
        self.crashes = 0
        self.mails: Counter[str] = Counter()
        self.heard: set[int] = set()
        self._found_company()

    def _found_company(self) -> None:
        with self.store() as session:
            team = a_team(session)
            team.slots.clear()
            session.flush()
            team.slots = [OfficeSlot(weekday=day, opens_minute=0, closes_minute=1440) for day in range(7)]
            manager = a_manager(session, "Max", of=team)
            self.people = [an_agent(session, name, team=team) for name in ("Anna", "Ben")]
            anna, ben = (person.id for person in self.people)
            for one, other in ((anna, ben), (ben, anna)):
                session.get_one(Account, one).deputy_id = other
            ladder = Ladder(name="Owners", team_id=team.id)
            session.add(ladder)
            session.flush()
            self.ladder_id, self.customer_id = ladder.id, a_customer(session).id
        self.model = Model(manager=manager.id, deputy={anna: ben, ben: anna})
        self.change_rung(place=1, lead=timedelta())
        self.change_rung(place=2, lead=-2 * HALF)

    # ---- what people do --------------------------------------------------------------------------

    @rule(n=st.integers(0, 1), ahead=st.integers(1, 12))
    def promise(self, n: int, ahead: int) -> None:
        self.clock.advance(SECOND)
        due = self._in(ahead)
        with self.store() as session:
            made = a_promise(session, self.people[n], now=self.clock(), due=Due(due), customer_id=self.customer_id)
        self.model.promises[made.id] = Owed(owner=self.people[n].id, due=due, since=self.clock())

    @rule(data=st.data(), ahead=st.integers(1, 12))
    @precondition(lambda self: self.open)
    def agree_another_date(self, data: st.DataObject, ahead: int) -> None:
        self.clock.advance(SECOND)
        number, due = data.draw(st.sampled_from(self.open)), self._in(ahead)
        owed = self.model.promises[number]
        if due == owed.due:
            return
        with self.store() as session:
            version = session.get_one(Promise, number).row_version
            asked = RenegotiatePromise(
                promise_id=number, actor=self._of(owed), seen_version=version, due=Due(due), reason="x", informed=None
            )
            renegotiate_promise(session, asked, self.clock())
        owed.agree(due, self.clock())

    @rule(data=st.data())
    @precondition(lambda self: self.open)
    def keep(self, data: st.DataObject) -> None:
        self.clock.advance(SECOND)
        number = data.draw(st.sampled_from(self.open))
        owed = self.model.promises[number]
        with self.store() as session:
            version = session.get_one(Promise, number).row_version
            kept = Settlement(outcome=State.WITHDRAWN, note="They found it themselves.")
            asked = SettlePromise(promise_id=number, actor=self._of(owed), seen_version=version, settlement=kept)
            settle_promise(session, asked, self.clock())
        owed.is_open = False

    @rule(data=st.data(), ahead=st.integers(1, 6))
    @precondition(lambda self: self.open)
    def be_on_it(self, data: st.DataObject, ahead: int) -> None:
        self.clock.advance(SECOND)
        number, until = data.draw(st.sampled_from(self.open)), self._in(ahead)
        owed = self.model.promises[number]
        with self.store() as session:
            acknowledge(session, Acknowledge(promise_id=number, actor=self._of(owed), until=until), self.clock())
        owed.acknowledge(until, self.clock())

    @rule(place=st.integers(1, 3), lead=LEADS)
    def change_rung(self, place: int, lead: timedelta) -> None:
        self.clock.advance(SECOND)
        with self.store() as session:
            asked = select(Rung).where(Rung.ladder_id == self.ladder_id, Rung.position == place)
            rung = session.scalars(asked).one_or_none() or Rung(ladder_id=self.ladder_id, position=place)
            rung.offset_s, rung.in_office_time = round(lead.total_seconds()), False
            rung.audience, rung.channels = "owner", "app,mail"
            session.add(rung)
            session.flush()
            self.model.rungs[rung.id] = lead

    @rule(n=st.integers(0, 1))
    def leave_or_return(self, n: int) -> None:
        who = self.people[n].id
        self.model.away ^= {who}
        with self.store() as session:
            if who in self.model.away:
                ever = {"first_day": date(2020, 1, 1), "last_day": date(2030, 1, 1)}
                session.add(Absence(account_id=who, deputy_id=self.model.deputy[who], **ever))
            else:
                session.execute(delete(Absence).where(Absence.account_id == who))

    # ---- time and workers ------------------------------------------------------------------------

    @rule(halves=st.integers(1, 8))
    def time_passes(self, halves: int) -> None:
        self.clock.advance(halves * HALF)

    @rule()
    def work(self) -> None:
        self._work()
        self._check()

    @rule(steps=st.integers(1, MOST_STEPS))
    def work_and_die(self, steps: int) -> None:
        self.steps_left = steps
        try:
            self._work()
        except Crash:
            self.crashes += 1
            self.clock.advance(LEASE)
        self.steps_left = None
        self._work()
        self._check()

    def _work(self) -> None:
        with self.app.app_context(), stepping(self.step):
            run_sweep()
            run_senders()

    def step(self) -> None:
        """Go one step further, or die."""
        if self.steps_left is not None:
            self.steps_left -= 1
            if self.steps_left <= 0:
                raise Crash

    def send(self, mail: Mail) -> str:
        """Take a mail, as the mail server."""
        self.mails[mail.key] += 1
        owed = self.model.promises[int(mail.key[1:].partition(":")[0])]
        assert owed.is_open, "it was settled"
        assert any(moment <= self.clock() for _number, moment in self.model.moments(owed)), "it is early"
        assert mail.is_possible_repeat or self.mails[mail.key] == 1, "a repeat does not say so"
        self.step()
        return "250 taken"

    # ---- what must be true -----------------------------------------------------------------------

    def _check(self) -> None:
        """Compare what was told since the last time, and what is planned, with the model."""
        now = self.clock()
        wanted = Counter[tuple[int, int]]()
        for number, owed in self.model.promises.items():
            if to_tell := self.model.to_tell(owed, now):
                wanted[number, self.model.hears(owed.owner)] += 1
                owed.told |= to_tell
        with self.store() as session:
            lines = session.execute(select(Notice.id, Notice.promise_id, Notice.account_id)).all()
            rows = session.execute(
                select(Alert.promise_id, Alert.rung_id, Alert.fire_at).where(Alert.state == "planned")
            ).all()
        told = Counter((line.promise_id, line.account_id) for line in lines if line.id not in self.heard)
        self.heard = {line.id for line in lines}
        assert told == wanted
        assert {(row.promise_id, row.rung_id or BACK, row.fire_at) for row in rows} == self.model.planned(now)
        assert len(self.mails) == len(lines)

    @invariant()
    def repeats_are_few(self) -> None:
        assert self.mails.total() - len(self.mails) <= self.crashes

    @property
    def open(self) -> list[int]:
        """The numbers of all promises that are open."""
        return [number for number, owed in self.model.promises.items() if owed.is_open]

    def _in(self, halves: int) -> datetime:
        """Return a moment on the full or the half hour."""
        now = self.clock()
        return now.replace(minute=now.minute // 30 * 30, second=0) + halves * HALF

    def _of(self, owed: Owed) -> Viewer:
        return next(person for person in self.people if person.id == owed.owner)


@contextmanager
def stepping(step: Callable[[], None]) -> Iterator[None]:
    """Let a worker count its steps: each transaction, before and after its end."""

    @contextmanager
    def transaction() -> Iterator[object]:
        with extensions.transaction() as session:
            yield session
            step()
        step()

    modules: list[ModuleType] = [sending, sweeping]
    for module in modules:
        module.transaction = transaction  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in modules:
            module.transaction = extensions.transaction  # type: ignore[attr-defined]


def test_everybody_is_told_what_the_model_says(app: Flask, store: Store, clock: FrozenClock, database: Database):
    class Here(Telling):
        world = World(app, store, clock, database)

    run_state_machine_as_test(
        Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, phases=PHASES)
    )
