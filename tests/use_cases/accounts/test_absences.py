"""Absences are planned, and for every day it is known who answers."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_manager, a_team, an_account, an_admin, viewer_of
from tests.support.clock import MOMENT
from tracker.accounts.queries.absences import absences_from
from tracker.accounts.queries.standing_in import deputy_for, responsible_on
from tracker.accounts.records import Account, Team
from tracker.accounts.use_cases.absences import PlanAbsence, cancel_absence, plan_absence
from tracker.audit.queries import history
from tracker.kernel.errors import Forbidden, Invalid, NotFound

TODAY = MOMENT.date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


@pytest.fixture
def ann(session: Session, team: Team) -> Account:
    ann = an_account(session, "Ann", team=team)
    ann.deputy_id = an_account(session, "Bob", team=team).id
    session.flush()
    return ann


def away(session: Session, account: Account, first: date = TODAY, last: date = TODAY, deputy: int | None = None) -> int:
    plan = PlanAbsence(account_id=account.id, first_day=first, last_day=last, deputy_id=deputy)
    absence = plan_absence(session, plan, viewer_of(account), MOMENT)
    session.flush()
    return absence.id


def test_both_days_belong_to_an_absence(session: Session, ann: Account) -> None:
    away(session, ann, TODAY, TOMORROW)

    assert [deputy_for(session, ann.id, TODAY + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [
        None,
        ann.deputy_id,
        ann.deputy_id,
        None,
    ]


def test_an_absence_may_name_another_deputy(session: Session, ann: Account) -> None:
    other = an_account(session).id
    away(session, ann, deputy=other)

    assert responsible_on(session, ann.id, TODAY) == other


def test_the_manager_answers_when_the_deputy_is_away_too(session: Session, ann: Account, team: Team) -> None:
    manager = a_manager(session, of=team)
    away(session, ann)
    away(session, session.get_one(Account, ann.deputy_id))

    assert responsible_on(session, ann.id, TODAY) == manager.id
    assert responsible_on(session, ann.id, TOMORROW) == ann.id


def test_a_closed_account_counts_as_away(session: Session, ann: Account) -> None:
    ann.active = False
    session.flush()

    assert responsible_on(session, ann.id, TODAY) == ann.deputy_id


def test_planning_and_cancelling_are_events(session: Session, ann: Account) -> None:
    absence_id = away(session, ann, TODAY, TOMORROW)

    cancel_absence(session, absence_id, ann.id, actor=viewer_of(ann), now=MOMENT)
    session.flush()

    assert absences_from(session, ann.id, TODAY) == []
    cancelled, planned = history(session, "account", ann.id)
    assert (planned.kind, planned.changes["last_day"]) == ("absence_planned", (None, TOMORROW.isoformat()))
    assert (cancelled.kind, cancelled.changes["last_day"]) == ("absence_cancelled", (TOMORROW.isoformat(), None))


@pytest.mark.parametrize(("first", "last"), [(TOMORROW, TODAY), (YESTERDAY, YESTERDAY)])
def test_days_in_the_wrong_order_or_over_are_refused(session: Session, ann: Account, first: date, last: date) -> None:
    with pytest.raises(Invalid):
        away(session, ann, first, last)


def test_a_day_is_taken_off_once(session: Session, ann: Account) -> None:
    away(session, ann, TODAY, TOMORROW)

    with pytest.raises(Invalid, match="already"):
        away(session, ann, TOMORROW, TOMORROW + timedelta(days=7))


def test_the_manager_and_administrators_may_plan_for_others(session: Session, ann: Account, team: Team) -> None:
    tomorrow = PlanAbsence(account_id=ann.id, first_day=TOMORROW, last_day=TOMORROW)
    today = PlanAbsence(account_id=ann.id, first_day=TODAY, last_day=TODAY)

    plan_absence(session, today, a_manager(session, of=team), MOMENT)
    plan_absence(session, tomorrow, an_admin(session), MOMENT)
    session.flush()

    assert len(absences_from(session, ann.id, TODAY)) == 2


def test_colleagues_may_not(session: Session, ann: Account, team: Team) -> None:
    plan = PlanAbsence(account_id=ann.id, first_day=TODAY, last_day=TODAY)

    with pytest.raises(Forbidden):
        plan_absence(session, plan, viewer_of(an_account(session, team=team)), MOMENT)


def test_an_absence_belongs_to_its_account(session: Session, ann: Account) -> None:
    absence_id = away(session, ann)
    other = an_account(session)

    with pytest.raises(NotFound):
        cancel_absence(session, absence_id, other.id, actor=viewer_of(other), now=MOMENT)
