"""Digests: at the hour somebody chose, once a day, of what is owed as they are sent."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.support.alerts import deliveries, run_senders
from tests.support.builders import a_manager, a_promise, a_team, an_account, an_agent, at
from tests.support.clock import FrozenClock
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Absence, Team
from tracker.alerts.jobs.upkeep import write_digests
from tracker.alerts.records import NoticeSettings
from tracker.alerts.rules.digests import Digest, digests_due
from tracker.alerts.rules.preferences import Preferences
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise

HALF_PAST_SEVEN = at("2026-03-04 06:30")
"""Wednesday, half past seven in Berlin; the office opens at eight."""
BEFORE = at("2026-03-03 08:00")


@pytest.fixture
def context(app: Flask):
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def team(store) -> Team:
    with store() as session:
        return a_team(session, "Service")


@pytest.fixture
def anna(store, team: Team) -> Viewer:
    with store() as session:
        anna = an_agent(session, "Anna", team=team)
        session.add(NoticeSettings(account_id=anna.id, daily_at=7 * 60 + 30))
        return anna


def owes(store, actor: Viewer, statement: str, due: str) -> int:
    with store() as session:
        return a_promise(session, actor, now=BEFORE, statement=statement, due=Due(at(due))).id


def at_hour(clock: FrozenClock, moment: datetime) -> None:
    """Let the worker write and send digests at a moment."""
    clock.moment = moment
    write_digests(lambda: False)
    run_senders()


def digests(mailbox: Mailbox) -> list[str]:
    return [mail.text for mail in mailbox.mails]


def test_a_daily_digest_tells_what_is_overdue_due_today_and_to_take_over(context, store, clock, mailbox, anna, team):
    owes(store, anna, "Overdue thing", "2026-03-03 09:00")
    owes(store, anna, "Thing of today", "2026-03-04 15:00")
    owes(store, anna, "Thing of tomorrow", "2026-03-05 15:00")
    with store() as session:
        ben = an_agent(session, "Ben", team=team)
        offered = a_promise(session, ben, now=BEFORE, statement="Offered thing", due=Due(at("2026-03-09 09:00")))
        offer = HandOverPromise(promise_id=offered.id, actor=ben, seen_version=offered.row_version, to_id=anna.id)
        hand_over_promise(session, offer, BEFORE)

    at_hour(clock, HALF_PAST_SEVEN)

    [text] = digests(mailbox)
    assert [word in text for word in ("Overdue thing", "Thing of today", "Offered thing")] == [True, True, True]
    assert "Thing of tomorrow" not in text
    assert mailbox.mails[0].subject == "Today: 2 promises"


def test_a_digest_comes_once_however_often_somebody_looks(context, store, clock, mailbox, anna):
    owes(store, anna, "Thing", "2026-03-04 15:00")

    for minutes in (0, 5, 60):
        at_hour(clock, HALF_PAST_SEVEN + timedelta(minutes=minutes))

    assert len(digests(mailbox)) == 1


def test_a_digest_that_has_nothing_to_tell_is_not_sent(context, clock, mailbox, anna):
    at_hour(clock, HALF_PAST_SEVEN)

    assert digests(mailbox) == []
    assert [(each.state, each.last_error) for each in deliveries(db.session())] == [("cancelled", "nothing_owed")]


def test_whoever_is_away_gets_none(context, store, clock, mailbox, anna, team):
    owes(store, anna, "Thing", "2026-03-04 15:00")
    with store() as session:
        deputy, day = an_account(session, "Dora", team=team), HALF_PAST_SEVEN.date()
        session.add(Absence(account_id=anna.id, first_day=day, last_day=day, deputy_id=deputy.id))

    at_hour(clock, HALF_PAST_SEVEN)

    assert digests(mailbox) == []


def test_a_manager_is_told_every_monday_at_eight_without_asking(context, store, clock, mailbox, team, anna):
    with store() as session:
        a_manager(session, "Max", of=session.merge(team))
    owes(store, anna, "Overdue thing", "2026-03-06 09:00")
    owes(store, anna, "Thing of the week", "2026-03-11 09:00")

    at_hour(clock, at("2026-03-09 07:00"))

    [text] = [mail.text for mail in mailbox.mails if mail.name == "Max"]
    assert "Overdue thing" in text
    assert "Thing of the week" not in text
    assert "Due within the next seven days: 1" in " ".join(text.split())


@pytest.mark.parametrize(
    ("wall", "is_working_day", "expected"),
    [
        ("2026-03-04 07:29", True, []),
        ("2026-03-04 07:30", True, [Digest.DAILY]),
        ("2026-03-04 13:30", True, [Digest.DAILY]),
        ("2026-03-04 13:31", True, []),
        ("2026-03-04 07:30", False, []),
        ("2026-03-09 08:00", False, [Digest.WEEKLY]),
        ("2026-03-09 08:00", True, [Digest.DAILY, Digest.WEEKLY]),
    ],
)
def test_a_digest_has_its_hour_and_a_few_more_for_a_worker_that_was_down(
    wall: str, *, is_working_day: bool, expected: list[Digest]
):
    wish = Preferences(daily_at=7 * 60 + 30)

    due = digests_due(wish, at(wall), is_working_day=is_working_day, manages=True)

    assert [each.digest for each in due] == expected
