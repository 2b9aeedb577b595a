"""Requests that wait for somebody who may make exceptions."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.queries import approvals as queries
from tracker.precedents.queries.answering import to_answer_by
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval, withdraw_approval
from tracker.precedents.use_cases.recording import Decide


class Desk:
    """An agent whose policy rules out coupons of more than sixty days, and the manager who may make exceptions."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session)
        self.manager, self.agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        d.a_policy(session, self.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))

    def asks(
        self, who: Viewer | None = None, *, days: float = 70, customer_id: int | None = None, **given: object
    ) -> Approval:
        """Ask for an exception."""
        given = {"outcome": Outcome.GRANTED, "reason": "Our letter was late.", **given}
        told, corrects_id = given.pop("told", ""), given.pop("corrects_id", None)
        wish = Wish(**given)  # type: ignore[arg-type]
        draft = d.a_request(self.session, who or self.agent, days=days, customer_id=customer_id)
        ask = replace(Decide(draft=draft, wish=wish), told=told, corrects_id=corrects_id)  # type: ignore[arg-type]
        return ask_approval(self.session, ask, MOMENT)

    def answers(
        self,
        approval: Approval,
        outcome: Outcome,
        who: Viewer | None = None,
        *,
        now: datetime = MOMENT,
        **given: object,
    ) -> Decision:
        """Answer a request."""
        seen = given.pop("seen_version", approval.row_version)
        wish = Wish(outcome=outcome, reason=str(given.get("reason", "Be it so.")), is_one_off=bool(given.get("once")))
        answer = AnswerApproval(
            actor=who or self.manager, approval_id=approval.id, seen_version=int(str(seen)), wish=wish
        )
        return answer_approval(self.session, answer, now)


def waits(session: Session, who: Viewer) -> list[Approval]:
    """What waits for somebody's answer, or was asked by them."""
    return list(queries.waiting(session, who, to_answer_by(session, who, MOMENT)))


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_request_waits_for_the_manager_of_the_team(desk: Desk, session: Session) -> None:
    approval = desk.asks()

    assert [each.id for each in waits(session, desk.manager)] == [approval.id]
    assert [each.id for each in waits(session, desk.agent)] == [approval.id]
    assert waits(session, b.an_agent(session)) == []
    assert queries.how_many_wait(session, desk.manager, MOMENT) == 1


def test_what_is_granted_is_an_exception_of_who_asked_that_binds_nobody(desk: Desk, session: Session) -> None:
    approval = desk.asks()

    decision = desk.answers(approval, Outcome.GRANTED)

    assert (decision.decided_by_id, decision.approver_role) == (desk.agent.id, "manager")
    assert (decision.departure, decision.countable) == ("excepted", False)
    assert (approval.state, approval.answered_by_id, approval.note) == ("answered", desk.manager.id, "Be it so.")
    assert queries.how_many_wait(session, desk.manager, MOMENT) == 0


def test_who_is_granted_less_than_before_is_disappointed(desk: Desk, session: Session) -> None:
    customer = b.a_customer(session)
    before = desk.answers(desk.asks(customer_id=customer.id), Outcome.GRANTED)

    less = desk.answers(desk.asks(customer_id=customer.id), Outcome.PARTIAL, now=MOMENT + timedelta(days=9))

    assert d.flags_of(session, before) == []
    assert [flag.type for flag in d.flags_of(session, less)] == ["expectation"]


def test_who_asked_does_not_undo_what_another_one_granted(desk: Desk, session: Session) -> None:
    # given an exception that the manager approved
    granted = desk.answers(desk.asks(), Outcome.GRANTED)

    # when who asked takes it back, or decides it anew
    with pytest.raises(Forbidden, match="Somebody else answered this for you"):
        d.taken_back(session, desk.agent, granted)
    with pytest.raises(Forbidden, match="Somebody else answered this for you"):
        d.a_decision(session, desk.agent, "refused", days=70, corrects_id=granted.id)

    # then it stands, until who approved it takes it back
    assert granted.state == "decided"
    d.taken_back(session, desk.manager, granted)
    assert granted.state == "retracted"


