"""What people set for themselves, without scripts."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support.accounts_forms import forms_in, press, send, the_form
from tests.support.builders import a_manager, a_team, an_account, an_agent
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.accounts.use_cases.absences import PlanAbsence, plan_absence
from tracker.kernel.people import Role, Viewer

TODAY = MOMENT.date().isoformat()


@pytest.fixture
def ann(store: Store) -> Viewer:
    with store() as session:
        an_account(session, "Bob")
        return an_agent(session, "Ann")


@pytest.fixture
def browser(sign_in: SignIn, ann: Viewer) -> FlaskClient:
    return sign_in(ann)


def test_a_profile_is_changed_and_the_page_speaks_the_new_language(browser: FlaskClient) -> None:
    answer = send(browser, "/settings", name="Anne", locale="de", time_zone="Europe/London")

    page = browser.get("/settings").text
    assert answer.status_code == 303
    assert "Einstellungen" in page
    assert "Gespeichert." in page
    assert 'value="Anne"' in page


def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(browser: FlaskClient) -> None:
    answer = send(browser, "/settings", name="Anne", time_zone="Europe/Atlantis")

    assert answer.status_code == 422
    assert "Unknown time zone: Europe/Atlantis" in answer.text
    assert 'value="Anne"' in answer.text


def test_the_second_of_two_changes_sees_the_first(browser: FlaskClient, ann: Viewer, store: Store) -> None:
    form = the_form(browser.get("/settings"), "row_version")
    send(browser, "/settings", name="First")

    late = browser.post("/settings", data=form.fields | {"name": "Second"})

    assert late.status_code == 409
    assert "Somebody else changed this" in late.text
    assert "First" in late.text
    mine = the_form(late, "row_version")
    assert mine.fields["name"] == "Second"
    assert browser.post("/settings", data=mine.fields).status_code == 303
    with store() as session:
        assert session.get_one(Account, ann.id).name == "Second"


def test_an_absence_is_entered_and_taken_out_again(browser: FlaskClient) -> None:
    entered = send(browser, "/settings/absences", first_day=TODAY, last_day=TODAY)
    actions = [form.action for form in forms_in(browser.get("/settings/absences").text)]
    (cancel,) = [action for action in actions if action.endswith("/cancel")]

    taken_out = press(browser, "/settings/absences", cancel)

    assert (entered.status_code, taken_out.status_code) == (303, 303)
    assert "No absence is entered." in browser.get("/settings/absences").text


def test_the_manager_enters_an_absence_for_the_team_and_colleagues_cannot(sign_in: SignIn, store: Store) -> None:
    with store() as session:
        team = a_team(session)
        manager, ill, colleague = (
            a_manager(session, of=team),
            an_agent(session, team=team),
            an_agent(session, team=team),
        )
    address = f"/accounts/{ill.id}/absences"

    entered = send(sign_in(manager), address, first_day=TODAY, last_day=TODAY)

    assert (entered.status_code, entered.headers["Location"]) == (303, address)
    assert sign_in(colleague).get(address).status_code == 404


def test_an_absence_names_who_stands_in(browser: FlaskClient, ann: Viewer, store: Store) -> None:
    with store() as session:
        deputy = an_account(session, "Cem").id
        plan = PlanAbsence(account_id=ann.id, first_day=MOMENT.date(), last_day=MOMENT.date(), deputy_id=deputy)
        plan_absence(session, plan, ann, MOMENT)

    assert "Stands in: Cem" in browser.get("/settings/absences").text


def test_administrators_keep_no_promises_and_stand_in_for_nobody(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        an_account(session, "Sabine", role=Role.ADMIN)
        an_account(session, "Cem")

    offered = browser.get("/settings/absences").text

    assert "Cem (" in offered
    assert "Sabine (" not in offered


@pytest.mark.parametrize("page", ["", "/absences", "/password", "/sign-ins"])
def test_every_page_of_the_settings_is_there_in_both_languages(
    browser: FlaskClient, ann: Viewer, store: Store, page: str
) -> None:
    english = browser.get(f"/settings{page}")
    with store() as session:
        session.get_one(Account, ann.id).locale = "de"

    german = browser.get(f"/settings{page}")

    assert "<h1>Settings</h1>" in english.text
    assert "<h1>Einstellungen</h1>" in german.text
