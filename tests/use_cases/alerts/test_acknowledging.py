"""Somebody is on it: until then nothing climbs, then the promise comes back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.alerts import planned, run_sweep, told
from tests.support.builders import a_manager, a_promise, a_team, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Absence, Team
from tracker.alerts.records import Acknowledgement
from tracker.alerts.use_cases.acknowledging import Acknowledge, acknowledge, end_acknowledgement
from tracker.audit.queries import history
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due, State

HOUR = timedelta(hours=1)
DUE = MOMENT + 2 * HOUR


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def owner(store, team: Team) -> Viewer:
    with store() as session:
        a_manager(session, "Max", of=session.merge(team))
        return an_agent(session, "Anna", team=team)


@pytest.fixture
def promise_id(store, owner: Viewer) -> int:
    with store() as session:
        return a_promise(session, owner, kind_id=kind_id(session, "reply"), due=Due(DUE)).id


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


def on_it(store, promise_id: int, actor: Viewer, *, at=MOMENT, until=None) -> Acknowledgement:
    with store() as session:
        return acknowledge(session, Acknowledge(promise_id=promise_id, actor=actor, until=until), at)


def test_nothing_climbs_while_somebody_is_on_it_and_then_everybody_is_told_at_once(
    context, store, clock, promise_id, owner
):
    run_sweep()
    on_it(store, promise_id, owner, until=DUE + 3 * HOUR)
    clock.moment = DUE + 2 * HOUR
    run_sweep()
    assert told(db.session()) == []

    clock.moment = DUE + 3 * HOUR
    run_sweep()

    assert {(line.name, line.kind) for line in told(db.session())} == {("Max", "overdue"), ("Anna", "overdue")}


def test_of_somebody_who_was_on_it_and_is_away_by_then_the_deputy_alone_is_told(
    context, store, clock: FrozenClock, promise_id: int, owner: Viewer, team: Team
):
    with store() as session:
        deputy = an_agent(session, "Ben", team=session.get_one(Team, team.id))
        today = MOMENT.date()
        session.add(Absence(account_id=owner.id, deputy_id=deputy.id, first_day=today, last_day=today))
    on_it(store, promise_id, owner, until=MOMENT + HOUR / 2)

    clock.moment = MOMENT + HOUR
    run_sweep()

    assert [(line.name, line.kind) for line in told(db.session())] == [("Ben", "comes_back")]


def test_what_was_told_before_stays_told(context, store, clock: FrozenClock, promise_id: int, owner: Viewer):
    clock.moment = DUE
    run_sweep()
    on_it(store, promise_id, owner, at=DUE, until=DUE + HOUR / 2)

    run_sweep()

    assert [moment for _rung, moment in planned(db.session(), promise_id)] == [DUE + HOUR / 2, DUE + HOUR]
    assert len(told(db.session())) == 1


def test_who_is_on_it_is_reminded_when_the_time_is_over(context, store, clock, promise_id, owner, team):
    with store() as session:
        ben = an_agent(session, "Ben", team=team)
    on_it(store, promise_id, ben, until=MOMENT + HOUR)
    clock.moment = MOMENT + HOUR

    run_sweep()

    assert {(line.name, line.kind) for line in told(db.session())} == {("Anna", "comes_back"), ("Ben", "comes_back")}


def test_without_a_moment_it_is_for_two_office_hours(session: Session):
    anna = an_agent(session)
    promise = a_promise(session, anna)
    friday_evening = MOMENT + timedelta(days=4, hours=8)

    said = acknowledge(session, Acknowledge(promise_id=promise.id, actor=anna), friday_evening)

    assert said.until == MOMENT + timedelta(days=7, hours=0)


def test_a_new_date_ends_it(context, store, clock: FrozenClock, promise_id: int, owner: Viewer):
    on_it(store, promise_id, owner, until=DUE + HOUR)
    with store() as session:
        promise = session.get_one(Promise, promise_id)
        promise.change(MOMENT, due_at=DUE + 5 * HOUR, late_at=DUE + 5 * HOUR)
        promise.reschedule(MOMENT + timedelta(minutes=1))
    clock.advance(timedelta(minutes=1))

    run_sweep()

    assert [moment for _rung, moment in planned(db.session(), promise_id)] == [
        DUE + HOUR,
        DUE + 5 * HOUR,
        DUE + 6 * HOUR,
    ]


def test_whoever_takes_it_back_lets_the_ladder_go_on(
    context, store, clock: FrozenClock, promise_id: int, owner: Viewer
):
    run_sweep()
    on_it(store, promise_id, owner, until=DUE + 3 * HOUR)
    with store() as session:
        end_acknowledgement(session, owner, promise_id, MOMENT)

    run_sweep()

    assert [moment for _rung, moment in planned(db.session(), promise_id)] == [DUE, DUE + HOUR]
    assert [told.kind for told in history(db.session(), "promise", promise_id)][:2] == [
        "acknowledgement_ended",
        "promise_acknowledged",
    ]


def test_taking_back_what_nobody_said_changes_nothing(session: Session):
    anna = an_agent(session)
    promise = a_promise(session, anna)
    version = promise.row_version

    end_acknowledgement(session, anna, promise.id, MOMENT)

    assert promise.row_version == version


@pytest.mark.parametrize("until", [MOMENT, MOMENT - HOUR, MOMENT + timedelta(days=8)])
def test_it_ends_in_the_future_and_within_a_week(session: Session, until):
    anna = an_agent(session)
    promise = a_promise(session, anna)

    with pytest.raises(Invalid) as refused:
        acknowledge(session, Acknowledge(promise_id=promise.id, actor=anna, until=until), MOMENT)

    assert refused.value.field == "until"


def test_nobody_is_on_a_promise_that_has_ended(session: Session):
    anna = an_agent(session)
    promise = a_promise(session, anna)
    promise.change(MOMENT, state=State.WITHDRAWN.value, settled_at=MOMENT)

    with pytest.raises(Invalid):
        acknowledge(session, Acknowledge(promise_id=promise.id, actor=anna), MOMENT)


def test_only_the_team_of_the_promise_can_be_on_it(session: Session):
    promise = a_promise(session, an_agent(session))

    with pytest.raises(Forbidden):
        acknowledge(session, Acknowledge(promise_id=promise.id, actor=an_agent(session)), MOMENT)
    with pytest.raises(NotFound):
        acknowledge(session, Acknowledge(promise_id=0, actor=an_agent(session)), MOMENT)
