"""Drift and different grant rates become flags of their own: raised once, refreshed, passed, opened again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Team
from tracker.audit.queries import history
from tracker.kernel.errors import Forbidden, NotFound
from tracker.kernel.people import Viewer
from tracker.precedents.queries.flags import flag as find
from tracker.precedents.queries.practice import exceptions
from tracker.precedents.records import Flag, FlagEvidence
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.standing_out import drifting, leaning
from tracker.precedents.use_cases.flagging import forget_persons, take_up
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag

DAY = timedelta(days=1)
NO_MORE = RuleFacts(prohibited=d.more_than(d.DAYS, 60))


class Till:
    """A team whose manager lets old coupons pass."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.team: Team = b.a_team(session, "Till")
        self.manager: Viewer = b.a_manager(session, "Mia", of=self.team)
        d.a_policy(session, self.manager, NO_MORE, now=MOMENT - 200 * DAY)

    def grants(self, many: int, *, until: datetime = MOMENT) -> None:
        for hour in range(1, many + 1):
            at = until - timedelta(hours=hour)
            d.a_decision(self.session, self.manager, "granted", days=70, reason="A friend.", now=at)

    def looks(self, now: datetime = MOMENT) -> list[Flag]:
        take_up(self.session, FlagType.DRIFT, drifting(self.session, now), now)
        self.session.expire_all()
        return list(self.session.scalars(select(Flag).where(Flag.type == "drift").order_by(Flag.id)))

    def settles(self, flag: Flag, end: FlagState = FlagState.CORRECTED, now: datetime = MOMENT) -> None:
        settle = SettleFlag(
            actor=self.manager, flag_id=flag.id, seen_version=flag.row_version, end=end, note="We talked."
        )
        settle_flag(self.session, settle, now)


@pytest.fixture
def till(session: Session) -> Till:
    return Till(session)


def test_an_exception_that_became_the_rule_is_flagged_once_with_its_numbers(session: Session, till: Till) -> None:
    till.grants(9)

    till.looks()
    [flag] = till.looks()

    assert (flag.state, flag.team_id, flag.situation_id) == ("open", till.team.id, d.situation_id(session))
    assert flag.numbers == '{"granted":9.0,"asked":9.0,"granted_before":0.0,"asked_before":0.0,"shown_by":9.0}'
    assert len(session.scalars(select(FlagEvidence).where(FlagEvidence.flag_id == flag.id)).all()) == 5
    assert [each.kind for each in history(session, "flag", flag.id)] == ["flag_raised"]


def test_few_exceptions_are_no_flag(till: Till) -> None:
    till.grants(7)

    assert till.looks() == []


def test_an_open_flag_tells_the_latest_and_whoever_settles_it_is_not_disturbed(till: Till) -> None:
    till.grants(9)
    [flag] = till.looks()
    seen = flag.row_version
    till.grants(3, until=MOMENT + DAY)

    [flag] = till.looks(MOMENT + DAY)

    assert flag.numbers.startswith('{"granted":12.0,"asked":12.0')
    assert flag.row_version == seen


def test_once_the_policy_was_changed_what_it_ruled_out_before_is_past(session: Session, till: Till) -> None:
    till.grants(9)
    till.looks()
    d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 400)), now=MOMENT)

    [flag] = till.looks(MOMENT + DAY)

    assert flag.state == "passed"
    assert exceptions(session, till.manager, MOMENT + DAY) == []


def test_it_is_shown_by_what_the_rule_in_force_rules_out_alone(session: Session, till: Till) -> None:
    till.grants(12, until=MOMENT - DAY)
    d.a_policy(session, till.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 50)), now=MOMENT - DAY)
    till.grants(9)

    [flag] = till.looks()

    assert flag.numbers.endswith('"shown_by":9.0}')


def test_it_passes_when_it_is_no_longer_so(till: Till) -> None:
    till.grants(9)
    till.looks()
    for hour in range(40):
        at = MOMENT + timedelta(hours=hour)
        d.a_decision(till.session, till.manager, "refused", days=70, reason="As it is written.", now=at)

    [flag] = till.looks(MOMENT + 2 * DAY)

    assert (flag.state, flag.closed_at, flag.closed_by_id) == ("passed", MOMENT + 2 * DAY, None)


