"""Having a report mailed, from the report itself, and what can be done with it afterwards."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import builders as b
from tests.support.accounts_forms import press, send
from tests.support.alerts import run_senders
from tests.support.mailed_reports import MONDAY_NINE, Reported, a_reported_team, account_of
from tracker.accounts.records import Team
from tracker.kernel.smtp import MailFailed
from tracker.reports.jobs import mail_reports
from tracker.reports.queries import scheduled

LIST = "/reports/mails"


@pytest.fixture
def reported(store) -> Reported:
    with store() as session:
        return a_reported_team(session)


@pytest.fixture
def browser(sign_in, reported: Reported) -> FlaskClient:
    signed_in: FlaskClient = sign_in(reported.manager)
    return signed_in


def text(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_a_view_is_mailed_with_all_its_filters(browser: FlaskClient, reported: Reported, store):
    page = browser.get(f"/reports?period=91&team={reported.team.id}&by=weekday")
    [address] = re.findall(r'href="([^"]*/reports/mails/new[^"]*)"', page.text)

    answer = send(browser, unescape(address), name="Weekdays", rhythm="monthly", at="06:30", file_format="csv")

    assert answer.status_code == 303
    with store() as session:
        export = scheduled.own(session, reported.manager.id)[-1]
    assert export.query == f"period=91&team={reported.team.id}&by=weekday"
    assert (export.rhythm, export.weekday, export.minute, export.file_format) == ("monthly", None, 390, "csv")


def test_days_that_were_chosen_one_by_one_become_a_period_that_moves_on(browser: FlaskClient, reported, store):
    send(browser, "/reports/mails/new?since=2026-02-01&until=2026-02-14&by=kind", name="Chosen")

    with store() as session:
        assert scheduled.own(session, reported.manager.id)[-1].query == "by=kind&period=last_week"


def test_the_form_says_what_is_missing(browser: FlaskClient):
    answer = send(browser, "/reports/mails/new", name="", at="")

    assert answer.status_code == 422
    assert "Give it a name." in answer.text
    assert "At what time?" in answer.text


def test_the_list_says_when_what_comes(browser: FlaskClient):
    page = text(browser.get(LIST))

    for words in ("Service, weekly", "every week on Monday at 09:00", "last week", "XLSX", "today 09:00", "none yet"):
        assert words in page


def test_a_report_is_changed(browser: FlaskClient, reported: Reported, store):
    send(browser, f"{LIST}/{reported.export.id}", name="Daily", rhythm="daily", period="yesterday")

    page = text(browser.get(LIST))
    assert "every day at 09:00" in page
    assert "Daily" in page


def test_a_report_is_paused_and_goes_on(browser: FlaskClient, reported: Reported):
    press(browser, LIST, f"{LIST}/{reported.export.id}/pause")
    paused = text(browser.get(LIST))
    press(browser, LIST, f"{LIST}/{reported.export.id}/resume")

    assert "Next mail paused" in paused
    assert "Next mail paused" not in text(browser.get(LIST))


def test_a_report_is_sent_once_and_deleted(app, browser: FlaskClient, reported: Reported, mailbox):
    press(browser, LIST, f"{LIST}/{reported.export.id}/once")
    with app.app_context():
        run_senders()
    sent = text(browser.get(LIST))
    press(browser, LIST, f"{LIST}/{reported.export.id}/delete")

    assert len(mailbox.mails) == 1
    assert "Last mail sent, today 09:00" in sent
    assert "No report comes by mail yet." in browser.get(LIST).text


def test_the_list_says_that_a_mail_did_not_arrive(app, browser: FlaskClient, clock, mailbox):
    mailbox.failure = MailFailed("550 no such mailbox", is_permanent=True)
    clock.moment = MONDAY_NINE
    with app.app_context():
        mail_reports()
        run_senders()

    page = text(browser.get(LIST))

    assert "The last mail did not go out: 550 no such mailbox" in page
    assert "Last mail failed, today 09:00" in page


def test_a_team_that_was_lost_is_not_even_named(sign_in, store):
    with store() as session:
        reported = a_reported_team(session, name="Mine", query="by=kind&period=last_week&team={team}")
        team = session.get_one(Team, reported.team.id)
        team.is_closed, team.name, team.manager_id = True, "Secret", reported.agent.id
        account_of(session, reported.manager).team_id = b.a_team(session).id
    client = sign_in(reported.manager)

    assert "Secret" not in client.get(LIST).text
    assert "Secret" not in client.get(f"{LIST}/{reported.export.id}").text
    assert client.get(f"{LIST}/new?team={reported.team.id}").status_code == 403


def test_reports_of_others_are_not_there(sign_in, store, reported: Reported):
    with store() as session:
        other = b.a_manager(session, of=b.a_team(session))
    client = sign_in(other)

    assert client.get(f"{LIST}/{reported.export.id}").status_code == 404
    assert "Service, weekly" not in client.get(LIST).text


def test_agents_are_not_offered_mails(sign_in, reported: Reported):
    client = sign_in(reported.agent)

    assert LIST not in client.get("/reports").text
    assert client.get(LIST).status_code == 403


def test_the_ledger_names_a_report(app, sign_in, store, reported: Reported, clock):
    with store() as session:
        admin = b.an_admin(session)
    clock.moment = MONDAY_NINE
    with app.app_context():
        mail_reports()

    assert "Scheduled report" in sign_in(admin).get("/admin/deliveries").text


@pytest.mark.parametrize(("period", "first"), [("last_week", "Mon 23 Feb 2026"), ("yesterday", "Sun 1 Mar 2026")])
def test_a_report_itself_knows_periods_that_have_ended(browser: FlaskClient, period: str, first: str):
    assert f"{first} to Sun 1 Mar 2026" in text(browser.get(f"/reports?period={period}"))