def test_what_a_manager_had_to_ask_for_is_taken_back_by_who_approved_it(session: Session) -> None:
    board = b.a_team(session)
    chief, manager = b.a_manager(session, of=board), b.a_manager(session, of=b.a_team(session))
    session.get_one(Account, manager.id).team_id = board.id
    asked = d.an_approval(session, manager, b.a_customer(session).id)
    asked.team_id = next(iter(manager.managed_team_ids))
    wish = Wish(outcome=Outcome.GRANTED, reason="Be it so.")
    answer = AnswerApproval(actor=chief, approval_id=asked.id, seen_version=asked.row_version, wish=wish)
    granted = answer_approval(session, answer, MOMENT)

    with pytest.raises(Forbidden):
        d.taken_back(session, manager, granted)

    d.taken_back(session, chief, granted)
    assert granted.state == "retracted"


def test_a_refusal_is_decided_by_who_answers(desk: Desk) -> None:
    decision = desk.answers(desk.asks(), Outcome.REFUSED)

    assert (decision.decided_by_id, decision.outcome) == (desk.manager.id, "refused")
    assert decision.countable


def test_nobody_answers_who_may_not(desk: Desk, session: Session) -> None:
    approval = desk.asks()
    stranger = b.a_manager(session, of=b.a_team(session))

    for who in (desk.agent, stranger):
        with pytest.raises(Forbidden):
            desk.answers(approval, Outcome.GRANTED, who)


def test_what_one_may_grant_alone_waits_for_nobody(desk: Desk) -> None:
    with pytest.raises(Invalid, match="on your own"):
        desk.asks(days=12)
    with pytest.raises(Invalid, match="on your own"):
        desk.asks(desk.manager)


def test_asking_takes_a_reason(desk: Desk) -> None:
    with pytest.raises(Invalid, match="exception should be made"):
        desk.asks(reason="")


def test_a_request_is_answered_once_and_as_it_was_looked_at(desk: Desk) -> None:
    approval = desk.asks()

    with pytest.raises(ChangedMeanwhile):
        desk.answers(approval, Outcome.GRANTED, seen_version=approval.row_version + 1)
    with pytest.raises(Invalid, match="Say why"):
        desk.answers(approval, Outcome.GRANTED, reason="")
    desk.answers(approval, Outcome.GRANTED)
    with pytest.raises(Invalid, match="answered already"):
        desk.answers(approval, Outcome.GRANTED)


def test_who_asked_takes_it_back(desk: Desk, session: Session) -> None:
    approval = desk.asks()

    with pytest.raises(Forbidden):
        withdraw_approval(session, desk.manager, approval.id, seen_version=approval.row_version, now=MOMENT)
    withdraw_approval(session, desk.agent, approval.id, seen_version=approval.row_version, now=MOMENT)

    assert (approval.state, waits(session, desk.agent)) == ("withdrawn", [])


