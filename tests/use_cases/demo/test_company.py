"""The demo company looks as if it had worked with the tracker for months."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tracker.accounts.queries.viewers import viewer_of
from tracker.accounts.records import Account, Team
from tracker.alerts.queries.delivering import Taker
from tracker.alerts.queries.health import waiting_since
from tracker.alerts.records import Alert, Delivery, Notice
from tracker.alerts.rules.health import lag
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.delivering import claim_deliveries
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.planning import plan_alerts
from tracker.audit.queries import first_broken_link
from tracker.customers.records import Customer
from tracker.demo import living
from tracker.demo.people import JANA, PEOPLE
from tracker.expectations.queries import counting
from tracker.expectations.records import Expectation
from tracker.expectations.rules import MOST_SHOWN
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.portal.records import Confirmation
from tracker.precedents.queries.approvals import how_many_wait
from tracker.precedents.queries.exceptions import Kind
from tracker.precedents.queries.exceptions import exceptions as registered
from tracker.precedents.queries.kept import Decided, kept_by_policy
from tracker.precedents.queries.practice import exceptions
from tracker.precedents.queries.situations import ending_by
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules.drift import judged
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.promises.measures import FEW
from tracker.promises.records import HandOver, Informing, Promise
from tracker.promises.rules import State
from tracker.surveys.queries.counting import by_tier
from tracker.surveys.records import Survey, SurveyRefusal
from tracker.surveys.rules import together, told_apart
from tracker.worktime.zones import end_of_day, local_day

SATURDAY_NIGHT = b.at("2026-11-21 23:40")
NEW_YEAR = b.at("2027-01-01 09:00")
CLOCKS_CHANGE = b.at("2026-03-29 00:30")
YEAR = timedelta(days=365)


def made(session: Session, now: datetime = MOMENT, *, past_lives: int) -> None:
    """Make the company, without passwords."""
    living.make_company(session, {person.email: "" for person in PEOPLE}, now, past_lives=past_lives)


@pytest.mark.long
def test_the_company_looks_as_if_it_had_worked_for_months(session: Session) -> None:
    """Making it takes as long as a hundred other tests: everything is asked of one."""
    made(session, past_lives=100)

    check_two_teams_of_five_and_who_leads_them_made_hundreds_of_promises_to_sixty_customers(session)
    check_nothing_has_happened_after_the_present_moment(session)
    check_nobody_is_woken_by_what_is_past(session)
    check_requests_were_decided_alike_but_for_one_and_one_waits(session)
    check_what_was_granted_was_promised_and_its_report_tells_it_by_policy(session)
    check_everybody_counts_on_something_and_most_of_it_was_corrected_in_time(session)
    check_dates_were_confirmed_by_mail_and_new_ones_inform_unless_the_mail_was_refused(session)
    check_silent_customers_were_asked_and_did_everything_that_one_can_do(session)
    check_enough_answered_for_their_answers_to_be_told_by_tier(session)
    check_no_mail_of_the_past_is_left_for_a_worker(session)


def check_two_teams_of_five_and_who_leads_them_made_hundreds_of_promises_to_sixty_customers(session: Session) -> None:
    assert _many(session, Team.id.is_not(None)) == 3
    assert _many(session, Account.id.is_not(None)) == 14
    assert set(session.scalars(select(Team.name).join(Promise, Promise.team_id == Team.id))) == {
        "Service Nord",
        "Care London",
    }
    assert _many(session, Customer.id.is_not(None)) == 60
    assert _many(session, Promise.id.is_not(None)) > 250
    assert set(session.scalars(select(Promise.state))) == {state.value for state in State}
    assert set(session.scalars(select(HandOver.state))) >= {"waiting", "accepted", "declined", "returned"}
    assert set(session.scalars(select(Promise.renegotiations))) >= {0, 1, 2, 3}
    assert _many(session, Promise.kept_at > Promise.late_at) > 10
    assert _many(session, Promise.makes_good_id.is_not(None)) > 5
    assert first_broken_link(session) is None


def check_nothing_has_happened_after_the_present_moment(session: Session) -> None:
    assert _many(session, Promise.made_at > MOMENT) == 0
    assert _many(session, Promise.settled_at > MOMENT) == 0
    assert _many(session, Promise.changed_at > MOMENT) == 0


def check_nobody_is_woken_by_what_is_past(session: Session) -> None:
    offices = Offices.read(session)
    waiting = session.scalars(select(Promise.id).where(Promise.attention_at.is_not(None))).all()
    for promise_id in waiting:
        plan_alerts(session, promise_id, offices, MOMENT)

    planned = session.scalars(select(Alert.fire_at).where(Alert.state == "planned")).all()
    assert len(planned) > 100
    assert min(planned) >= MOMENT
    assert _many(session, Promise.attention_at > MOMENT) == 0
    assert lag(waiting_since(session), MOMENT) == timedelta()


def check_requests_were_decided_alike_but_for_one_and_one_waits(session: Session) -> None:
    emails = {person.name: person.email for person in PEOPLE}
    account = session.scalars(select(Account).where(Account.email == emails["Katrin Möller"])).one()
    director = session.scalars(select(Account).where(Account.email == emails["Renate Albers"])).one()
    team = session.scalars(select(Team).where(Team.manager_id == account.id)).one()
    viewer, above = viewer_of(session, account.id), viewer_of(session, director.id)

    jana = session.scalars(select(Account).where(Account.email == JANA.email)).one()
    [flag] = session.scalars(select(Flag)).all()
    [drift] = judged(exceptions(session, viewer, MOMENT))

    assert (flag.type, flag.team_id) == ("treatment", team.id)
    assert (drift.unit, drift.granted) == (("expired_coupon", team.id), 9)
    assert [how_many_wait(session, each, MOMENT) for each in (viewer, above)] == [1, 1]
    ending = registered(session, viewer, Kind.ENDING_SOON, now=MOMENT, after=None, limit=9)
    assert [each.decision.decided_by_id for each in ending if each.may_go_on()] == [jana.id]
    [policy] = ending_by(session, MOMENT, MOMENT + TOLD_BEFORE)
    assert policy.changed_by_id == viewer.id
    assert _many(session, Decision.id.is_not(None)) > 60
    assert _many(session, Decision.decided_at > MOMENT) == 0


def check_what_was_granted_was_promised_and_its_report_tells_it_by_policy(session: Session) -> None:
    viewer = b.viewer_of(session.scalars(select(Account).where(Account.email == JANA.email)).one())
    found = kept_by_policy(session, viewer, Decided(since=MOMENT - YEAR, until=MOMENT), MOMENT)
    told = [each.measures for each in found if each.people >= FEWEST_PEOPLE]

    assert len(told) >= 2
    assert all(each.judged >= FEW for each in told)
    assert any(each.judged > each.kept_on_time for each in told)


def check_everybody_counts_on_something_and_most_of_it_was_corrected_in_time(session: Session) -> None:
    viewer = b.viewer_of(b.an_account(session))
    found = counting.total(counting.by_topic(session, viewer, since=MOMENT - YEAR, now=MOMENT).values())

    assert found.many == 60 + _many(session, Expectation.is_own_word.is_(True))
    assert found.open > 5
    assert found.in_time > found.measured - found.in_time > 0
    assert len(counting.often(session, viewer, None, MOMENT)) == MOST_SHOWN


def check_dates_were_confirmed_by_mail_and_new_ones_inform_unless_the_mail_was_refused(session: Session) -> None:
    asked = select(Confirmation, Delivery.state).join(Delivery, Delivery.dedupe_key == Confirmation.delivery_key)
    sent = session.execute(asked).all()
    refused = [confirmation.promise_id for confirmation, state in sent if state == "dead"]
    unheard = session.scalars(select(Promise).where(Promise.id.in_(refused))).all()
    told = session.scalars(select(Informing).where(Informing.words.in_([each.subject for each, _state in sent])))

    assert len(sent) > 10
    assert {state for _confirmation, state in sent} == {"sent", "dead"}
    assert all(confirmation.noted_at == confirmation.sent_at for confirmation, _state in sent)
    assert {(each.promise_id, each.level) for each in told} == {
        (each.promise_id, each.level) for each, state in sent if each.level and state == "sent"
    }
    assert {(each.state, each.renegotiations, each.first_informed_at) for each in unheard} == {("open", 1, None)}


def check_silent_customers_were_asked_and_did_everything_that_one_can_do(session: Session) -> None:
    own = session.scalars(select(Expectation.answer).where(Expectation.is_own_word)).all()

    assert set(session.scalars(select(Survey.kept))) == {"yes", "partly", "no", None}
    assert _many(session, Survey.answered_at.is_not(None)) >= 8
    assert _many(session, Survey.answered_at > MOMENT) == 0
    assert _many(session, SurveyRefusal.customer_id.is_not(None)) >= 1
    assert set(session.scalars(select(Survey.language))) == {"de", "en"}
    assert set(own) == {"open", "corrected"}


def check_enough_answered_for_their_answers_to_be_told_by_tier(session: Session) -> None:
    viewer = b.viewer_of(session.scalars(select(Account).where(Account.email == JANA.email)).one())
    groups = by_tier(session, viewer, since=MOMENT - YEAR, until=MOMENT)

    assert together(groups).is_told
    assert len(told_apart(groups)) == 2


def check_no_mail_of_the_past_is_left_for_a_worker(session: Session) -> None:
    taker = Taker(worker_id="worker", channel=Channel.MAIL)

    assert claim_deliveries(session, taker, MOMENT, 100) == []
    unsent = Delivery.state.not_in(("sent", "dead", "cancelled"))
    assert _many(session, and_(unsent, Delivery.visible_at <= MOMENT)) == 0
    assert _many(session, Delivery.sent_at > MOMENT) == 0
    assert _many(session, Notice.read_at.is_not(None)) > _many(session, Notice.read_at.is_(None)) > 0


@ON_SQLITE
@pytest.mark.long
@pytest.mark.parametrize("now", [MOMENT, SATURDAY_NIGHT, NEW_YEAR, CLOCKS_CHANGE], ids=str)
def test_the_first_person_has_a_full_day_whenever_it_is_made(session: Session, now: datetime) -> None:
    made(session, now, past_lives=0)

    jana = session.scalars(select(Account).where(Account.email == JANA.email)).one()
    owed = session.scalars(select(Promise).where(Promise.owner_id == jana.id, Promise.state == State.OPEN)).all()
    tonight = end_of_day(local_day(now, jana.time_zone), jana.time_zone)

    assert PEOPLE[0] is JANA
    assert len(owed) >= 10
    assert len([promise for promise in owed if promise.late_at and promise.late_at < now]) >= 3
    assert len([promise for promise in owed if promise.due_at and now < promise.due_at <= tonight]) >= 2


@ON_SQLITE
@pytest.mark.long
def test_the_same_moment_gives_the_same_company(session: Session) -> None:
    made(session, past_lives=5)

    first_told = session.scalars(select(Promise.statement).order_by(Promise.made_at, Promise.statement)).all()
    session.rollback()
    made(session, past_lives=5)

    assert session.scalars(select(Promise.statement).order_by(Promise.made_at, Promise.statement)).all() == first_told


def _many(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0
