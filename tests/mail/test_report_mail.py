"""How reports by mail read, in both languages, and how their file travels."""

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial

import pytest
from flask import Flask

from config import Settings
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tracker.accounts.rules.telling import Told
from tracker.alerts.channels.mail import mail_of
from tracker.alerts.messages import message_of
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.use_cases.contents import RoomLetter
from tracker.app import create_app
from tracker.kernel.mail import Mail, as_message
from tracker.kernel.people import Role, Viewer
from tracker.promises.measures import Measures
from tracker.promises.records import Kind
from tracker.reports.asking import Found
from tracker.reports.forms.wishes import Wish
from tracker.reports.groups import Ground, Group
from tracker.reports.mails import ReportMail, message
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.naming import Names
from tracker.reports.rules.periods import Period

LANGUAGES = pytest.mark.parametrize("locale", ["de", "en"])
WEEK = Period(date(2026, 2, 23), date(2026, 3, 1))
WISH = Wish(period=WEEK, relative="last_week", team_id=3, kind_id=1, is_mine=False, by="kind")
MEASURES = Measures(
    kept_on_time=271, kept_late=12, partly_kept=3, broken=2, open_overdue=3, as_first_promised=250, informed_in_time=30
)
READER = Viewer(id=8, name="Anna Nowak", role=Role.MANAGER, team_id=3)


@pytest.fixture(scope="module")
def context() -> Iterator[Flask]:
    settings = Settings(
        database_url="sqlite://", testing=True, base_url="https://zusagen.example.org", organisation="Stadtwerke"
    )
    app = create_app(settings)
    with app.app_context():
        yield app


def report(measures: Measures = MEASURES, file_format: str = "xlsx") -> ReportMail:
    kind = Kind(id=1, key="callback", name_de="Rückruf", name_en="Callback")
    names = Names(teams=[(3, "Kundendienst <Nord>")], people={3: 5}, kinds=[kind], tiers=[], customers={})
    ground = Ground(Asked(period=WEEK, moment=MOMENT), names, Told.among(names.people, READER))
    groups = [Group("Rückruf", measures, {"kind": 1})]
    return ReportMail(
        key="report:5:20260302T0600",
        name="Kundendienst & Rückrufe",
        file_format=file_format,
        found=Found(WISH, ground, {}, groups),
        measures=measures,
        earlier=Measures(kept_on_time=7, kept_late=1),
        reader=READER,
    )


def mail(locale: str, told: ReportMail) -> Mail:
    to = Addressee(account_id=8, email="anna@example.com", name="Anna", locale=locale, time_zone="Europe/Berlin")
    letter = RoomLetter(key=told.key, to=to, says=partial(message, told))
    return mail_of(message_of(letter, MOMENT), to)


@LANGUAGES
@pytest.mark.usefixtures("context")
def test_a_report_by_mail_reads_as_it_was_approved(locale: str):
    written = mail(locale, report())

    check_golden(f"report.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"report.{locale}.html", written.html)


@LANGUAGES
@pytest.mark.usefixtures("context")
def test_a_report_of_nothing_says_so(locale: str):
    written = mail(locale, report(Measures()))

    check_golden(f"report_empty.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")


@pytest.mark.parametrize(("file_format", "mimetype"), [("csv", "text/csv"), ("xlsx", "application/vnd.openxml")])
@pytest.mark.usefixtures("context")
def test_the_file_arrives_as_it_was_made(file_format: str, mimetype: str):
    written = mail("de", report(file_format=file_format))
    sent = as_message(written, "Zusagen <promises@example.org>", MOMENT).as_bytes()

    parsed = message_from_bytes(sent, EmailMessage, policy=default)
    [file] = parsed.iter_attachments()

    assert written.attachment is not None
    assert file.get_payload(decode=True) == written.attachment.content
    assert file.get_content_type().startswith(mimetype)
    assert file.get_filename() == f"kind_2026-02-23_2026-03-01_team-3_kind-1.{file_format}"
    body = parsed.get_body(("html",))
    assert body is not None
    assert "Kundendienst &lt;Nord&gt;" in body.get_content()


@pytest.mark.usefixtures("context")
def test_the_link_opens_the_very_days_that_the_mail_is_about():
    written = mail("en", report())

    address = "https://zusagen.example.org/reports?since=2026-02-23&until=2026-03-01&team=3&kind=1&by=kind"
    assert address in written.text
