"""Days off are read from a calendar, looked at, chosen and entered, without scripts."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support.accounts_forms import forms_in, the_form
from tests.support.builders import a_team, an_account, an_admin
from tests.support.clock import MOMENT
from tests.support.http_sink import http_sink
from tracker.accounts.records import Absence, Account, ClosingDay, Team
from tracker.accounts.rules.throttle import PER_ACCOUNT
from tracker.audit.queries import history
from tracker.kernel.extensions import db

TODAY = MOMENT.date()
SOON = TODAY + timedelta(days=7)


def a_calendar(*days: tuple[date, date, str]) -> str:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{title}\r\nDTSTART;VALUE=DATE:{first:%Y%m%d}\r\n"
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}\r\nEND:VEVENT\r\n"
        for n, (first, last, title) in enumerate(days)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"


def look(browser: FlaskClient, page: str, **source: object) -> TestResponse:
    """Give the page a calendar as `address`, or the text of a `file`."""
    fields: dict[str, object] = dict(the_form(browser.get(page), "address").fields)
    if "file" in source:
        fields["file"] = (BytesIO(str(source["file"]).encode()), "days.ics")
    return browser.post(page, data=fields | {"address": source.get("address", "")})


def chosen_in(answer: TestResponse) -> list[str]:
    return [part.split('"')[0] for part in answer.text.split('name="chosen" value="')[1:]]


def enter(browser: FlaskClient, answer: TestResponse, chosen: list[str]) -> TestResponse:
    (form,) = [each for each in forms_in(answer.text) if each.action.endswith("/enter")]
    return browser.post(form.action, data=form.fields | {"chosen": chosen}, follow_redirects=True)


@pytest.fixture
def team(store: Store) -> Team:
    with store() as session:
        team = a_team(session, "Service")
        team.country = "DE"
        session.add(ClosingDay(team_id=team.id, day=SOON, name="Entered before"))
        return team


@pytest.fixture
def admin(store: Store, sign_in: SignIn) -> FlaskClient:
    with store() as session:
        who = an_admin(session)
    return sign_in(who)


@pytest.fixture
def ann(store: Store, team: Team) -> Account:
    with store() as session:
        return an_account(session, "Ann", team=team)


@pytest.fixture
def browser(sign_in: SignIn, ann: Account) -> FlaskClient:
    return sign_in(ann)


def test_closing_days_come_from_a_file_and_only_the_chosen_ones_are_entered(admin, team, store):
    page = f"/admin/teams/{team.id}/closing-days/read"
    christmas = date(TODAY.year, 12, 25)
    days = [(SOON, SOON + timedelta(days=2), "Works outing"), (christmas, christmas, "Known by the country")]

    looked = look(admin, page, file=a_calendar(*days))
    first, second = chosen_in(looked)
    entered = enter(admin, looked, [second])

    assert "2 days of it are here already." in looked.text
    assert "Works outing" in first
    assert "One closing day is entered." in entered.text
    with store() as session:
        stored = session.execute(select(ClosingDay.day, ClosingDay.name).order_by(ClosingDay.day)).all()
        assert stored == [(SOON, "Entered before"), (SOON + timedelta(days=2), "Works outing")]
        (event, *_) = history(session, "team", team.id)
        assert event.changes["closing_days"] == (None, f"{(SOON + timedelta(days=2)).isoformat()} Works outing")


def test_entering_the_same_days_twice_changes_nothing(admin, team, store):
    looked = look(admin, f"/admin/teams/{team.id}/closing-days/read", file=a_calendar((TODAY, TODAY, "Move")))
    enter(admin, looked, chosen_in(looked))

    again = enter(admin, looked, chosen_in(looked))

    assert "Nothing was chosen that would be new." in again.text
    with store() as session:
        assert len(history(session, "team", team.id)) == 1


def test_a_calendar_is_read_from_its_address_with_no_transaction_open(admin, team, app, monkeypatch):
    text = a_calendar((TODAY, TODAY, "Move"))
    transactions = []
    send = type(app.extensions["outbound"]).send

    def watched(self, request, *, most):
        transactions.append(db.session().in_transaction())
        return send(self, request, most=most)

    monkeypatch.setattr(type(app.extensions["outbound"]), "send", watched)
    with http_sink(f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}") as sink:
        looked = look(admin, f"/admin/teams/{team.id}/closing-days/read", address=sink.url)

    assert len(chosen_in(looked)) == 1
    assert transactions == [False]


def test_absences_are_the_busy_days_that_nobody_entered_and_can_be_taken_out_again(browser, ann, store):
    page = f"/accounts/{ann.id}/absences/read"
    with store() as session:
        session.add(Absence(account_id=ann.id, first_day=SOON, last_day=SOON))
        deputy = an_account(session, "Dora").id
    days = [
        (SOON, SOON + timedelta(days=4), "Far away"),
        (SOON + timedelta(days=5), SOON + timedelta(days=6), "Secret"),
    ]
    free = a_calendar((TODAY, TODAY, "Birthday")).replace("SUMMARY", "TRANSP:TRANSPARENT\r\nSUMMARY")

    looked = look(browser, page, file=a_calendar(*days).replace("END:VCALENDAR\r\n", free))
    (only,) = chosen_in(looked)
    (form,) = [each for each in forms_in(looked.text) if each.action.endswith("/enter")]
    form.fields["deputy_id"] = str(deputy)
    entered = browser.post(form.action, data=form.fields | {"chosen": [only]}, follow_redirects=True)

    assert "Far away, Secret" in only
    assert "One absence is entered." in entered.text
    with store() as session:
        stored = session.scalars(select(Absence).order_by(Absence.first_day)).all()
        (_, new) = [(each.first_day, each.last_day, each.deputy_id) for each in stored]
        assert new == (SOON + timedelta(days=1), SOON + timedelta(days=6), deputy)
        assert "Secret" not in str([event.changes for event in history(session, "account", ann.id)])
    takers = [each.action for each in forms_in(entered.text) if each.action.endswith("/cancel")]
    assert len(takers) == 2


@pytest.mark.parametrize(
    "source", [{}, {"file": "<html>"}, {"address": "ftp://example.com"}, {"file": "BEGIN:VCALENDAR"}]
)
def test_what_is_no_calendar_is_said_at_its_field_and_what_was_typed_stays(browser, ann, source):
    answer = look(browser, f"/accounts/{ann.id}/absences/read", **source)

    assert answer.status_code == 422
    assert source.get("address", "") in answer.text
    assert 'class="errors"' in answer.text


def test_what_could_not_be_understood_is_counted(browser, ann):
    unclear = a_calendar((TODAY, TODAY, "Away")).replace("END:VEVENT", "RRULE:FREQ=HOURLY\r\nEND:VEVENT")

    answer = look(browser, f"/accounts/{ann.id}/absences/read", file=unclear)

    assert answer.status_code == 200
    assert "One entry could not be understood." in answer.text
    assert "There is no day in it that would be new." in answer.text


@pytest.mark.parametrize("sent", ["x", "2026-13-01 2026-13-02 a", "2026-05-02 2026-05-01 a", "0001-01-01 9999-12-31 a"])
def test_nothing_is_entered_that_no_page_offers(admin, team, ann, store, sent):
    token = the_form(admin.get(f"/admin/teams/{team.id}/closing-days/read"), "address").fields["csrf_token"]
    for address in (f"/admin/teams/{team.id}/closing-days/enter", f"/accounts/{ann.id}/absences/enter"):
        answer = admin.post(address, data={"csrf_token": token, "chosen": [sent], "deputy_id": ""})
        assert answer.status_code == 422

    with store() as session:
        assert session.scalars(select(Absence)).all() == []


def test_colleagues_read_nobody_elses_days(sign_in, store, team, ann):
    with store() as session:
        other = an_account(session, "Other", team=team)
    colleague = sign_in(other)

    assert colleague.get(f"/accounts/{ann.id}/absences/read").status_code == 404
    assert colleague.get(f"/admin/teams/{team.id}/closing-days/read").status_code == 403


def test_calendars_are_not_read_as_often_as_somebody_likes(browser, ann):
    page = f"/accounts/{ann.id}/absences/read"

    answers = [look(browser, page, file="<html>").status_code for _ in range(PER_ACCOUNT + 1)]

    assert answers == [422] * PER_ACCOUNT + [429]
