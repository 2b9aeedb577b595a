"""Exceptions that only somebody above the manager of the team makes."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT, TODAY
from tracker.accounts.records import Absence, Account, Team
from tracker.alerts.records import Notice
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.queries import approvals as queries
from tracker.precedents.queries.answering import teams_without_above, teams_without_manager
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.recording import Decide
from tracker.precedents.use_cases.reminding import remind

MINUTE = timedelta(minutes=1)
RULED_OUT = d.more_than(d.DAYS, 60)


class Desk:
    """An agent, the manager of the team, and the one above, who alone makes exceptions for coupons."""

    def __init__(self, session: Session) -> None:
        self.session = session
        board, self.team = b.a_team(session, "Board"), b.a_team(session, "Till")
        self.chief = b.a_manager(session, "Carla", of=board)
        self.manager = b.a_manager(session, "Bernd", of=self.team)
        session.get_one(Account, self.manager.id).team_id = board.id
        self.agent = b.an_agent(session, "Anna", team=self.team)
        self.customer_id = b.a_customer(session, team=self.team).id
        self.writes(Rank.ABOVE)

    def writes(self, approver: Rank, *, now: object = MOMENT) -> None:
        """Write the policy: who makes exceptions."""
        rule = RuleFacts(prohibited=RULED_OUT, approver=approver)
        d.a_policy(self.session, self.chief, rule, now=now)  # type: ignore[arg-type]

    def asks(self, who: Viewer | None = None) -> Approval:
        """Ask for an exception."""
        request = d.a_request(self.session, who or self.agent, days=70, customer_id=self.customer_id)
        wish = Wish(outcome=Outcome.GRANTED, reason="Our letter was late.")
        return ask_approval(self.session, Decide(draft=request, wish=wish), MOMENT)

    def answers(self, approval: Approval, who: Viewer, outcome: Outcome = Outcome.GRANTED) -> Decision:
        """Answer a request."""
        wish = Wish(outcome=outcome, reason="Be it so.")
        answer = AnswerApproval(actor=who, approval_id=approval.id, seen_version=approval.row_version, wish=wish)
        return answer_approval(self.session, answer, MOMENT + MINUTE)

    def grants(self, who: Viewer) -> Decision:
        """Make the exception at once."""
        asks = {"days": 70, "customer_id": self.customer_id}
        return d.a_decision(self.session, who, reason="A flood.", **asks)  # type: ignore[arg-type]

    def wait_for(self, who: Viewer) -> list[int]:
        """What waits for somebody's answer."""
        return [each.id for each in queries.to_answer(self.session, who, MOMENT)]

    def told(self) -> list[str]:
        """Who was told of a request, the oldest first."""
        asked = select(Account.name).join(Notice, Account.id == Notice.account_id)
        return list(self.session.scalars(asked.where(Notice.kind == "approval_asked").order_by(Notice.id)))

    def is_away(self, who: Viewer, deputy: Viewer | None = None) -> None:
        """Let somebody be away today."""
        deputy_id = deputy.id if deputy else None
        self.session.add(Absence(account_id=who.id, first_day=TODAY, last_day=TODAY, deputy_id=deputy_id))
        self.session.flush()

    def leaves(self, who: Viewer) -> None:
        """Close somebody's account."""
        self.session.get_one(Account, who.id).active = False
        self.session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_request_goes_past_the_manager_of_the_team(desk: Desk, session: Session) -> None:
    # given a policy from which only the manager above makes exceptions
    approval = desk.asks()

    # then it waits for them, who are told, and not for the manager of the team
    assert approval.approver_role == "above"
    assert desk.told() == ["Carla"]
    assert (desk.wait_for(desk.chief), desk.wait_for(desk.manager)) == ([approval.id], [])
    assert queries.how_many_wait(session, desk.chief, MOMENT) == 1

    # and only they answer it
    with pytest.raises(Forbidden, match="only a manager above the one of the team"):
        desk.answers(approval, desk.manager, Outcome.REFUSED)
    decision = desk.answers(approval, desk.chief)
    assert (decision.decided_by_id, decision.approver_role, decision.team_id) == (desk.agent.id, "above", desk.team.id)
    assert d.flags_of(session, decision) == []


def test_a_manager_asks_as_well_and_the_one_above_makes_the_exception_alone(desk: Desk) -> None:
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        desk.grants(desk.manager)
    approval = desk.asks(desk.manager)
    assert desk.wait_for(desk.chief) == [approval.id]

    granted = desk.grants(desk.chief)

    assert (granted.departure, granted.role, granted.approver_role) == ("excepted", "manager", "above")


def test_the_manager_above_does_not_wait_for_somebody_still_higher(desk: Desk, session: Session) -> None:
    # given somebody above the manager above, too
    top = b.a_team(session, "Owners")
    owner = b.a_manager(session, "Olga", of=top)
    session.get_one(Account, desk.chief.id).team_id = top.id
    session.flush()

    # when an agent asks
    approval = desk.asks()

    # then the nearest one above answers, and whoever stands higher may
    assert (desk.wait_for(desk.chief), desk.wait_for(owner)) == ([approval.id], [])
    assert desk.answers(approval, owner).approver_role == "above"


