"""The tally is what a full recount gives, after anything that can happen to promises; and drift is noticed."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.queries import last_events
from tracker.customers.records import Customer, Tier
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.use_cases import logging, renegotiating, settling
from tracker.promises.use_cases.merging import move_promises
from tracker.promises.use_cases.undoing import undo
from tracker.reports.queries.drifting import OF_REPORTS, TALLIES, differences
from tracker.reports.records import Tally, TallyChange
from tracker.reports.use_cases.folding import correct, fold_changes

HOUR = timedelta(hours=1)

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["log", "draft", "settle", "renegotiate", "reopen", "correct", "tier", "home", "merge", "fold"]
        ),
        st.integers(0, 7),
        st.integers(1, 400),
        st.sampled_from([State.KEPT, State.PARTLY_KEPT, State.BROKEN, State.WITHDRAWN]),
    ),
    min_size=1,
    max_size=15,
)


class Company:
    """An agent, two customers, and the promises made so far."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.agent: Viewer = b.an_agent(session)
        self.customers = [b.a_customer(session), b.a_customer(session)]
        self.promises: list[Promise] = []
        self.now = MOMENT

    def do(self, what: str, which: int, hours: int, outcome: State) -> None:
        self.now += HOUR
        getattr(self, f"do_{what}")(which, hours, outcome)
        self.session.flush()

    def do_log(self, which: int, hours: int, _outcome: State) -> None:
        customer = self.customers[which % len(self.customers)]
        made: dict[str, Any] = {
            "customer_id": customer.id,
            "due": Due(self.now + hours * HOUR),
            "kind_id": b.kind_id(self.session, "refund" if which % 2 else "callback"),
            "seconds_to_log": hours * 4,
        }
        self.promises.append(b.a_promise(self.session, self.agent, now=self.now, **made))

    def do_draft(self, which: int, hours: int, _outcome: State) -> None:
        draft = logging.save_draft(self.session, b.some_words(self.session, self.agent, due=None), self.now)
        if which % 2:
            whole = b.some_words(
                self.session, self.agent, customer_id=self.customers[0].id, due=Due(self.now + hours * HOUR)
            )
            self.promises.append(logging.complete_draft(self.session, draft.id, whole, self.now))

    def do_settle(self, which: int, hours: int, outcome: State) -> None:
        promise = self._one(which, State.OPEN)
        if promise is None:
            return
        kept_at = promise.made_at + hours * HOUR if outcome in {State.KEPT, State.PARTLY_KEPT} else None
        self.now = max(self.now, kept_at or self.now)
        ending = Settlement(
            outcome=outcome, kept_at=kept_at, cause_id=b.cause_id(self.session), note="So.", missing="A bit."
        )
        settling.settle_promise(
            self.session, self._command(settling.SettlePromise, promise, settlement=ending), self.now
        )

    def do_reopen(self, which: int, _hours: int, _outcome: State) -> None:
        promise = self._one(which, *(state for state in State if state not in {State.OPEN, State.DRAFT}))
        if promise is not None:
            again = self._command(settling.ReopenPromise, promise, reason="It was another one.")
            settling.reopen_promise(self.session, again, self.now)

    def do_renegotiate(self, which: int, hours: int, outcome: State) -> None:
        promise = self._one(which, State.OPEN)
        if promise is None or promise.due_at is None:
            return
        told = (
            renegotiating.Informed(at=self.now, channel=Channel.PHONE, words="Later.")
            if outcome is State.KEPT
            else None
        )
        due = Due(max(promise.due_at, self.now) + hours * HOUR)
        new = self._command(renegotiating.RenegotiatePromise, promise, due=due, reason="More to do.", informed=told)
        renegotiating.renegotiate_promise(self.session, new, self.now)

    def do_correct(self, which: int, _hours: int, _outcome: State) -> None:
        promise = self._one(which, *State)
        if promise is not None:
            promise.change(self.now, kind_id=b.kind_id(self.session, "repair"), handovers=promise.handovers + 1)

    def do_tier(self, which: int, _hours: int, _outcome: State) -> None:
        tiers = self.session.scalars(select(Tier.id).order_by(Tier.id)).all()
        self.customers[which % 2].tier_id = tiers[which % len(tiers)]

    def do_home(self, which: int, _hours: int, _outcome: State) -> None:
        self.customers[which % 2].team_id = self.agent.team_id if which > 3 else None

    def do_merge(self, which: int, _hours: int, _outcome: State) -> None:
        one, other = self.customers[which % 2], self.customers[1 - which % 2]
        move_promises(self.session, from_id=one.id, to_id=other.id, actor=self.agent, now=self.now)
        self.session.expire_all()

    def do_fold(self, which: int, _hours: int, _outcome: State) -> None:
        fold_changes(self.session, most=1 + which)

    def _one(self, which: int, *states: State) -> Promise | None:
        fitting = [promise for promise in self.promises if promise.state in states]
        return fitting[which % len(fitting)] if fitting else None

    def _command(self, command: Any, promise: Promise, **given: Any) -> Any:
        return command(promise_id=promise.id, actor=self.agent, seen_version=promise.row_version, **given)


