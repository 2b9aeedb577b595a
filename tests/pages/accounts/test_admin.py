"""The administration of accounts and teams, without scripts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support.accounts_forms import forms_in, press, send, the_form
from tests.support.builders import a_manager, a_team, an_account, an_admin
from tests.support.clock import MOMENT
from tracker.accounts.calendars import calendar_of
from tracker.accounts.records import Account, Team, TeamAddress
from tracker.accounts.views.closing import KEY
from tracker.audit.queries import history
from tracker.kernel.people import Role
from tracker.worktime.calendar import Slot


@pytest.fixture
def browser(sign_in: SignIn, store: Store) -> FlaskClient:
    """Return the browser of an administrator."""
    with store() as session:
        admin = an_admin(session)
    return sign_in(admin)


def test_the_overview_leads_to_everything(browser: FlaskClient) -> None:
    page = browser.get("/admin").text

    assert 'href="/admin/accounts"' in page
    assert 'href="/admin/teams"' in page


def test_accounts_are_found_by_name_role_and_state(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        an_account(session, "Jörg Müller")
        an_account(session, "Mia Mull", role=Role.MANAGER)
        an_account(session, "Closed Mullen").active = False

    def names(query: str) -> set[str]:
        page = browser.get(f"/admin/accounts?{query}").text
        return {name for name in ("Jörg Müller", "Mia Mull", "Closed Mullen") if name in page}

    assert names("q=MULL") == {"Jörg Müller", "Mia Mull", "Closed Mullen"}
    assert names("q=mull+jorg") == {"Jörg Müller"}
    assert names("q=mull&role=manager") == {"Mia Mull"}
    assert names("q=mull&state=closed") == {"Closed Mullen"}
    assert "No account fits" in browser.get("/admin/accounts?q=zzz").text


def test_long_lists_page_by_name(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        team = a_team(session)
        for number in range(60):
            an_account(session, f"Person {number:02}x", team=team)
    first = browser.get("/admin/accounts?q=person").text
    rest = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")

    second = browser.get(rest).text

    shown = [number for number in range(60) if f"Person {number:02}x" in second]
    assert shown
    assert not any(f"Person {number:02}x" in first for number in shown)


def test_an_account_is_changed(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        number = an_account(session, "Ann").id

    answer = send(browser, f"/admin/accounts/{number}", name="Anne", role="manager")

    assert answer.status_code == 303
    with store() as session:
        account = session.get_one(Account, number)
        assert (account.name, account.role) == ("Anne", "manager")


def test_a_refused_change_is_explained_in_the_form(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        taken, number = an_account(session).email, an_account(session).id

    answer = send(browser, f"/admin/accounts/{number}", email=taken)

    assert answer.status_code == 422
    assert "There is an account with this address already." in answer.text


def test_closing_asks_first_and_can_be_undone(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        number = an_account(session, "Ann").id
    account = f"/admin/accounts/{number}"

    press(browser, f"{account}/close", "")
    closed = browser.get(account).text
    press(browser, account, f"{account}/open")

    assert "The account is closed: Ann." in closed
    with store() as session:
        assert session.get_one(Account, number).active


def test_what_must_come_first_is_asked_of_the_other_rooms(
    app: Flask, browser: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store() as session:
        number = an_account(session).id
    monkeypatch.setitem(app.extensions, KEY, [lambda account_id: f"/hand-over/{account_id}"])

    answer = browser.get(f"/admin/accounts/{number}/close")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/hand-over/{number}")


def test_a_team_is_added_with_hours_as_people_write_them(browser: FlaskClient, store: Store) -> None:
    answer = send(browser, "/admin/teams/new", name="Service", monday="8-12, 13-17:30", friday="", country="")

    assert answer.status_code == 303
    with store() as session:
        team_id = session.scalars(select(Team.id).where(Team.name == "Service")).one()
        week = calendar_of(session, team_id).week
    assert week[0] == (Slot(480, 720), Slot(780, 1050))
    assert week[1] == (Slot(540, 1020),)
    assert week[4] == ()


def test_hours_that_cannot_be_read_are_said_at_their_day(browser: FlaskClient) -> None:
    answer = send(browser, "/admin/teams/new", name="Service", monday="early to late")

    assert answer.status_code == 422
    assert 'href="#monday"' in answer.text
    assert "Not understood: early to late." in answer.text


def test_a_team_has_addresses_for_copies_of_mails(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        number = a_team(session).id
    address = f"/admin/teams/{number}"

    added = send(browser, address, addresses="Service@shop.example; lager@shop.example")
    shown = the_form(browser.get(address), "addresses").fields["addresses"]
    removed = send(browser, address, addresses="lager@shop.example")

    assert (added.status_code, removed.status_code) == (303, 303)
    assert shown == "lager@shop.example, service@shop.example"
    with store() as session:
        assert session.scalars(select(TeamAddress.address)).all() == ["lager@shop.example"]
        told = [each.changes.get("addresses") for each in history(session, "team", number)]
    assert ["lager@shop.example, service@shop.example", "lager@shop.example"] in [list(each) for each in told if each]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("service", "This is not a mail address."),
        ("TAKEN@shop.example", "taken@shop.example is the address of the team Before."),
        (" ".join(f"a{n}@shop.example" for n in range(11)), "At most ten addresses."),
    ],
)
def test_an_address_that_is_none_or_taken_is_refused(
    browser: FlaskClient, store: Store, typed: str, words: str
) -> None:
    with store() as session:
        session.add(TeamAddress(address="taken@shop.example", team_id=a_team(session, "Before").id))
        number = a_team(session).id

    answer = send(browser, f"/admin/teams/{number}", addresses=typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#addresses"' in answer.text


def test_an_address_is_a_person_s_or_a_team_s(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_account(session)
        team = a_team(session)
        session.add(TeamAddress(address="service@shop.example", team_id=team.id))

    of_team = send(browser, f"/admin/teams/{team.id}", addresses=ann.email)
    of_person = send(browser, f"/admin/accounts/{ann.id}", email="Service@shop.example")

    assert (of_team.status_code, of_person.status_code) == (422, 422)
    assert f"{ann.email} is the address of a person." in of_team.text
    assert "This is the address of a team for copies of mails." in of_person.text


def test_another_country_offers_its_regions(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        number = a_team(session).id
    send(browser, f"/admin/teams/{number}", country="DE")
    form = the_form(browser.get(f"/admin/teams/{number}"), "country")
    assert send(browser, f"/admin/teams/{number}", country="DE", region="BY").status_code == 303

    refused = browser.post(
        f"/admin/teams/{number}",
        data=the_form(browser.get(f"/admin/teams/{number}"), "country").fields | {"country": "AT"},
    )

    assert form.fields["region"] == ""
    assert refused.status_code == 422
    assert "Tirol" in refused.text


def test_two_administrators_do_not_overwrite_each_other(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        number = a_team(session, "Before").id
    address = f"/admin/teams/{number}"
    form = the_form(browser.get(address), "row_version")
    send(browser, address, monday="10-12")

    late = browser.post(address, data=form.fields | {"monday": "8-9"})

    assert late.status_code == 409
    assert "10:00–12:00" in late.text
    assert the_form(late, "row_version").fields["monday"] == "8-9"


def test_a_manager_of_a_team_is_chosen_among_managers(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        team = a_team(session)
        manager = a_manager(session, "Marie", of=a_team(session))
        an_account(session, "Ann", team=team)
    address = f"/admin/teams/{team.id}"

    page = browser.get(address).text

    assert "Marie" in page
    assert "Ann (" not in page
    assert send(browser, address, manager_id=str(manager.id)).status_code == 303


def test_holidays_are_shown_by_name_and_closing_days_are_entered(browser: FlaskClient, store: Store) -> None:
    with store() as session:
        team = a_team(session)
        team.country = "DE"
    address = f"/admin/teams/{team.id}/closing-days"
    day = (MOMENT + timedelta(days=3)).date().isoformat()

    entered = send(browser, address, day=day, occasion="Works outing")
    page = browser.get(address).text
    (remove,) = [form.action for form in forms_in(page) if form.action.endswith("/remove")]
    press(browser, address, remove)

    assert entered.status_code == 303
    assert "Good Friday" in page
    assert "Works outing" in page
    assert "Works outing" not in browser.get(address).text
