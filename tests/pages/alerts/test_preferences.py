"""How somebody wants to be told."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.builders import an_agent
from tracker.alerts.queries.preferences import preferences_of
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.alerts.rules.preferences import USUAL, Preferences
from tracker.kernel.people import Viewer

EVERYTHING = [f"{kind}:mail" for kind in NoticeKind]


@pytest.fixture
def anna(store) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna")


@pytest.fixture
def browser(sign_in, anna: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(anna)
    return signed_in


def save(browser: FlaskClient, **fields: object):
    page = browser.get("/settings/notices").get_data(as_text=True)
    token, version = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("csrf_token", "row_version"))
    assert token is not None
    assert version is not None
    sent = {
        "csrf_token": token[1],
        "row_version": version[1],
        "wanted": EVERYTHING,
        "weekly_on": "0",
        "weekly_at": "08:00",
    }
    return browser.post("/settings/notices", data=sent | fields)


def stored(store, anna: Viewer) -> Preferences:
    with store() as session:
        return preferences_of(session, anna.id)[1]


def test_who_never_said_is_told_everything_and_managers_once_a_week(store, browser: FlaskClient, anna: Viewer):
    page = browser.get("/settings/notices").get_data(as_text=True)

    assert page.count("checked") >= len(NoticeKind)
    assert stored(store, anna) == USUAL


def test_what_was_said_counts(store, browser: FlaskClient, anna: Viewer):
    wanted = [key for key in EVERYTHING if key != "due:mail"]

    answer = save(browser, quiet_from="22:00", quiet_until="07:00", daily_at="07:45", wanted=wanted, with_sound="y")

    assert answer.status_code == 303
    said = stored(store, anna)
    assert (said.quiet_from, said.quiet_until, said.daily_at) == (22 * 60, 7 * 60, 7 * 60 + 45)
    assert said.unwanted == {(NoticeKind.DUE, Channel.MAIL)}
    assert (said.with_sound, said.with_count) == (True, False)


def test_changing_ones_mind_replaces_what_was_said(store, browser: FlaskClient, anna: Viewer):
    save(browser, quiet_from="22:00", quiet_until="07:00", wanted=[])

    save(browser, weekly_on="")

    said = stored(store, anna)
    assert (said.quiet_from, said.weekly_on, said.weekly_at) == (None, None, None)
    assert said.unwanted == frozenset()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"quiet_from": "22:00"}, "Quiet hours have a beginning and an end."),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "Quiet hours begin and end at different times."),
        ({"daily_at": "sometimes"}, "Not a valid time value."),
        ({"weekly_on": "9"}, "Not a valid choice"),
        ({"wanted": ["nonsense"]}, "nonsense"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field_and_kept(
    store, browser: FlaskClient, anna: Viewer, fields, fault
):
    answer = save(browser, **fields)

    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)
    assert stored(store, anna) == USUAL


def test_what_was_changed_in_another_window_is_not_overwritten(browser: FlaskClient):
    save(browser, daily_at="07:00")

    assert save(browser, row_version="0", daily_at="09:00").status_code == 409
