"""Changed hours, holidays, zones, people and ladders plan anew what is open, and tell nothing twice."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support.alerts import planned, run_sweep, told
from tests.support.builders import a_promise, a_team, an_account, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Account, ClosingDay, OfficeSlot, Team
from tracker.alerts.jobs import sweeping
from tracker.alerts.records import Ladder, Rung
from tracker.alerts.use_cases import replanning
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due

HOUR = timedelta(hours=1)
TOMORROW_AT_TEN = MOMENT + timedelta(days=1, hours=1)


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def owner(store, team: Team) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna", team=team)


@pytest.fixture
def promise_id(store, owner: Viewer) -> int:
    """Make a promise that is due tomorrow at ten, and plan it: four office hours before are this afternoon at four."""
    with store() as session:
        promise_id = a_promise(session, owner, kind_id=kind_id(session, "reply"), due=Due(TOMORROW_AT_TEN)).id
    run_sweep()
    return promise_id


def warned_at(promise_id: int) -> timedelta:
    return planned(db.session(), promise_id)[0][1] - MOMENT


def versions() -> dict[int, int]:
    rows = db.session.execute(select(Promise.id, Promise.schedule_version))
    return {row.id: row.schedule_version for row in rows}


def test_before_anything_changes_nothing_is_planned_anew(context, promise_id: int):
    version = db.session.get_one(Promise, promise_id).schedule_version

    run_sweep()

    assert warned_at(promise_id) == 7 * HOUR
    assert db.session.get_one(Promise, promise_id, populate_existing=True).schedule_version == version


def test_new_office_hours_move_what_is_planned(context, store, promise_id: int, team: Team):
    with store() as session:
        session.execute(update(OfficeSlot).where(OfficeSlot.team_id == team.id).values(closes_minute=16 * 60))

    run_sweep()

    assert warned_at(promise_id) == 5 * HOUR


def test_a_closing_day_moves_what_is_planned(context, store, clock: FrozenClock, promise_id: int, team: Team):
    with store() as session:
        session.add(ClosingDay(team_id=team.id, day=date(2026, 3, 3), name="Works outing"))

    run_sweep()

    assert warned_at(promise_id) == 5 * HOUR


def test_another_zone_moves_what_is_planned(context, store, promise_id: int, team: Team):
    with store() as session:
        session.get_one(Team, team.id).time_zone = "America/New_York"

    run_sweep()

    assert warned_at(promise_id) == 11 * HOUR


def test_another_ladder_moves_what_is_planned(context, store, promise_id: int, team: Team):
    with store() as session:
        rung = Rung(position=1, offset_s=-3600, in_office_time=True, audience="owner", channels="app")
        session.add(Ladder(name="Own", team_id=team.id, rungs=[rung]))

    run_sweep()

    assert [moment - MOMENT for _rung, moment in planned(db.session(), promise_id)] == [24 * HOUR]


def test_an_owner_who_changes_the_team_is_warned_by_the_new_hours(context, store, promise_id: int, owner: Viewer):
    with store() as session:
        early = a_team(session, "Early")
        session.execute(update(OfficeSlot).where(OfficeSlot.team_id == early.id).values(closes_minute=16 * 60))
        session.get_one(Account, owner.id).team_id = early.id

    run_sweep()

    assert warned_at(promise_id) == 5 * HOUR


def test_what_was_told_is_not_told_again_and_what_is_missing_is_told_at_once(context, store, clock, promise_id, team):
    clock.moment = MOMENT + 8 * HOUR
    run_sweep()
    assert len(told(db.session())) == 1
    with store() as session:
        session.execute(update(OfficeSlot).where(OfficeSlot.team_id == team.id).values(closes_minute=17 * 60))

    run_sweep()

    assert len(told(db.session())) == 1


def test_a_warning_that_a_holiday_moves_into_the_past_is_told_at_once(context, store, clock, promise_id, team):
    clock.moment = MOMENT + 6 * HOUR
    with store() as session:
        session.add(ClosingDay(team_id=team.id, day=date(2026, 3, 3), name=""))

    run_sweep()

    assert [line.kind for line in told(db.session())] == ["before_due"]


def test_many_promises_are_planned_anew_in_small_bites(context, store, monkeypatch, owner: Viewer, team: Team):
    monkeypatch.setattr(replanning, "BITE", 2)
    with store() as session:
        for hours in (5, 5, 6, 7, 7):
            a_promise(session, owner, due=Due(MOMENT + timedelta(days=3, hours=hours)))
    run_sweep()
    before = versions()
    with store() as session:
        session.get_one(Team, team.id).time_zone = "Europe/London"

    run_sweep()

    assert versions() == {number: version + 1 for number, version in before.items()}


def test_what_is_logged_while_every_team_is_planned_anew_waits_for_a_bite_at_most(context, store, clock, monkeypatch):
    # given three teams with four promises each, all of which have to be planned anew
    monkeypatch.setattr(replanning, "BITE", 2)
    monkeypatch.setattr(sweeping, "BITE", 2)
    with store() as session:
        owners = [an_agent(session) for _ in range(3)]
        for owner in owners * 4:
            a_promise(session, owner, due=Due(TOMORROW_AT_TEN))
    run_sweep()
    before = versions()
    with store() as session:
        session.execute(update(Team).values(time_zone="Europe/London"))
    for _ in range(3):
        sweeping.sweep(lambda _seconds: False)

    # when another one is logged amid that
    with store() as session:
        fresh = a_promise(session, owners[0], due=Due(TOMORROW_AT_TEN)).id
    for _ in range(2):
        clock.advance(timedelta(seconds=1))
        sweeping.sweep(lambda _seconds: False)

    # then it is planned before the others are, and in the end all are
    assert planned(db.session(), fresh)
    assert any(versions()[number] == version for number, version in before.items())
    run_sweep()
    assert {number: version for number, version in versions().items() if number != fresh} == {
        number: version + 1 for number, version in before.items()
    }


def test_somebody_new_in_another_team_changes_nothing_here(context, store, promise_id: int):
    version = db.session.get_one(Promise, promise_id).schedule_version
    with store() as session:
        an_account(session)

    run_sweep()

    assert db.session.get_one(Promise, promise_id, populate_existing=True).schedule_version == version
