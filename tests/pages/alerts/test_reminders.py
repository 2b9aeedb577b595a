"""The reminders of one promise, and saying that one is on it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.alerts import run_sweep
from tests.support.builders import a_manager, a_promise, a_team, an_agent, kind_id
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Team
from tracker.alerts.records import Acknowledgement
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due

HOUR = timedelta(hours=1)


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def anna(store, team: Team) -> Viewer:
    with store() as session:
        a_manager(session, "Max", of=session.merge(team))
        return an_agent(session, "Anna", team=team)


@pytest.fixture
def browser(sign_in, anna: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(anna)
    return signed_in


@pytest.fixture
def promise_id(store, anna: Viewer) -> int:
    with store() as session:
        return a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + 6 * HOUR)).id


def words(browser: FlaskClient, promise_id: int) -> str:
    page = browser.get(f"/promises/{promise_id}/reminders").get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def post(browser: FlaskClient, address: str, **fields: object):
    page = browser.get("/notices").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return browser.post(address, data=fields | {"csrf_token": token[1]})


def test_the_page_says_what_will_be_told_when_to_whom_and_how(browser: FlaskClient, promise_id: int):
    page = words(browser, promise_id)

    assert "today 11:00 (in 2 h) · Due soon Anna (in the application, by mail)" in page
    assert "today 16:00 (in 7 h) · Overdue Max (in the application, by mail) Anna (in the application, by mail)" in page


def test_what_was_told_is_shown_with_how_it_stands(app, clock: FrozenClock, browser: FlaskClient, promise_id: int):
    clock.advance(2 * HOUR)
    with app.app_context():
        run_sweep()

    page = words(browser, promise_id)

    assert "So far today 11:00 (now) · Due soon Anna (in the application, told) Anna (by mail, waits)" in page


def test_what_is_left_out_says_why(store, browser: FlaskClient, anna: Viewer):
    with store() as session:
        soon = a_promise(session, anna, kind_id=kind_id(session, "reply"), due=Due(MOMENT + HOUR)).id

    assert "Its moment was over when this was agreed." in words(browser, soon)


def test_being_on_it_is_one_choice_and_shown_until_it_ends(browser: FlaskClient, promise_id: int):
    answer = post(browser, f"/promises/{promise_id}/on-it", span="60")

    assert answer.status_code == 303
    page = words(browser, promise_id)
    assert "Anna is on it until today 10:00." in page
    assert "Still open" in page


def test_taking_it_back_lets_the_reminders_go_on(browser: FlaskClient, promise_id: int):
    post(browser, f"/promises/{promise_id}/on-it", span="60")

    post(browser, f"/promises/{promise_id}/not-on-it")

    assert "is on it" not in words(browser, promise_id)


def test_a_moment_of_ones_own_is_read_on_ones_own_clock(store, browser: FlaskClient, promise_id: int):
    post(browser, f"/promises/{promise_id}/on-it", span="at", until_day="2026-03-02", until_time="15:30")

    with store() as session:
        assert session.scalars(select(Acknowledgement.until)).one() == MOMENT + timedelta(hours=6, minutes=30)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"span": "at"}, "Until when?"),
        ({"span": "at", "until_day": "2026-03-01"}, "This moment has passed."),
        ({"span": "at", "until_day": "2026-03-31"}, "At most seven days."),
        ({"span": "nonsense"}, "Not a valid choice"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused_at_its_field(browser: FlaskClient, promise_id: int, fields, fault):
    answer = post(browser, f"/promises/{promise_id}/on-it", **fields)

    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)


def test_another_team_may_read_the_reminders_but_is_not_on_it(store, sign_in, promise_id: int):
    with store() as session:
        other = an_agent(session, "Otto")
    stranger = sign_in(other)

    assert "I am on it" not in words(stranger, promise_id)
    assert post(stranger, f"/promises/{promise_id}/on-it", span="60").status_code == 403


def test_the_page_of_a_promise_that_does_not_exist_is_not_there(browser: FlaskClient):
    assert browser.get("/promises/999999/reminders").status_code == 404
