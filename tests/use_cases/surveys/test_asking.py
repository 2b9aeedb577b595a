"""Who is asked by mail: of whom nothing was heard for long, at most once in that time, and nobody who wants no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.conftest import Store
from tests.support import builders as b
from tests.support.alerts import run_senders
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tests.support.surveys import DAY, SILENCE, a_silent_customer, a_survey, ask_after
from tracker.accounts.records import TeamAddress
from tracker.alerts.rules.ladders import Channel
from tracker.audit.queries import history
from tracker.customers.records import ContactPoint, Customer
from tracker.expectations.records import Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.noting import NoteExpectation, note_expectation
from tracker.kernel.mail import Mail
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Channel as Told
from tracker.promises.use_cases.checking_in import plan_check_in
from tracker.promises.use_cases.renegotiating import InformCustomer, Informed, inform_customer
from tracker.surveys.jobs import MOST_A_RUN, ask_the_silent
from tracker.surveys.records import Survey, SurveyRefusal

SATURDAY_BEFORE, EVENING = MOMENT - 2 * DAY, MOMENT + timedelta(hours=9)


@pytest.fixture
def anna(store: Store) -> Viewer:
    with store() as session:
        ask_after(session)
        return b.an_agent(session, "Anna")


@pytest.fixture
def customer_id(store: Store, anna: Viewer) -> int:
    with store() as session:
        return a_silent_customer(session, anna, "Bakery Sommer").id


@pytest.fixture
def ask(app: Flask, mailbox: Mailbox) -> Callable[[], list[Mail]]:
    """Return what a worker does every hour; it returns every mail so far."""

    def ask() -> list[Mail]:
        with app.app_context():
            ask_the_silent()
            run_senders(Channel.MAIL)
        return mailbox.mails

    return ask


def test_a_silent_customer_gets_two_questions_and_a_link(ask, customer_id, store):
    [mail] = ask()

    assert (mail.to, mail.name, mail.language) == (f"c{customer_id}@example.com", "Bakery Sommer", "en")
    assert "Did we do what we promised you?" in mail.text
    assert "http://127.0.0.1:5000/s/" in mail.text
    assert 'href="http://127.0.0.1:5000/s/' in mail.html
    with store() as session:
        assert [each.kind for each in history(session, "customer", customer_id)][:1] == ["survey_sent"]


def test_nobody_is_asked_twice_within_the_time(ask, customer_id, clock: FrozenClock):
    ask()
    clock.advance(DAY)

    assert len(ask()) == 1
    clock.advance(SILENCE * DAY)
    assert len(ask()) == 2


def test_nobody_is_asked_unless_the_tier_says_when(ask, customer_id, store):
    with store() as session:
        ask_after(session, None)

    assert ask() == []


@pytest.mark.parametrize("moment", [SATURDAY_BEFORE, EVENING])
def test_nobody_is_asked_at_night_or_at_the_weekend(ask, customer_id, clock: FrozenClock, moment):
    clock.moment = moment

    assert ask() == []


def _no_mail(session: Session, customer: Customer, _anna: Viewer) -> None:
    session.execute(delete(ContactPoint).where(ContactPoint.customer_id == customer.id))


def _unreachable(session: Session, customer: Customer, _anna: Viewer) -> None:
    [point] = session.scalars(select(ContactPoint).where(ContactPoint.customer_id == customer.id))
    point.value = "bäcker@exämple.de"


def _erased(_session: Session, customer: Customer, _anna: Viewer) -> None:
    customer.erased_at = MOMENT


def _merged(session: Session, customer: Customer, _anna: Viewer) -> None:
    customer.merged_into_id = b.a_customer(session).id


def _refused(session: Session, customer: Customer, _anna: Viewer) -> None:
    session.add(SurveyRefusal(customer_id=customer.id, at=MOMENT - 200 * DAY))


def _refused_before_merging(session: Session, customer: Customer, _anna: Viewer) -> None:
    double = b.a_customer(session)
    double.merged_into_id = customer.id
    session.add(SurveyRefusal(customer_id=double.id, at=MOMENT - 200 * DAY))


def _promised(session: Session, customer: Customer, anna: Viewer) -> None:
    b.a_promise(session, anna, now=MOMENT - 9 * DAY, customer_id=customer.id)


def _informed(session: Session, customer: Customer, anna: Viewer) -> None:
    [promise_id] = session.scalars(select(Promise.id).where(Promise.customer_id == customer.id))
    told = Informed(at=MOMENT - 9 * DAY, channel=Told.PHONE)
    inform_customer(session, InformCustomer(promise_id=promise_id, actor=anna, informed=told), MOMENT)


def _expected(session: Session, customer: Customer, anna: Viewer) -> None:
    [topic_id] = session.scalars(select(Topic.id).where(Topic.key == "other"))
    noted = NoteExpectation(actor=anna, customer_id=customer.id, topic_id=topic_id, source=Source.EXPERIENCE)
    note_expectation(session, noted, MOMENT - DAY)


def _asked_before_merging(session: Session, customer: Customer, _anna: Viewer) -> None:
    double = b.a_customer(session)
    double.merged_into_id = customer.id
    a_survey(session, double, sent_at=MOMENT - 9 * DAY)


def _never_promised(session: Session, customer: Customer, _anna: Viewer) -> None:
    for promise in session.scalars(select(Promise).where(Promise.customer_id == customer.id)):
        promise.visible_to_customer = False


@pytest.mark.parametrize(
    "why",
    [
        *(_no_mail, _unreachable, _erased, _merged, _refused, _refused_before_merging),
        *(_promised, _informed, _expected, _asked_before_merging, _never_promised),
    ],
)
def test_whoever_cannot_or_need_not_be_asked_is_not(why, ask, customer_id, store, anna):
    with store() as session:
        why(session, session.get_one(Customer, customer_id), anna)

    assert ask() == []
    with store() as session:
        assert session.scalars(select(Survey).where(Survey.sent_at == MOMENT)).all() == []


def test_a_check_in_of_which_the_customer_knows_nothing_is_no_talk(ask, customer_id, store):
    with store() as session:
        ask_after(session).check_in_days = 30
        session.get_one(Customer, customer_id).next_check_in_at = MOMENT
        assert plan_check_in(session, customer_id, MOMENT) is not None

    assert len(ask()) == 1


def test_whom_no_mail_reaches_holds_up_nobody_behind(ask, store, anna):
    with store() as session:
        _unreachable(session, a_silent_customer(session, anna), anna)
        reached = a_silent_customer(session, anna).id

    assert [mail.to for mail in ask()] == [f"c{reached}@example.com"]


@pytest.mark.long
def test_some_are_asked_in_an_hour_and_the_others_later(ask, store, anna):
    with store() as session:
        for _n in range(MOST_A_RUN + 2):
            a_silent_customer(session, anna)

    assert [len(ask()), len(ask())] == [MOST_A_RUN, MOST_A_RUN + 2]


def test_answers_to_the_mail_itself_go_to_the_team(ask, customer_id, store, anna):
    with store() as session:
        session.add(TeamAddress(address="service@example.org", team_id=anna.team_id))

    assert ask()[0].reply_to == "service@example.org"