def test_nobody_gives_more_than_was_asked_for(desk: Desk, session: Session) -> None:
    d.a_policy(session, desk.manager, RuleFacts(authority={"agent": 10}), key="fee_reversal")
    draft = d.a_request(
        session,
        desk.agent,
        situation_id=d.situation_id(session, "fee_reversal"),
        facts={"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0},
    )
    asked = Decide(draft=draft, wish=Wish(outcome=Outcome.GRANTED, amount=Decimal(40), reason="A flood."))
    approval = ask_approval(session, asked, MOMENT)

    def give(amount: int) -> Decision:
        wish = Wish(outcome=Outcome.PARTIAL, amount=Decimal(amount), reason="Half.")
        answer = AnswerApproval(actor=desk.manager, approval_id=approval.id, seen_version=1, wish=wish)
        return answer_approval(session, answer, MOMENT)

    with pytest.raises(Invalid, match="more than was asked for"):
        give(41)
    assert give(20).amount == 20


def test_more_than_a_manager_may_give_is_answered_by_the_one_above(session: Session) -> None:
    board, team = b.a_team(session), b.a_team(session)
    chief, manager = b.a_manager(session, of=board), b.a_manager(session, of=team)
    session.get_one(Account, manager.id).team_id = board.id
    agent = b.an_agent(session, team=team)
    d.a_policy(session, manager, RuleFacts(authority={"agent": 10, "manager": 50}), key="fee_reversal")
    draft = d.a_request(
        session,
        agent,
        situation_id=d.situation_id(session, "fee_reversal"),
        facts={"fee": 600.0, "earlier_reversals": 0.0, "is_our_fault": 1.0},
    )
    asked = Decide(draft=draft, wish=Wish(outcome=Outcome.GRANTED, amount=Decimal(500), reason="A flood."))
    approval = ask_approval(session, asked, MOMENT)

    def give(who: Viewer, amount: int) -> Decision:
        wish = Wish(outcome=Outcome.GRANTED, amount=Decimal(amount), reason="Be it so.")
        answer = AnswerApproval(actor=who, approval_id=approval.id, seen_version=1, wish=wish)
        return answer_approval(session, answer, MOMENT)

    with pytest.raises(Invalid, match="You may give at most") as refused:
        give(manager, 500)
    assert (refused.value.field, refused.value.values) == ("amount", {"most": 50})
    assert give(chief, 400).outcome == "partial"


def test_a_manager_who_had_to_ask_is_written_down_as_one(session: Session) -> None:
    board = b.a_team(session)
    chief, manager = b.a_manager(session, of=board), b.a_manager(session, of=b.a_team(session))
    session.get_one(Account, manager.id).team_id = board.id
    d.a_policy(session, manager, RuleFacts(authority={"agent": 10, "manager": 50}), key="fee_reversal")
    draft = d.a_request(
        session,
        manager,
        situation_id=d.situation_id(session, "fee_reversal"),
        facts={"fee": 600.0, "earlier_reversals": 0.0, "is_our_fault": 1.0},
    )
    asked = Decide(draft=draft, wish=Wish(outcome=Outcome.GRANTED, amount=Decimal(90), reason="A flood."))
    approval = ask_approval(session, asked, MOMENT)

    wish = Wish(outcome=Outcome.GRANTED, amount=Decimal(90), reason="Be it so.")
    answer = AnswerApproval(actor=chief, approval_id=approval.id, seen_version=1, wish=wish)
    decision = answer_approval(session, answer, MOMENT)

    assert (decision.decided_by_id, decision.role, decision.approver_role) == (manager.id, "manager", "above")


def test_a_request_keeps_that_it_is_for_once_the_words_for_the_customer_and_what_it_sets_right(
    desk: Desk, session: Session
) -> None:
    # given a refusal that its agent wants to set right, for once
    refused = d.a_decision(session, desk.agent, "refused", days=70)

    # when that is asked for and granted as it was asked for
    approval = desk.asks(is_one_off=True, told="For once we redeem it.", corrects_id=refused.id)
    granted = desk.answers(approval, Outcome.GRANTED, once=approval.one_off)

    # then it stands for once, in those words, instead of the refusal
    assert isinstance(granted, Decision)
    assert (granted.one_off, granted.told) == (True, "For once we redeem it.")
    assert (granted.corrects_id, refused.countable) == (refused.id, False)


def test_who_answers_may_make_it_for_once_or_answer_otherwise_than_the_words_say(desk: Desk) -> None:
    words = "You can redeem it."

    once = desk.answers(desk.asks(told=words), Outcome.GRANTED, once=True)
    less = desk.answers(desk.asks(told=words), Outcome.PARTIAL)
    refused = desk.answers(desk.asks(told=words), Outcome.REFUSED)

    assert [each.told for each in (once, less, refused)] == [words, "", ""]
    assert [each.one_off for each in (once, less, refused)] == [True, False, False]


def test_what_was_to_be_set_right_may_be_so_before_the_answer_comes(desk: Desk, session: Session) -> None:
    refused = d.a_decision(session, desk.agent, "refused", days=70)
    approval = desk.asks(corrects_id=refused.id)
    again = d.a_decision(session, desk.manager, "refused", days=80, corrects_id=refused.id)

    granted = desk.answers(approval, Outcome.GRANTED)

    assert (granted.corrects_id, again.corrects_id) == (None, refused.id)


def test_nobody_asks_to_set_right_what_is_not_theirs(desk: Desk, session: Session) -> None:
    theirs = d.a_decision(session, b.an_agent(session), "refused", days=70)

    with pytest.raises(Forbidden, match="decides this anew"):
        desk.asks(corrects_id=theirs.id)
