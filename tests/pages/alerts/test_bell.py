"""The bell on pages that stay open."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.alerts import run_sweep
from tests.support.builders import a_promise, an_agent, kind_id
from tests.support.clock import MOMENT
from tracker.alerts.records import Notice, NoticeSettings
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due

PART = {"HX-Request-Type": "partial"}


@pytest.fixture
def anna(store) -> Viewer:
    with store() as session:
        return an_agent(session, "Anna")


@pytest.fixture
def browser(sign_in, anna: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(anna)
    return signed_in


@pytest.fixture
def newest(app, store, anna: Viewer) -> int:
    """Let Anna be told of one promise; return the number of the notice."""
    with store() as session:
        a_promise(
            session, anna, statement="Call <b>", kind_id=kind_id(session, "reply"), due=Due(MOMENT + timedelta(hours=4))
        )
    with app.app_context():
        run_sweep()
    with store() as session:
        newest: int = session.scalars(select(Notice.id)).one()
        return newest


def test_what_has_come_is_named_once_and_counted(browser: FlaskClient, newest: int):
    answer = browser.get("/notices/bell?newest=0&unread=0", headers=PART).get_data(as_text=True)

    assert "1 new notice<" in answer
    assert f'data-newest="{newest}"' in answer
    assert "Due soon: Call &lt;b&gt;" in answer


def test_while_nothing_is_new_nothing_is_sent(browser: FlaskClient, newest: int):
    answer = browser.get(f"/notices/bell?newest={newest}&unread=1", headers=PART)

    assert (answer.status_code, answer.data) == (204, b"")


def test_what_was_read_in_another_window_stops_counting_without_a_word(store, browser: FlaskClient, newest: int):
    with store() as session:
        session.get_one(Notice, newest).read_at = MOMENT

    answer = browser.get(f"/notices/bell?newest={newest}&unread=1", headers=PART).get_data(as_text=True)

    assert "new notice" not in answer
    assert "Due soon" not in answer


def test_without_scripts_the_address_leads_to_the_notices(browser: FlaskClient):
    assert browser.get("/notices/bell").headers["Location"] == "/notices"


@pytest.mark.parametrize(("with_count", "with_sound"), [(True, False), (False, True)])
def test_title_and_sound_are_as_somebody_wants_them(store, browser: FlaskClient, anna, newest, with_count, with_sound):
    with store() as session:
        session.add(NoticeSettings(account_id=anna.id, with_count=with_count, with_sound=with_sound))

    page = browser.get("/keys").get_data(as_text=True)

    assert ('data-count="1"' in page) is with_count
    assert ("data-sound" in page) is with_sound


def test_nonsense_in_the_address_counts_as_nothing_seen(browser: FlaskClient, newest: int):
    assert browser.get("/notices/bell?newest=x&unread=-1", headers=PART).status_code == 200
