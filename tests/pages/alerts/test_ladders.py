"""Ladders: who sees and changes them, adding reminders without scripts, and what a change would move."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.builders import a_manager, a_promise, a_team, an_admin, an_agent, kind_id
from tests.support.clock import MOMENT
from tracker.accounts.records import Team
from tracker.alerts.records import Ladder, Rung
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due

HOURS = "8-18"


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def manager(store, team: Team) -> Viewer:
    with store() as session:
        return a_manager(session, "Max", of=session.merge(team))


@pytest.fixture
def browser(sign_in, manager: Viewer) -> FlaskClient:
    signed_in: FlaskClient = sign_in(manager)
    return signed_in


@pytest.fixture
def admin(store, sign_in) -> FlaskClient:
    with store() as session:
        administrator = an_admin(session)
    signed_in: FlaskClient = sign_in(administrator)
    return signed_in


def a_ladder(team_id: int, **changed: object) -> dict[str, object]:
    rung = {"amount": "2", "unit": "60", "side": "before", "clock": "office", "to_owner": "y", "by_mail": "y"}
    return (
        {"name": "Ours", "team_id": team_id, "kind_id": 0}
        | {f"rungs-0-{name}": value for name, value in rung.items()}
        | changed
    )


def post(browser: FlaskClient, address: str, **fields: object):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/notices").get_data(as_text=True))
    assert token is not None
    return browser.post(address, data=fields | {"csrf_token": token[1]})


def stored(store) -> list[tuple[int, str, str]]:
    with store() as session:
        own = select(Rung.offset_s, Rung.audience, Rung.channels).join(Ladder, Ladder.id == Rung.ladder_id)
        return [tuple(row) for row in session.execute(own.where(Ladder.name == "Ours").order_by(Rung.offset_s))]


def test_the_list_says_in_words_who_is_reminded_when_and_how(browser: FlaskClient):
    page = browser.get("/ladders").get_data(as_text=True)

    assert "1 office hour before · Owner · in the application, by mail" in page
    assert "when it is due · Owner" in page
    assert "again every 1 office hour" in page


def test_a_manager_makes_reminders_for_the_own_team(store, browser: FlaskClient, team: Team):
    answer = post(browser, "/ladders/new", **a_ladder(team.id))

    assert answer.status_code == 303
    assert stored(store) == [(-7200, "owner", "app,mail")]


def test_a_manager_makes_none_for_everybody_or_for_other_teams(store, browser: FlaskClient):
    with store() as session:
        other = a_team(session, "Other").id

    assert post(browser, "/ladders/new", **a_ladder(0)).status_code == 422
    assert post(browser, "/ladders/new", **a_ladder(other)).status_code == 422
    assert stored(store) == []


def test_agents_do_not_configure_reminders(store, sign_in):
    with store() as session:
        agent = an_agent(session)

    assert sign_in(agent).get("/ladders").status_code == 403


def test_one_more_reminder_keeps_what_was_typed(browser: FlaskClient, store, team: Team):
    page = post(browser, "/ladders/new", **a_ladder(team.id, do="add")).get_data(as_text=True)

    assert 'name="rungs-1-amount"' in page
    assert 'value="Ours"' in page
    assert stored(store) == []


def test_a_reminder_that_is_changed_keeps_its_number_and_one_that_is_removed_goes(store, browser, team: Team):
    second = {
        "rungs-1-amount": "1",
        "rungs-1-unit": "60",
        "rungs-1-side": "after",
        "rungs-1-clock": "office",
        "rungs-1-to_manager": "y",
    }
    post(browser, "/ladders/new", **a_ladder(team.id, **second))
    with store() as session:
        ladder = session.scalars(select(Ladder).where(Ladder.name == "Ours")).one()
        first, other = session.scalars(select(Rung.id).where(Rung.ladder_id == ladder.id).order_by(Rung.offset_s)).all()

    changed = {
        "rungs-0-id": first,
        "rungs-0-amount": "3",
        "rungs-1-id": other,
        "rungs-1-remove": "y",
        "row_version": "1",
    }
    answer = post(browser, f"/ladders/{ladder.id}", **a_ladder(team.id, **second, **changed) | changed)

    assert answer.status_code == 303
    with store() as session:
        assert [
            (rung.id, rung.offset_s) for rung in session.scalars(select(Rung).where(Rung.ladder_id == ladder.id))
        ] == [(first, -3 * 3600)]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store, browser: FlaskClient, team: Team):
    post(browser, "/ladders/new", **a_ladder(team.id))
    with store() as session:
        ladder_id = session.scalars(select(Ladder.id).where(Ladder.name == "Ours")).one()
    post(browser, f"/ladders/{ladder_id}", **a_ladder(team.id, row_version="1"))

    assert post(browser, f"/ladders/{ladder_id}", **a_ladder(team.id, row_version="1")).status_code == 409


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": ""}, "Give it a name."),
        ({"rungs-0-amount": "-1"}, "A whole number, 0 or more."),
        ({"rungs-0-amount": "99999"}, "At most a year before or after."),
        ({"rungs-0-to_owner": ""}, "Who is to be reminded?"),
        ({"rungs-0-repeat": "5"}, "At most every quarter of an hour."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_words(store, browser: FlaskClient, team: Team, fields, fault: str):
    answer = post(
        browser, "/ladders/new", **{name: value for name, value in a_ladder(team.id, **fields).items() if value != ""}
    )

    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)
    assert stored(store) == []


def test_one_team_and_kind_have_one_ladder(browser: FlaskClient, team: Team):
    post(browser, "/ladders/new", **a_ladder(team.id))

    answer = post(browser, "/ladders/new", **a_ladder(team.id))

    assert "There are reminders for this team and kind already." in answer.get_data(as_text=True)


@pytest.mark.parametrize("about", ["promise", "approval"])
def test_the_general_ladders_stay(store, admin: FlaskClient, about: str):
    is_about = Ladder.about == about
    with store() as session:
        general = session.scalars(
            select(Ladder.id).where(Ladder.team_id.is_(None), Ladder.kind_id.is_(None), is_about)
        ).one()

    post(admin, f"/ladders/{general}/remove")

    with store() as session:
        assert session.get(Ladder, general) is not None


def test_a_ladder_that_is_removed_leaves_the_general_one(store, browser: FlaskClient, team: Team):
    post(browser, "/ladders/new", **a_ladder(team.id))
    with store() as session:
        ladder_id = session.scalars(select(Ladder.id).where(Ladder.name == "Ours")).one()

    assert post(browser, f"/ladders/{ladder_id}/remove").status_code == 303
    assert stored(store) == []


def test_before_saving_the_form_says_what_would_move(store, browser: FlaskClient, team: Team, manager: Viewer):
    with store() as session:
        a_promise(session, manager, kind_id=kind_id(session, "reply"), due=Due(MOMENT + timedelta(hours=6)))

    page = post(browser, "/ladders/new", **a_ladder(team.id, do="preview")).get_data(as_text=True)

    assert "Open promises touched: 1. Reminders at another moment: 1, new: 0, gone: 2." in page
    assert stored(store) == []


def test_other_hours_say_what_they_would_move(store, admin: FlaskClient, team: Team, manager: Viewer):
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    with store() as session:
        a_promise(session, manager, kind_id=kind_id(session, "reply"), due=Due(MOMENT + timedelta(days=1)))
    fields = {"name": "Service", "time_zone": "Europe/Berlin", "country": "", "region": ""}

    address = f"/admin/teams/{team.id}/moves"
    same = post(admin, address, **fields, **dict.fromkeys(days, HOURS)).get_data(as_text=True)
    other = post(admin, address, **fields, **dict.fromkeys(days, "8-12")).get_data(as_text=True)

    assert "No reminder that is planned now would change." in same
    assert "Open promises touched: 1." in other


def test_requests_for_approval_have_reminders_of_their_own(browser: FlaskClient, team: Team, store):
    assert "requests for approval" in browser.get("/ladders").get_data(as_text=True)
    form = browser.get("/ladders/new?about=approval").get_data(as_text=True)
    fields = a_ladder(team.id, **{"rungs-0-to_approver": "y", "rungs-0-to_asker": "y"})
    del fields["kind_id"]

    made = post(browser, "/ladders/new?about=approval", **fields)
    again = post(browser, "/ladders/new?about=approval", **fields)
    other = post(browser, "/ladders/new", **a_ladder(team.id))

    assert "Who may approve" in form
    assert "<h1>New reminders for approvals</h1>" in form
    assert "Kind of promise" not in form
    assert sorted(stored(store)) == [(-7200, "approver,asker", "app,mail"), (-7200, "owner", "app,mail")]
    assert (made.status_code, again.status_code, other.status_code) == (303, 422, 303)


def test_reminders_of_approvals_are_changed_as_such(browser: FlaskClient, team: Team, store):
    post(browser, "/ladders/new?about=approval", **a_ladder(team.id, **{"rungs-0-to_approver": "y"}))
    with store() as session:
        ladder_id = session.scalars(select(Ladder.id).where(Ladder.name == "Ours")).one()

    shown = browser.get(f"/ladders/{ladder_id}").get_data(as_text=True)
    changed = a_ladder(team.id, row_version=1, **{"rungs-0-amount": "3", "rungs-0-to_asker": "y"})
    answer = post(browser, f"/ladders/{ladder_id}", **changed)

    assert re.search(r"<input checked[^>]*to_approver", shown)
    assert "Which reminders would change?" not in shown
    assert answer.status_code == 303
    assert stored(store) == [(-10800, "asker", "app,mail")]
