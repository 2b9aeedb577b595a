"""What is made while a sweep goes on is planned by what holds then, not by what held when the sweep began."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Store
from tests.support.alerts import a_prompt_team, planned
from tests.support.builders import a_customer, a_promise, a_team
from tests.support.clock import MOMENT
from tracker.accounts.records import OfficeSlot
from tracker.alerts.jobs.sweeping import sweep
from tracker.alerts.records import TeamPlan
from tracker.alerts.use_cases.replanning import replan_bite
from tracker.promises.rules import Due


def test_a_team_made_amid_a_sweep_has_its_own_ladder_at_once(app: Flask, store: Store):
    due, made = MOMENT + timedelta(minutes=2), list[int]()

    def time() -> datetime:
        """Tell the time, and make a team with a ladder of its own when it is first asked for."""
        if not made:
            with store() as session:
                slots = [OfficeSlot(weekday=day, opens_minute=0, closes_minute=1440) for day in range(7)]
                [ann, *_] = a_prompt_team(session, slots)
                promise = a_promise(session, ann, due=Due(due), customer_id=a_customer(session).id)
                made.append(promise.id)
        return MOMENT

    with app.app_context():
        while sweep(lambda _seconds: False, time):
            pass

    with store() as session:
        assert [at for _, at in planned(session, made[0])] == [due]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_two_workers_that_meet_a_new_team_at_once_both_go_on(store: Store):
    with store() as session:
        team_id = a_team(session, "New").id
    went_on: list[int] = []

    def other_worker() -> None:
        with store() as session:
            went_on.append(replan_bite(session, team_id, MOMENT))

    with store() as session:
        replan_bite(session, team_id, MOMENT)
        other = Thread(target=other_worker)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it waits for what the first one writes"
    other.join(30)

    assert went_on == [0]
    with store() as session:
        assert session.scalars(select(TeamPlan.team_id)).all() == [team_id]