def test_where_nobody_stands_above_the_manager_they_make_the_exceptions(desk: Desk, session: Session) -> None:
    # given a team whose manager belongs to it
    session.get_one(Account, desk.manager.id).team_id = desk.team.id
    session.flush()

    # when an exception is asked for
    approval = desk.asks()

    # then it does not dangle: it waits for them, and they decide alone as well
    assert (desk.wait_for(desk.manager), desk.told()) == ([approval.id], ["Bernd"])
    assert desk.answers(approval, desk.manager).outcome == "granted"
    assert desk.grants(desk.manager).departure == "excepted"


@pytest.mark.parametrize("has_deputy", [False, True])
def test_nobody_stands_above_themselves_for_being_away(desk: Desk, *, has_deputy: bool) -> None:
    # given a manager who noted an absence of their own: the one above answers for them
    approval = desk.asks()
    desk.is_away(desk.manager, desk.chief if has_deputy else None)

    # then they make no exception that is kept for the one above, nor answer for one
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        desk.grants(desk.manager)
    with pytest.raises(Forbidden, match="only a manager above the one of the team"):
        desk.answers(approval, desk.manager)
    assert desk.answers(approval, desk.chief).approver_role == "above"


def test_no_manager_is_answered_by_an_agent_of_their_own_who_stands_in_for_the_one_above(desk: Desk) -> None:
    # given the one above, who is away and for whom an agent of the manager stands in
    desk.is_away(desk.chief, desk.agent)

    # when the manager asks for themselves
    approval = desk.asks(desk.manager)

    # then it waits for the one above, and the agent neither finds nor answers it
    assert (desk.told(), desk.wait_for(desk.agent)) == (["Carla"], [])
    with pytest.raises(Forbidden):
        desk.answers(approval, desk.agent)
    assert desk.answers(approval, desk.chief).approver_role == "above"


def test_a_closed_team_is_answered_for_by_whom_it_exists_for(desk: Desk, session: Session) -> None:
    desk.team.is_closed = True
    session.flush()

    approval = desk.asks()

    assert (desk.wait_for(desk.manager), desk.told()) == ([approval.id], ["Bernd"])


def test_a_manager_of_another_team_has_to_ask(desk: Desk, session: Session) -> None:
    stranger = b.a_manager(session, "Emil", of=b.a_team(session, "Bar"))

    with pytest.raises(Invalid, match="You may not grant this on your own"):
        desk.grants(stranger)


def test_a_request_follows_the_policy_that_is_in_force_now(desk: Desk, session: Session) -> None:
    # given a request that the manager of the team may answer
    desk.writes(Rank.MANAGER, now=MOMENT + timedelta(seconds=1))
    later = MOMENT + timedelta(seconds=2)
    request = d.a_request(session, desk.agent, days=70, customer_id=desk.customer_id)
    asked = Decide(draft=request, wish=Wish(outcome=Outcome.GRANTED, reason="Our letter was late."))
    approval = ask_approval(session, asked, later)
    assert desk.told() == ["Bernd"]

    # when the policy names the one above meanwhile
    desk.writes(Rank.ABOVE, now=MOMENT + timedelta(seconds=3))

    # then the manager grants it no more, and a worker puts it to the one above
    with pytest.raises(Invalid, match="The policy has changed meanwhile"):
        desk.answers(approval, desk.manager)
    seen = approval.row_version
    remind(session, approval.id, Offices.read(session), MOMENT + MINUTE)
    assert (approval.approver_role, approval.row_version, desk.told()) == ("above", seen, ["Bernd", "Carla"])
    assert desk.answers(approval, desk.chief).approver_role == "above"


def test_it_is_known_where_nobody_stands_high_enough(desk: Desk, session: Session) -> None:
    orphan = b.a_team(session, "Orphans")
    assert session.get_one(Team, orphan.id).manager_id is None

    assert list(teams_without_manager(session, desk.chief, MOMENT)) == ["Orphans"]
    assert list(teams_without_above(session, desk.chief, MOMENT)) == ["Board"]


def test_for_a_manager_who_has_left_the_one_above_answers_and_finds_it_on_the_list(
    desk: Desk, session: Session
) -> None:
    desk.leaves(desk.manager)

    approval = desk.asks()

    assert (desk.told(), desk.wait_for(desk.chief)) == (["Carla"], [approval.id])
    assert list(teams_without_manager(session, desk.chief, MOMENT)) == []


def test_who_has_left_stands_above_nobody(desk: Desk, session: Session) -> None:
    desk.leaves(desk.chief)

    approval = desk.asks()

    assert (desk.told(), desk.wait_for(desk.manager)) == (["Bernd"], [approval.id])
    assert "Till" in teams_without_above(session, desk.manager, MOMENT)


def test_where_everybody_has_left_nobody_is_asked_and_it_is_known(desk: Desk, session: Session) -> None:
    # given a request that waits, before the last one of the line leaves
    approval = desk.asks()
    desk.leaves(desk.manager)
    desk.leaves(desk.chief)

    # then who asked is told that it waits for nobody, another one is not taken, and the page of the policy says so
    remind(session, approval.id, Offices.read(session), MOMENT + MINUTE)
    asked = select(Account.name).join(Notice, Account.id == Notice.account_id)
    assert list(session.scalars(asked.where(Notice.kind == "approval_stranded"))) == ["Anna"]
    with pytest.raises(Invalid, match="Nobody could answer"):
        desk.asks()
    assert {"Board", "Till"} <= set(teams_without_manager(session, desk.agent, MOMENT))