def test_what_passed_while_another_version_was_in_force_is_shown_again_afterwards(till: Till) -> None:
    # given an exception that has become the rule, and an action of two days that rules nothing out
    till.grants(9)
    till.looks()
    d.a_policy(till.session, till.manager, RuleFacts(), now=MOMENT, ends_at=MOMENT + 2 * DAY)
    [flag] = till.looks(MOMENT + DAY)
    assert flag.state == "passed"

    # when the action is over
    [flag] = till.looks(MOMENT + 3 * DAY)

    # then it waits again, though nothing was decided since: nobody has looked into it
    assert (flag.state, flag.closed_at, flag.created_at) == ("open", None, MOMENT + 3 * DAY)


def test_a_settled_flag_is_opened_again_by_new_cases_alone(session: Session, till: Till) -> None:
    till.grants(9)
    [flag] = till.looks()
    till.settles(flag)

    [resting] = till.looks(MOMENT + DAY)
    assert resting.state == "corrected"

    till.grants(9, until=MOMENT + 10 * DAY)
    [again] = till.looks(MOMENT + 10 * DAY)
    assert (again.state, again.note, again.closed_at) == ("open", "We talked.", None)
    assert again.created_at == MOMENT + 10 * DAY
    kinds = [each.kind for each in history(session, "flag", again.id)]
    assert kinds == ["flag_opened_again", "flag_settled", "flag_raised"]


def test_only_the_manager_of_the_team_sees_and_settles_it(session: Session, till: Till) -> None:
    till.grants(9)
    [flag] = till.looks()
    stranger = b.a_manager(session, of=b.a_team(session))

    with pytest.raises(NotFound):
        find(session, stranger, flag.id)
    with pytest.raises(NotFound):
        find(session, b.an_agent(session, team=till.team), flag.id)


class Shop:
    """A team in which all but one decide alike, and another one."""

    def __init__(self, session: Session, *, people: int) -> None:
        self.session = session
        team = b.a_team(session, "Shop")
        self.manager: Viewer = b.a_manager(session, "Max", of=team)
        self.people = [b.an_agent(session, f"Agent {n}", team=team) for n in range(people - 1)]
        for turn in range(20):
            for place, person in enumerate(self.people):
                self._decide(person, turn, is_grant=turn % 2 == 0 if place else True)

    def _decide(self, person: Viewer, turn: int, *, is_grant: bool) -> None:
        at = MOMENT - timedelta(days=20 - turn, minutes=len(self.people))
        outcome = "granted" if is_grant else "refused"
        d.a_decision(self.session, person, outcome, days=12, now=at, reason="This one differs.")

    def looks(self, *, persons: bool) -> list[Flag]:
        if not persons:
            forget_persons(self.session)
        take_up(self.session, FlagType.LEANING, leaning(self.session, MOMENT, persons=persons), MOMENT)
        self.session.expire_all()
        return list(self.session.scalars(select(Flag).where(Flag.type == "agent_noise").order_by(Flag.id)))


@pytest.mark.long
def test_persons_are_judged_only_where_the_organisation_wants_that(session: Session) -> None:
    shop = Shop(session, people=12)

    unwanted = shop.looks(persons=False)
    wanted = shop.looks(persons=True)

    assert [each for each in unwanted if each.account_id is not None] == []
    assert [each.account_id for each in wanted] == [shop.people[0].id]
    assert find(session, shop.people[0], wanted[0].id).id == wanted[0].id
    with pytest.raises(NotFound):
        find(session, shop.people[1], wanted[0].id)
    assert shop.looks(persons=False) == []


def test_nobody_is_judged_in_a_group_of_fewer_than_five(session: Session) -> None:
    assert Shop(session, people=4).looks(persons=True) == []


@pytest.mark.long
def test_whom_a_flag_is_about_does_not_settle_it(session: Session) -> None:
    shop = Shop(session, people=12)
    [flag] = shop.looks(persons=True)
    settle = SettleFlag(
        actor=shop.people[0], flag_id=flag.id, seen_version=flag.row_version, end=FlagState.JUSTIFIED, note="Me."
    )

    with pytest.raises(Forbidden):
        settle_flag(session, settle, MOMENT)
