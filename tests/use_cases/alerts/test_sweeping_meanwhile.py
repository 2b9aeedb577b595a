"""What is made while a sweep goes on is planned by what holds then, not by what held when the sweep began."""

from datetime import datetime, timedelta

from flask import Flask

from tests.conftest import Store
from tests.support.alerts import a_prompt_team, planned
from tests.support.builders import a_customer, a_promise
from tests.support.clock import MOMENT
from tracker.accounts.records import OfficeSlot
from tracker.alerts.jobs.sweeping import sweep
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
