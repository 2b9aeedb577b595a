"""The sweep on a real database: from a promise that was logged to the notices that people get."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.support.alerts import planned, run_sweep, states, told
from tests.support.builders import a_manager, a_promise, a_team, an_account, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Absence, Team
from tracker.alerts.jobs.sweeping import next_moment
from tracker.alerts.queries.notices import count_unread
from tracker.alerts.records import Delivery, Notice
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Due, State
from tracker.promises.use_cases import handing_over

HOUR = timedelta(hours=1)
DUE = MOMENT + 6 * HOUR
"""Monday, three in the afternoon in Berlin; the office is open from 8 to 18."""


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
        a_manager(session, "Max", of=session.merge(team))
        return an_agent(session, "Anna", team=team)


@pytest.fixture
def promise_id(store, owner: Viewer) -> int:
    with store() as session:
        return a_promise(session, owner, kind_id=kind_id(session, "reply"), due=Due(DUE)).id


def change(store, promise_id: int, **values: object) -> None:
    """Change a promise the way every write does that concerns its schedule."""
    with store() as session:
        promise = session.get_one(Promise, promise_id)
        promise.change(MOMENT, **values)
        promise.reschedule(MOMENT)


def test_a_promise_is_planned_within_the_next_round(context, promise_id: int):
    run_sweep()

    assert [moment for _rung, moment in planned(db.session(), promise_id)] == [DUE - 4 * HOUR, DUE, DUE + HOUR]


def test_a_promise_that_was_planned_needs_no_more_attention(context, promise_id: int):
    run_sweep()

    assert db.session.get_one(Promise, promise_id).attention_at is None
    assert next_moment() == DUE - 4 * HOUR


def test_the_owner_is_warned_and_the_manager_told_when_it_is_late(context, clock: FrozenClock, promise_id: int):
    for _ in range(9):
        run_sweep()
        clock.advance(HOUR)

    assert [(line.name, line.kind) for line in told(db.session())] == [
        ("Anna", "before_due"),
        ("Anna", "due"),
        ("Max", "overdue"),
        ("Anna", "overdue"),
    ]


def test_nothing_is_told_early(context, clock: FrozenClock, promise_id: int):
    run_sweep()
    clock.moment = DUE - 4 * HOUR - timedelta(microseconds=1)

    run_sweep()

    assert told(db.session()) == []


def test_sweeping_again_doubles_nothing(context, clock: FrozenClock, promise_id: int):
    run_sweep()
    clock.moment = DUE

    for _ in range(3):
        run_sweep()

    assert len(told(db.session())) == 1


def test_mails_are_written_beside_the_notices_that_want_them(context, clock: FrozenClock, promise_id: int):
    run_sweep()
    clock.moment = DUE - 4 * HOUR

    run_sweep()

    delivery = db.session.scalars(select(Delivery)).one()
    assert (delivery.state, delivery.channel, delivery.due_at) == ("pending", "mail", DUE - 4 * HOUR)


def test_after_a_downtime_only_the_most_pressing_one_goes_out(context, clock: FrozenClock, promise_id: int):
    run_sweep()
    clock.moment = DUE + 20 * HOUR

    run_sweep()

    assert {line.kind for line in told(db.session())} == {"overdue"}
    assert states(db.session(), promise_id) == {"superseded": 2, "fired": 1}


@pytest.mark.parametrize("outcome", [State.KEPT, State.PARTLY_KEPT, State.BROKEN, State.WITHDRAWN])
def test_an_outcome_cancels_what_is_planned(context, store, clock: FrozenClock, promise_id: int, outcome: State):
    run_sweep()
    settle(store, promise_id, outcome)

    clock.moment = DUE + 2 * HOUR
    run_sweep()

    assert told(db.session()) == []
    assert states(db.session(), promise_id) == {"cancelled": 3}


def settle(store, promise_id: int, outcome: State) -> None:
    """End a promise without a new plan: as if the sweep had not looked at it since."""
    kept_at = MOMENT if outcome in {State.KEPT, State.PARTLY_KEPT} else None
    with store() as session:
        promise = session.get_one(Promise, promise_id)
        promise.change(MOMENT, state=outcome.value, settled_at=MOMENT, kept_at=kept_at)


def test_a_new_schedule_cancels_the_old_plan_and_makes_a_new_one(context, store, promise_id: int):
    run_sweep()
    later = DUE + timedelta(days=1)
    change(store, promise_id, due_at=later, late_at=later)

    run_sweep()

    assert states(db.session(), promise_id) == {"cancelled": 3, "planned": 3}
    assert planned(db.session(), promise_id)[1][1] == later


def test_an_imported_old_promise_plans_nothing(context, store, owner: Viewer):
    with store() as session:
        old = a_promise(session, owner, kind_id=kind_id(session, "reply"), due=Due(DUE))
        old.change(MOMENT, due_at=MOMENT - timedelta(days=400), late_at=MOMENT - timedelta(days=400))

    run_sweep()

    assert planned(db.session(), old.id) == []


def test_what_is_told_goes_to_the_deputy_of_an_absent_owner(context, store, clock, promise_id, owner, team):
    with store() as session:
        deputy = an_account(session, "Dora", team=team)
        absent(session, owner.id, deputy.id)
    run_sweep()
    clock.moment = DUE

    run_sweep()

    assert [line.name for line in told(db.session())] == ["Dora"]


def test_what_is_told_goes_to_the_manager_when_the_deputy_is_away_too(context, store, clock, promise_id, owner, team):
    with store() as session:
        deputy = an_account(session, "Dora", team=team)
        absent(session, owner.id, deputy.id)
        absent(session, deputy.id, None)
    run_sweep()
    clock.moment = DUE

    run_sweep()

    assert [line.name for line in told(db.session())] == ["Max"]


def test_a_deputy_hears_nothing_of_a_team_that_is_closed_to_them(context, store, clock, promise_id, owner, team):
    with store() as session:
        absent(session, owner.id, an_account(session, "Dora").id)
        session.get_one(Team, team.id).is_closed = True
    run_sweep()
    clock.moment = DUE

    run_sweep()

    assert [line.name for line in told(db.session())] == ["Max"]


def test_who_stands_in_is_found_when_it_is_told_not_when_it_was_planned(context, store, clock, promise_id, owner, team):
    run_sweep()
    with store() as session:
        absent(session, owner.id, an_account(session, "Dora", team=team).id)
    clock.moment = DUE

    run_sweep()

    assert [line.name for line in told(db.session())] == ["Dora"]


def absent(session: Session, account_id: int, deputy_id: int | None) -> None:
    today = MOMENT.date()
    session.add(Absence(account_id=account_id, first_day=today, last_day=today, deputy_id=deputy_id))


def test_a_snooze_ends_with_a_reminder(context, store, clock: FrozenClock, promise_id: int):
    change(store, promise_id, remind_at=DUE - HOUR)
    run_sweep()
    clock.moment = DUE - HOUR

    run_sweep()

    assert [line.kind for line in told(db.session())] == ["snooze"]


def test_a_receiver_is_told_of_a_hand_over_at_once(context, store, promise_id: int, owner: Viewer, team: Team):
    hand_over(store, promise_id, owner, team)

    run_sweep()

    assert [(line.name, line.kind) for line in told(db.session())] == [("Ben", "offered")]


def test_a_hand_over_that_nobody_answers_comes_back_with_a_notice(context, store, clock, promise_id, owner, team):
    hand_over(store, promise_id, owner, team)
    run_sweep()
    clock.advance(timedelta(hours=4))

    run_sweep()

    assert ("Anna", "returned") in [(line.name, line.kind) for line in told(db.session())]


def test_an_offer_that_is_taken_back_calls_nobody_any_more(context, store, clock, promise_id, owner, team):
    hand_over(store, promise_id, owner, team)
    run_sweep()
    (offered,) = db.session().scalars(select(Notice))
    unread = count_unread(db.session(), offered.account_id, MOMENT)
    with store() as session:
        handing_over.take_back_hand_over(session, promise_id, owner, clock.advance(HOUR))

    run_sweep()

    assert unread == 1
    assert count_unread(db.session(), offered.account_id, MOMENT + HOUR) == 0
    assert {line.kind for line in told(db.session())} == {"offered"}


def test_an_offer_that_is_taken_back_before_it_was_told_is_not_told(context, store, promise_id, owner, team):
    hand_over(store, promise_id, owner, team)
    with store() as session:
        handing_over.take_back_hand_over(session, promise_id, owner, MOMENT)

    run_sweep()

    assert list(told(db.session())) == []


def test_a_hand_over_that_comes_back_does_not_swallow_what_is_due(context, store, clock, promise_id, owner, team):
    hand_over(store, promise_id, owner, team)
    run_sweep()
    clock.moment = DUE

    run_sweep()

    assert {line.kind for line in told(db.session())} == {"offered", "returned", "due"}


def hand_over(store, promise_id: int, owner: Viewer, team: Team) -> None:
    with store() as session:
        receiver = an_account(session, "Ben", team=team)
        version = session.get_one(Promise, promise_id).row_version
        offer = handing_over.HandOverPromise(
            promise_id=promise_id, actor=owner, seen_version=version, to_id=receiver.id
        )
        handing_over.hand_over_promise(session, offer, MOMENT)


def test_one_bad_row_does_not_stop_the_others(context, store, clock: FrozenClock, owner: Viewer):
    with store() as session:
        bad, good = (a_promise(session, owner, kind_id=kind_id(session, "reply"), due=Due(DUE)).id for _ in range(2))
        spoil(session, bad)

    run_sweep()

    assert len(planned(db.session(), good)) == 3
    assert db.session.get_one(Promise, bad).attention_at == MOMENT + timedelta(minutes=10)


def spoil(session: Session, promise_id: int) -> None:
    """Make a promise that no plan can be made for: its owner's team works in a zone that does not exist."""
    nowhere = a_team(session)
    lost = an_account(session, team=nowhere)
    nowhere.time_zone = "Mars/Olympus"
    session.execute(update(Promise).where(Promise.id == promise_id).values(owner_id=lost.id))