def drift(session: Session) -> list[dict[str, Any]]:
    return [each for tally in TALLIES for each in differences(session, tally)]


def mend(session: Session) -> None:
    for tally in TALLIES:
        correct(session, tally, differences(session, tally))


@pytest.mark.long
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_folded_changes_are_what_a_recount_gives(session: Session, steps: list[tuple[str, int, int, State]]):
    session.execute(delete(TallyChange))
    session.execute(delete(Tally))
    mend(session)
    company = Company(session)

    for what, which, hours, outcome in steps:
        company.do(what, which, hours, outcome)
    assert drift(session) == []
    while fold_changes(session):
        pass
    assert drift(session) == []


def test_what_is_taken_back_is_counted_back(session: Session):
    company = Company(session)
    company.do("log", 0, 5, State.KEPT)
    promise = company.promises[0]
    day = promise.due_on

    company.do("settle", 0, 3, State.KEPT)
    undo(
        session,
        promise.id,
        last_events(session, "promise", [promise.id])[promise.id],
        actor=company.agent,
        now=company.now,
    )
    session.flush()
    fold_changes(session)

    assert promise.due_on == day
    assert drift(session) == []
    kept = session.scalars(select(Tally.kept_on_time)).all()
    assert set(kept) == {0}


def test_drift_is_found_named_and_mended(session: Session):
    company = Company(session)
    company.do("log", 0, 5, State.KEPT)
    fold_changes(session)
    session.execute(update(Tally).where(Tally.facet == "lead", Tally.grain == "day").values(open=7))

    found = differences(session, OF_REPORTS)
    company.do("settle", 0, 3, State.KEPT)
    correct(session, OF_REPORTS, found)
    fold_changes(session)

    assert {(each["facet"], each["grain"], each["open"]) for each in found} == {("lead", "day", -6)}
    assert len(found) == 2
    assert drift(session) == []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_promise_is_due_on_the_day_of_its_zone(session: Session, zone: str):
    agent = b.an_agent(session)

    promise = b.a_promise(session, agent, zone=zone, due=Due(b.at("2026-03-10 12:30")))

    assert promise.due_on is not None
    assert promise.due_on.day == (11 if zone.endswith("Kiritimati") else 10)


def test_customers_keep_their_promises_counted_where_they_belong(session: Session):
    company = Company(session)
    company.do("log", 0, 5, State.KEPT)
    customer = session.get_one(Customer, company.promises[0].customer_id)
    customer.team_id = company.agent.team_id
    session.flush()
    fold_changes(session)

    homes = session.scalars(select(Tally.home_id).where(Tally.open > 0).distinct()).all()

    assert homes == [company.agent.team_id]
