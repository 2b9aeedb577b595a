"""Amounts that are written for managers: who is held to them, and who gives more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT, TODAY
from tracker.accounts.records import Absence, Account
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.considering import Draft
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.deciding import decide
from tracker.precedents.use_cases.recording import Decide

FEE = "fee_reversal"


class Bank:
    """Agents reverse fees up to 10, managers up to 100; the manager of the team stands below another one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board, team = b.a_team(session, "Board"), b.a_team(session, "Desk")
        self.chief, self.manager = b.a_manager(session, of=self.board), b.a_manager(session, of=team)
        session.get_one(Account, self.manager.id).team_id = self.board.id
        self.agent = b.an_agent(session, team=team)
        self.customer_id = b.a_customer(session, team=team).id
        self.writes(Rank.MANAGER, now=MOMENT - timedelta(days=1))

    def writes(self, approver: Rank, *, now: datetime = MOMENT) -> None:
        rule = RuleFacts(authority={"agent": 10, "manager": 100}, approver=approver)
        d.a_policy(self.session, self.chief, rule, key=FEE, now=now)

    def stands_highest(self) -> None:
        """Let nobody stand above the manager of the team."""
        manager = self.session.get_one(Account, self.manager.id)
        manager.team_id = next(iter(self.manager.managed_team_ids))
        self.session.flush()

    def gives(self, who: Viewer, amount: int) -> Decision:
        return decide(self.session, Decide(draft=self._draft(who), wish=_wish(amount)), MOMENT)

    def asks(self, who: Viewer, amount: int) -> Approval:
        return ask_approval(self.session, Decide(draft=self._draft(who), wish=_wish(amount)), MOMENT)

    def answers(self, who: Viewer, approval: Approval, amount: int) -> Decision:
        seen = approval.row_version
        answer = AnswerApproval(actor=who, approval_id=approval.id, seen_version=seen, wish=_wish(amount))
        return answer_approval(self.session, answer, MOMENT)

    def _draft(self, who: Viewer) -> Draft:
        return Draft(
            actor=who,
            situation_id=d.situation_id(self.session, FEE),
            facts={"fee": 9000.0, "earlier_reversals": 0.0, "is_our_fault": 1.0},
            customer_id=self.customer_id,
        )


def _wish(amount: int) -> Wish:
    return Wish(outcome=Outcome.GRANTED, amount=Decimal(amount), reason="A flood in our vault.")


@pytest.fixture
def bank(session: Session) -> Bank:
    return Bank(session)


def test_who_stands_above_gives_more_than_is_written_for_managers(bank: Bank) -> None:
    given = bank.gives(bank.chief, 5000)

    assert (given.departure, given.approver_role) == ("excepted", "above")
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        bank.gives(bank.manager, 101)
    assert bank.gives(bank.manager, 100).departure == ""


def test_who_manages_another_team_gives_what_agents_may(bank: Bank, session: Session) -> None:
    stranger = b.a_manager(session, of=b.a_team(session))

    with pytest.raises(Invalid, match="You may not grant this on your own"):
        bank.gives(stranger, 11)
    given = bank.gives(stranger, 10)

    assert (given.departure, given.approver_role, given.role) == ("", None, "agent")


@pytest.mark.parametrize("deputy", [lambda _: None, lambda bank: bank.chief.id], ids=["no deputy", "the chief"])
def test_a_manager_who_is_away_is_held_to_the_amount_and_the_one_above_is_not(
    bank: Bank, session: Session, deputy: Callable[[Bank], int | None]
) -> None:
    # given a request for more than is written for managers, and a manager who noted an absence
    approval = bank.asks(bank.agent, 5000)
    session.add(Absence(account_id=bank.manager.id, first_day=TODAY, last_day=TODAY, deputy_id=deputy(bank)))
    session.flush()

    # then the manager gives no more for that
    with pytest.raises(Invalid, match="You may give at most"):
        bank.answers(bank.manager, approval, 5000)
    assert bank.answers(bank.chief, approval, 5000).approver_role == "above"


@pytest.mark.parametrize("approver", [Rank.MANAGER, Rank.ABOVE])
def test_who_stands_highest_gives_alone_what_is_written_for_managers_whoever_makes_exceptions(
    bank: Bank, approver: Rank
) -> None:
    # given nobody above the manager of the team
    bank.writes(approver)
    bank.stands_highest()

    # then the stricter policy does not loosen the limit
    assert bank.gives(bank.manager, 100).departure == ""
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        bank.gives(bank.manager, 101)

    # and beyond it two look at the request of an agent
    assert bank.answers(bank.manager, bank.asks(bank.agent, 500), 500).decided_by_id == bank.agent.id
