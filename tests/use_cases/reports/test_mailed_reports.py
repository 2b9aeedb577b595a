"""Reports by mail: at their hour, once, about what has ended, with the rights that their reader has by then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.alerts import deliveries, run_senders
from tests.support.clock import FrozenClock
from tests.support.mailbox import Mailbox
from tests.support.mailed_reports import MONDAY_NINE, WANTED, Reported, a_kept_promise, a_reported_team, account_of
from tracker.accounts.records import Team
from tracker.alerts.queries.delivering import Taker
from tracker.alerts.rules.delivering import LEASE
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.delivering import begin_delivery, claim_deliveries
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.smtp import MailFailed
from tracker.reports.jobs import mail_reports
from tracker.reports.mails import GATHERERS
from tracker.reports.queries import scheduled
from tracker.reports.records import ScheduledExport
from tracker.reports.use_cases import scheduling
from tracker.worktime.zones import local

A_WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def reported(store) -> Reported:
    with store() as session:
        return a_reported_team(session)


@pytest.fixture
def at_hour(context, clock: FrozenClock) -> Callable[[datetime], None]:
    """Return what lets the worker write and send at a moment."""

    def at_hour(moment: datetime) -> None:
        clock.moment = moment
        mail_reports()
        run_senders()

    return at_hour


def stored(session: Session, reported: Reported) -> ScheduledExport:
    return session.get_one(ScheduledExport, reported.export.id, populate_existing=True)


def reasons() -> list[tuple[str, str]]:
    return [(each.state, each.last_error) for each in deliveries(db.session())]


def test_a_report_comes_at_its_hour_once_however_often_somebody_looks(at_hour, mailbox: Mailbox, reported):
    for minutes in (-1, 0, 1, 60):
        at_hour(MONDAY_NINE + timedelta(minutes=minutes))

    [mail] = mailbox.mails
    assert mail.name == "Marie"
    assert mail.subject == "Service, weekly: Mon 23 Feb 2026 to Sun 1 Mar 2026"
    assert "Kept on time: 3 of 3" in mail.text


def test_the_figures_travel_as_a_file(at_hour, mailbox: Mailbox, reported):
    at_hour(MONDAY_NINE)

    file = mailbox.mails[0].attachment
    assert file is not None
    assert file.name == "kind_2026-02-23_2026-03-01.xlsx"
    with ZipFile(BytesIO(file.content)) as parts:
        assert "Callback" in parts.read("xl/sharedStrings.xml").decode()


def test_each_mail_is_about_the_week_that_has_just_ended(at_hour, mailbox: Mailbox, reported):
    at_hour(MONDAY_NINE)
    at_hour(MONDAY_NINE + A_WEEK)

    assert [mail.subject.partition(": ")[2] for mail in mailbox.mails] == [
        "Mon 23 Feb 2026 to Sun 1 Mar 2026",
        "Mon 2 Mar 2026 to Sun 8 Mar 2026",
    ]
    assert "Nothing was due in this period." in mailbox.mails[1].text


def test_a_report_is_written_in_the_language_of_its_reader(at_hour, store, mailbox: Mailbox, reported):
    with store() as session:
        account_of(session, reported.manager).locale = "de"
        stored(session, reported).file_format = "csv"

    at_hour(MONDAY_NINE)

    file = mailbox.mails[0].attachment
    assert file is not None
    assert "Pünktlich gehalten: 3 von 3" in mailbox.mails[0].text
    assert "Rückruf" in file.content.decode("utf-8-sig")


def test_after_an_outage_the_last_moment_counts_and_no_earlier_one(at_hour, mailbox: Mailbox, reported):
    at_hour(MONDAY_NINE + 3 * A_WEEK + DAY)

    [mail] = mailbox.mails
    assert mail.subject.endswith("Mon 16 Mar 2026 to Sun 22 Mar 2026")


def test_a_worker_that_dies_after_writing_sends_nothing_twice(at_hour, clock, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE
    mail_reports()

    at_hour(MONDAY_NINE + timedelta(minutes=1))

    assert len(mailbox.mails) == 1


def test_a_worker_that_dies_while_sending_leaves_a_repeat_that_can_be_told(at_hour, clock, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE
    mail_reports()
    with transaction() as session:
        [claim] = claim_deliveries(session, Taker("dead", Channel.MAIL), MONDAY_NINE, 1)
        begun = begin_delivery(session, claim, MONDAY_NINE, GATHERERS)

    at_hour(MONDAY_NINE + LEASE + timedelta(seconds=1))

    [mail] = mailbox.mails
    assert begun is not None
    assert mail.is_possible_repeat
    assert mail.key == begun.parcel.key


def test_a_worker_that_knows_no_reports_leaves_them_to_one_that_does(at_hour, clock, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE
    mail_reports()
    with transaction() as session:
        [claim] = claim_deliveries(session, Taker("old", Channel.MAIL), MONDAY_NINE, 1)
        begun = begin_delivery(session, claim, MONDAY_NINE)

    at_hour(MONDAY_NINE + timedelta(hours=6))

    assert begun is None
    assert len(mailbox.mails) == 1


def test_a_team_that_was_closed_since_is_in_no_mail(at_hour, store, mailbox: Mailbox, reported):
    with store() as session:
        secret = b.a_team(session, "Secret", is_closed=True)
        a_kept_promise(session, b.an_agent(session, team=secret))

    at_hour(MONDAY_NINE)

    assert "Kept on time: 3 of 3" in mailbox.mails[0].text


def test_a_report_of_a_team_that_was_lost_is_not_sent(at_hour, store, mailbox: Mailbox):
    with store() as session:
        reported = a_reported_team(session, query="by=kind&period=last_week&team={team}")
        session.get_one(Team, reported.team.id).is_closed = True
        session.get_one(Team, reported.team.id).manager_id = reported.agent.id
        account_of(session, reported.manager).team_id = b.a_team(session).id

    at_hour(MONDAY_NINE)

    assert mailbox.mails == []
    assert reasons() == [("cancelled", "not_allowed")]


def test_rights_are_asked_when_a_mail_goes_out_not_when_it_was_written(at_hour, clock, store, mailbox: Mailbox):
    with store() as session:
        reported = a_reported_team(session, query="by=kind&period=last_week&team={team}")
    clock.moment = MONDAY_NINE
    mail_reports()
    with store() as session:
        session.get_one(Team, reported.team.id).is_closed = True
        session.get_one(Team, reported.team.id).manager_id = reported.agent.id
        account_of(session, reported.manager).team_id = b.a_team(session).id

    run_senders()

    assert mailbox.mails == []
    assert reasons() == [("cancelled", "not_allowed")]


def test_who_manages_no_more_gets_no_reports(at_hour, store, mailbox: Mailbox, reported):
    with store() as session:
        account_of(session, reported.manager).role = Role.AGENT.value

    at_hour(MONDAY_NINE)

    assert mailbox.mails == []
    assert reasons() == [("cancelled", "not_allowed")]


def test_a_closed_account_gets_none_and_goes_on_when_it_is_opened(at_hour, store, mailbox: Mailbox, reported):
    with store() as session:
        account_of(session, reported.manager).active = False
    at_hour(MONDAY_NINE)
    with store() as session:
        account_of(session, reported.manager).active = True

    at_hour(MONDAY_NINE + A_WEEK)

    assert [mail.subject.partition(": ")[2] for mail in mailbox.mails] == ["Mon 2 Mar 2026 to Sun 8 Mar 2026"]


def test_an_account_that_is_closed_after_writing_gets_none(at_hour, clock, store, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE
    mail_reports()
    with store() as session:
        account_of(session, reported.manager).active = False

    run_senders()

    assert mailbox.mails == []
    assert reasons() == [("cancelled", "inactive")]


def test_the_hour_is_that_of_the_place_where_its_reader_lives_by_now(at_hour, store, mailbox: Mailbox, reported):
    with store() as session:
        account_of(session, reported.manager).time_zone = "America/New_York"

    at_hour(MONDAY_NINE)
    assert mailbox.mails == []
    at_hour(MONDAY_NINE + timedelta(hours=6))

    assert len(mailbox.mails) == 1
    assert local(stored(db.session(), reported).next_at, "America/New_York").hour == 9


def test_a_paused_report_comes_no_more_until_it_goes_on(at_hour, store, clock, mailbox: Mailbox, reported):
    with store() as session:
        scheduling.pause_export(session, reported.manager, reported.export.id, clock.moment)
    at_hour(MONDAY_NINE + DAY)
    assert mailbox.mails == []

    with store() as session:
        scheduling.resume_export(session, reported.manager, reported.export.id, clock.moment)
    at_hour(MONDAY_NINE + 2 * DAY)
    assert mailbox.mails == []
    at_hour(MONDAY_NINE + A_WEEK)

    assert len(mailbox.mails) == 1


def test_a_deleted_report_is_not_sent_though_it_was_written(at_hour, clock, store, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE
    mail_reports()
    with store() as session:
        scheduling.remove_export(session, reported.manager, reported.export.id, MONDAY_NINE)

    run_senders()

    assert mailbox.mails == []
    assert reasons() == [("cancelled", "gone")]


def test_it_can_be_sent_once_now_and_its_rhythm_stays(at_hour, clock, store, mailbox: Mailbox, reported):
    clock.moment = MONDAY_NINE - DAY
    with store() as session:
        scheduling.send_once(session, reported.manager, reported.export.id, clock.moment)

    at_hour(MONDAY_NINE - DAY)
    at_hour(MONDAY_NINE)

    assert [mail.subject.partition(": ")[2] for mail in mailbox.mails] == [
        "Mon 16 Feb 2026 to Sun 22 Feb 2026",
        "Mon 23 Feb 2026 to Sun 1 Mar 2026",
    ]


def test_how_the_last_mail_went_is_known(at_hour, mailbox: Mailbox, reported):
    mailbox.failure = MailFailed("550 no such mailbox", is_permanent=True)
    at_hour(MONDAY_NINE)

    key = stored(db.session(), reported).last_key
    last = scheduled.last_mails(db.session(), [key])[key]

    assert (last.state, last.said) == ("dead", "550 no such mailbox")


def test_only_its_owner_changes_a_report(session: Session):
    reported = a_reported_team(session)

    for do in (scheduling.pause_export, scheduling.resume_export, scheduling.send_once, scheduling.remove_export):
        with pytest.raises(NotFound):
            do(session, b.a_manager(session, of=b.a_team(session)), reported.export.id, MONDAY_NINE)


def test_agents_have_no_reports_mailed(session: Session):
    with pytest.raises(Forbidden):
        scheduling.schedule_export(session, b.an_agent(session), WANTED, MONDAY_NINE)


def test_there_is_an_end_to_how_many_one_person_has(session: Session):
    manager = b.a_manager(session, of=b.a_team(session))
    for _ in range(scheduling.MOST):
        scheduling.schedule_export(session, manager, WANTED, MONDAY_NINE)

    with pytest.raises(Invalid):
        scheduling.schedule_export(session, manager, WANTED, MONDAY_NINE)
