"""How many promises a list has is not said where that would be the figure of somebody else, or of few people."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR = timedelta(hours=1)
UNTOLD_OF_ONE = "How many they are is not said: that would be the figure of one person."
UNTOLD_OF_FEW = "How many they are is not said: that would be the figure of fewer than five people"
OUTCOMES = ("standing=kept", "standing=not_on_time", "standing=settled", "standing=due", "standing=judged")
OPEN_OUTCOMES = ("standing=open&mark=moved", "standing=overdue&mark=handed_over")


@dataclass(frozen=True)
class Cast:
    """Somebody who kept two promises and owes three; who else looks; a small team with its only member."""

    busy: Viewer
    colleague: Viewer
    manager: Viewer
    other_manager: Viewer
    admin: Viewer
    alone: Viewer


def _kept(session: Session, agent: Viewer) -> None:
    promise = b.a_promise(session, agent, now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
    kept = Settlement(outcome=State.KEPT, kept_at=MOMENT - 2 * HOUR)
    settle_promise(session, SettlePromise(promise_id=promise.id, actor=agent, seen_version=1, settlement=kept), MOMENT)


@pytest.fixture
def cast(store) -> Cast:
    with store() as session:
        team, other, small = (b.a_team(session, name) for name in ("Service", "Sales", "Alone"))
        busy, colleague = (b.an_agent(session, team=team) for _ in range(2))
        manager, alone = b.a_manager(session, of=team), b.an_agent(session, team=small)
        sellers = [b.an_agent(session, team=other) for _ in range(4)]
        more = [b.an_agent(session, team=team) for _ in range(4)]
        for each in (busy, busy, alone, sellers[0], more[0]):
            _kept(session, each)
        for _ in range(3):
            b.a_promise(session, busy, now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
        return Cast(busy, colleague, manager, b.a_manager(session, of=other), b.an_admin(session), alone)


@pytest.fixture
def switched_on(app: Flask, monkeypatch) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, rates_of_persons=True))


def told(client: FlaskClient, query: str) -> int | None:
    """Return how many promises a list says to have; None where it does not say."""
    said = re.findall(r'data-many="(\d+)">\d+ promise', client.get(f"/promises?{query}").text)
    return int(said[0]) if said else None


@pytest.mark.parametrize("who", ["colleague", "manager", "other_manager", "admin"])
def test_what_came_of_the_promises_of_one_person_is_counted_for_nobody_else(cast, sign_in, who):
    client = sign_in(getattr(cast, who))

    found = [told(client, f"{outcome}&owner={cast.busy.id}") for outcome in OUTCOMES]
    page = text(client.get(f"/promises?standing=kept&owner={cast.busy.id}").text)

    assert found == [None] * len(OUTCOMES)
    assert UNTOLD_OF_ONE in page
    assert page.count("I will call you back about invoice 4711.") == 2


def test_everybody_is_told_how_many_are_their_own(cast, sign_in):
    client = sign_in(cast.busy)

    assert [told(client, f"{outcome}&owner={cast.busy.id}") for outcome in OUTCOMES] == [2, 3, 2, 5, 5]


@pytest.mark.usefixtures("switched_on")
def test_where_rates_of_persons_are_switched_on_their_manager_is_told(cast, sign_in):
    found = {
        who: told(sign_in(getattr(cast, who)), f"standing=kept&owner={cast.busy.id}")
        for who in ("colleague", "manager", "other_manager", "admin")
    }

    assert found == {"colleague": None, "manager": 2, "other_manager": None, "admin": None}


@pytest.mark.parametrize("who", ["colleague", "manager", "other_manager", "admin"])
def test_how_much_somebody_has_to_do_is_told_as_on_the_board(cast, sign_in, who):
    client = sign_in(getattr(cast, who))

    assert told(client, f"owner={cast.busy.id}") == 3
    assert told(client, f"standing=overdue&owner={cast.busy.id}") == 3


@pytest.mark.parametrize("query", OPEN_OUTCOMES)
def test_what_has_become_of_open_ones_is_an_outcome_as_well(cast, store, sign_in, query):
    with store() as session:
        promise = b.a_promise(session, cast.busy, now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
        promise.change(MOMENT, handovers=1, renegotiations=1)

    assert told(sign_in(cast.busy), f"{query}&owner={cast.busy.id}") == 1
    assert UNTOLD_OF_ONE in text(sign_in(cast.colleague).get(f"/promises?{query}&owner={cast.busy.id}").text)


@pytest.mark.parametrize("who", ["busy", "manager", "other_manager", "alone"])
def test_what_came_of_the_promises_of_a_small_team_is_not_counted(cast, sign_in, who):
    page = text(sign_in(getattr(cast, who)).get(f"/promises?standing=kept&team={cast.alone.team_id}").text)

    assert UNTOLD_OF_FEW in page
    assert "I will call you back about invoice 4711." in page


def test_a_large_team_and_everybody_are_counted(cast, sign_in):
    client = sign_in(cast.manager)

    assert told(client, f"standing=kept&team={cast.manager.team_id}") == 3
    assert told(client, "standing=kept") == 5
