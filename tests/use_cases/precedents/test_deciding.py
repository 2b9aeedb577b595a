"""Deciding requests: what contradicts practice or policy takes a reason, is flagged, and binds nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.kernel.errors import Forbidden, Invalid, NotFound
from tracker.precedents.considering import consider
from tracker.precedents.records import Decision, FlagEvidence
from tracker.precedents.rules.assessment import Question, read
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.situations import TIER

DAY = timedelta(days=1)


def test_a_decision_is_remembered_with_what_was_known(session: Session) -> None:
    agent, customer = b.an_agent(session), b.a_customer(session)

    decision = d.a_decision(session, agent, "granted", days=12, customer_id=customer.id, request="Please!")

    assert (decision.outcome, decision.countable, decision.zone) == ("granted", True, Zone.DISCRETION)
    assert (decision.customer_id, decision.decided_by_id, decision.team_id) == (customer.id, agent.id, agent.team_id)
    assert decision.facts == '{"days_past_expiry":12,"basket_value":40,"tier_rank":0.0,"annual_volume":null}'
    assert [each.kind for each in history(session, "decision", decision.id)] == ["decision_made"]
    assert d.flags_of(session, decision) == []


def test_refusing_a_stronger_case_than_one_that_was_granted_takes_a_reason(session: Session) -> None:
    anna, ben = b.an_agent(session), b.an_agent(session)
    d.a_decision(session, anna, "granted", days=12, now=MOMENT - DAY)

    with pytest.raises(Invalid, match="Equal cases were decided otherwise") as refused:
        d.a_decision(session, ben, "refused", days=11)

    assert refused.value.field == "reason"


def test_following_the_precedent_takes_nothing(session: Session) -> None:
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    followed = d.a_decision(session, b.an_agent(session), "granted", days=11)

    assert (followed.departure, followed.countable) == ("", True)
    assert d.flags_of(session, followed) == []


def test_a_weaker_case_may_be_refused(session: Session) -> None:
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    refused = d.a_decision(session, b.an_agent(session), "refused", days=90)

    assert d.flags_of(session, refused) == []


def test_who_decides_otherwise_for_a_reason_is_flagged_with_the_case_it_contradicts(session: Session) -> None:
    granted = d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    refused = d.a_decision(session, b.an_agent(session), "refused", days=11, reason="The coupon was a copy.")

    [flag] = d.flags_of(session, refused)
    evidence = session.scalars(select(FlagEvidence.decision_id).where(FlagEvidence.flag_id == flag.id)).all()
    assert (flag.type, flag.state, flag.team_id) == ("treatment", "open", refused.team_id)
    assert evidence == [granted.id]
    assert (refused.departure, refused.countable) == ("distinguished", False)


def test_one_that_was_distinguished_is_no_precedent(session: Session) -> None:
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - 2 * DAY)
    d.a_decision(session, b.an_agent(session), "refused", days=11, reason="A copy.", now=MOMENT - DAY)

    granted = d.a_decision(session, b.an_agent(session), "granted", days=12)

    assert granted.departure == ""


def test_a_manager_changes_the_practice_and_what_it_contradicts_binds_nobody_any_more(session: Session) -> None:
    team = b.a_team(session)
    manager = b.a_manager(session, of=team)
    granted = d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    overruling = d.a_decision(session, manager, "refused", days=11, reason="Too many.", overrules=True)
    session.expire_all()

    assert (overruling.departure, overruling.countable) == ("overruled", True)
    assert (granted.countable, granted.overruled_by_id) == (False, overruling.id)
    assert d.a_decision(session, b.an_agent(session), "refused", days=11, now=MOMENT + DAY).departure == ""


def test_agents_do_not_change_the_practice(session: Session) -> None:
    with pytest.raises(Forbidden, match="Only managers"):
        d.a_decision(session, b.an_agent(session), "refused", reason="No.", overrules=True)


def test_administrators_decide_nothing(session: Session) -> None:
    with pytest.raises(Forbidden, match="Administrators configure"):
        d.a_decision(session, b.an_admin(session))


def test_what_was_granted_for_once_binds_nobody(session: Session) -> None:
    once = d.a_decision(session, b.an_agent(session), "granted", days=12, is_one_off=True, now=MOMENT - DAY)

    refused = d.a_decision(session, b.an_agent(session), "refused", days=12)

    assert (once.one_off, once.countable) == (True, False)
    assert d.flags_of(session, refused) == []


def test_a_customer_who_got_it_before_expects_it_again(session: Session) -> None:
    agent, customer = b.an_agent(session), b.a_customer(session)
    got = d.a_decision(session, agent, "granted", days=30, customer_id=customer.id, now=MOMENT - 30 * DAY)

    with pytest.raises(Invalid) as refused:
        d.a_decision(session, agent, "refused", days=25, customer_id=customer.id)
    decision = d.a_decision(session, agent, "refused", days=25, customer_id=customer.id, reason="Twice is enough.")

    assert refused.value.field == "reason"
    assert "expectation" in {flag.type for flag in d.flags_of(session, decision)}
    assert got.countable


def test_what_a_customer_expects_is_found_however_the_decision_departs(session: Session) -> None:
    # given a customer who got it whole, and a manager
    manager, customer = b.a_manager(session, of=b.a_team(session)), b.a_customer(session)
    d.a_decision(session, b.an_agent(session), "granted", days=12, customer_id=customer.id, now=MOMENT - 9 * DAY)

    # when the practice is changed
    refused = d.a_decision(
        session, manager, "refused", days=11, customer_id=customer.id, reason="Too many.", overrules=True
    )

    # then that is excused, but not that the customer expects it
    assert refused.departure == "overruled"
    assert [flag.type for flag in d.flags_of(session, refused)] == ["expectation"]


def test_less_than_before_disappoints_also_as_an_exception(session: Session) -> None:
    manager, customer = b.a_manager(session, of=b.a_team(session)), b.a_customer(session)
    d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT - 10 * DAY)
    asked = d.a_request(session, manager, days=70, customer_id=customer.id)
    d.answer(session, asked, "granted", reason="Our letter was late.", now=MOMENT - 9 * DAY)

    less = d.answer(session, asked, "partial", reason="Our letter was late.")

    assert [flag.type for flag in d.flags_of(session, less)] == ["expectation"]


def test_what_was_granted_to_a_record_that_was_merged_is_remembered(session: Session) -> None:
    agent, customer, double = b.an_agent(session), b.a_customer(session), b.a_customer(session)
    d.a_decision(session, agent, "granted", customer_id=double.id, now=MOMENT - DAY)
    double.merged_into_id = customer.id
    session.flush()

    considered = consider(session, d.a_request(session, agent, customer_id=customer.id), MOMENT)
    by_the_double = consider(session, d.a_request(session, agent, customer_id=double.id), MOMENT)

    assert len(considered.background.of_customer) == 1
    assert by_the_double.asker.id == customer.id


def test_what_the_policy_rules_out_is_granted_by_those_who_may_alone(session: Session) -> None:
    team = b.a_team(session)
    manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
    d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))

    with pytest.raises(Invalid, match="You may not grant this on your own"):
        d.a_decision(session, agent, "granted", days=61, reason="She cried.")
    with pytest.raises(Invalid, match="exception from the policy"):
        d.a_decision(session, manager, "granted", days=61)
    excepted = d.a_decision(session, manager, "granted", days=61, reason="Our letter was late.")

    assert (excepted.zone, excepted.departure, excepted.approver_role) == (Zone.PROHIBITED, "excepted", "manager")
    assert not excepted.countable
    assert d.flags_of(session, excepted) == []


def test_who_manages_another_team_decides_for_a_customer_like_an_agent(session: Session) -> None:
    # given a policy that rules something out, and two teams with a manager each
    team, elsewhere = b.a_team(session), b.a_team(session)
    manager, stranger = b.a_manager(session, of=team), b.a_manager(session, of=elsewhere)
    d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))
    customer = b.a_customer(session, team=team)
    asked = {"days": 61, "reason": "I like them.", "customer_id": customer.id}

    # when the other one is asked by a customer of the first, they may not make an exception
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        d.a_decision(session, stranger, "granted", **asked)  # type: ignore[arg-type]

    # then the manager of the team may, and the other one may for customers of their own
    given = d.a_decision(session, manager, "granted", **asked)  # type: ignore[arg-type]
    assert given.approver_role == "manager"
    own = b.a_customer(session, team=elsewhere)
    given = d.a_decision(session, stranger, "granted", **{**asked, "customer_id": own.id})  # type: ignore[arg-type]
    assert given.approver_role == "manager"


def test_denying_a_right_takes_a_reason_and_is_flagged(session: Session) -> None:
    team = b.a_team(session)
    manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
    d.a_policy(session, manager, RuleFacts(entitled=d.at_most(d.DAYS, 3)))

    with pytest.raises(Invalid, match="has a right to this"):
        d.a_decision(session, agent, "refused", days=2)
    denied = d.a_decision(session, agent, "refused", days=2, reason="Not our coupon.")

    assert [flag.type for flag in d.flags_of(session, denied)] == ["policy"]


def test_nobody_grants_what_may_be_ruled_out_before_the_missing_fact_is_known(session: Session) -> None:
    manager = b.a_manager(session, of=b.a_team(session))
    d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))

    with pytest.raises(Invalid, match="a fact is missing") as refused:
        d.a_decision(session, manager, "granted", days=None)
    considered = consider(session, d.a_request(session, manager, days=None), MOMENT)

    assert refused.value.field == "facts"
    assert (considered.zone, considered.missing) == (Zone.UNDECIDABLE, (d.DAYS,))


def test_precedents_of_an_older_rule_bind_nobody_but_those_of_an_older_wording_do(session: Session) -> None:
    manager, agent = b.a_manager(session, of=b.a_team(session)), b.an_agent(session)
    rule = RuleFacts(prohibited=d.more_than(d.DAYS, 60))
    d.a_policy(session, manager, rule, now=MOMENT - 9 * DAY)
    d.a_decision(session, agent, "granted", days=12, now=MOMENT - 8 * DAY)
    d.a_policy(session, manager, RuleFacts(prohibited=rule.prohibited, expires_after_days=5), now=MOMENT - 7 * DAY)

    with pytest.raises(Invalid, match="Equal cases"):
        d.a_decision(session, agent, "refused", days=12, now=MOMENT - 6 * DAY)
    d.a_policy(session, manager, RuleFacts(prohibited=d.more_than(d.DAYS, 30)), now=MOMENT - 5 * DAY)

    assert d.a_decision(session, agent, "refused", days=12).departure == ""


def test_more_than_one_may_give_takes_somebody_who_may(session: Session) -> None:
    team = b.a_team(session)
    manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
    d.a_policy(session, manager, RuleFacts(band=(0, 20), authority={"agent": 50, "manager": 200}), key="fee_reversal")
    draft = d.a_request(
        session,
        agent,
        situation_id=d.situation_id(session, "fee_reversal"),
        facts={"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0},
    )

    with pytest.raises(Invalid, match="You may not grant this on your own"):
        d.answer(session, draft, "granted", amount=60)
    with pytest.raises(Invalid, match="Say how much"):
        d.answer(session, draft, "granted")

    assert d.answer(session, draft, "partial", amount=50).amount == 50


def test_deciding_anew_settles_what_was_found_against_the_first_answer(session: Session) -> None:
    agent = b.an_agent(session)
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - 2 * DAY)
    refused = d.a_decision(session, agent, "refused", days=11, reason="A copy.", now=MOMENT - DAY)

    corrected = d.a_decision(session, agent, "granted", days=11, corrects_id=refused.id)

    [flag] = d.flags_of(session, refused)
    assert (flag.state, corrected.corrects_id, refused.countable) == ("corrected", refused.id, False)
    with pytest.raises(Invalid, match="decided this anew already"):
        d.a_decision(session, agent, "granted", days=11, corrects_id=refused.id)


def test_what_was_recorded_by_mistake_is_taken_back_with_the_flags_that_rest_on_it(session: Session) -> None:
    anna = b.an_agent(session)
    granted = d.a_decision(session, anna, "granted", days=12, now=MOMENT - DAY)
    refused = d.a_decision(session, b.an_agent(session), "refused", days=11, reason="A copy.")

    d.taken_back(session, anna, granted)

    [flag] = d.flags_of(session, refused)
    assert (granted.state, granted.countable, flag.state) == ("retracted", False, "evidence_removed")
    with pytest.raises(Invalid, match="already"):
        d.taken_back(session, anna, granted)


def test_others_do_not_take_it_back(session: Session) -> None:
    granted = d.a_decision(session, b.an_agent(session))

    with pytest.raises(Forbidden, match="Only who decided"):
        d.taken_back(session, b.an_agent(session), granted)


def test_what_a_closed_team_decides_exists_for_nobody_else(session: Session) -> None:
    closed = b.a_team(session, is_closed=True)
    d.a_decision(session, b.an_agent(session, team=closed), "granted", days=12, now=MOMENT - DAY)
    outsider = b.viewer_of(b.an_account(session), hidden=(closed,))

    considered = consider(session, d.a_request(session, outsider, days=11), MOMENT)

    assert considered.background.comparables == []
    with pytest.raises(NotFound):
        consider(session, d.a_request(session, outsider, customer_id=b.a_customer(session, team=closed).id), MOMENT)


def test_both_answers_are_known_before_one_is_chosen(session: Session) -> None:
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    considered = consider(session, d.a_request(session, b.an_agent(session), days=11), MOMENT)

    assert considered.case.facts[TIER] == 0.0
    assert considered.findings(Wish(outcome=Outcome.REFUSED)).is_unequal
    assert not considered.findings(Wish(outcome=Outcome.GRANTED)).is_unequal
    assert session.scalar(select(func.count()).select_from(Decision)) == 1


def test_only_who_decided_or_the_manager_of_the_team_decides_anew(session: Session) -> None:
    team = b.a_team(session)
    granted = d.a_decision(session, b.an_agent(session, team=team), "granted", days=12)

    for who in (b.an_agent(session, team=team), b.a_manager(session, of=b.a_team(session))):
        with pytest.raises(Forbidden, match="decides this anew"):
            d.a_decision(session, who, "granted", days=2, corrects_id=granted.id)

    d.a_decision(session, b.a_manager(session, of=team), "granted", days=2, corrects_id=granted.id)
    assert not granted.countable


def test_the_same_answer_on_weaker_facts_leaves_the_flag_to_the_manager(session: Session) -> None:
    agent = b.an_agent(session)
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - 2 * DAY)
    refused = d.a_decision(session, agent, "refused", days=11, reason="A copy.", now=MOMENT - DAY)

    d.a_decision(session, agent, "refused", days=90, corrects_id=refused.id)

    [flag] = d.flags_of(session, refused)
    assert flag.state == "open"


def test_a_flagged_decision_is_taken_back_by_the_manager_alone(session: Session) -> None:
    team = b.a_team(session)
    agent = b.an_agent(session, team=team)
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)
    refused = d.a_decision(session, agent, "refused", days=11, reason="A copy.")

    with pytest.raises(Forbidden, match="only the manager"):
        d.taken_back(session, agent, refused)

    d.taken_back(session, b.a_manager(session, of=team), refused)
    assert refused.state == "retracted"


def test_a_manager_too_is_held_to_what_is_written_for_managers(session: Session) -> None:
    manager = b.a_manager(session, of=b.a_team(session))
    d.a_policy(session, manager, RuleFacts(authority={"agent": 20, "manager": 50}), key="fee_reversal")
    facts = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}
    draft = d.a_request(session, manager, situation_id=d.situation_id(session, "fee_reversal"), facts=facts)

    assert d.answer(session, draft, "granted", amount=50).amount == 50
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        d.answer(session, draft, "granted", amount=51, reason="A flood.")


def test_where_managers_alone_have_a_limit_agents_give_nothing(session: Session) -> None:
    team = b.a_team(session)
    manager, agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
    d.a_policy(session, manager, RuleFacts(authority={"manager": 100}), key="fee_reversal")
    facts = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}
    of_agent = d.a_request(session, agent, situation_id=d.situation_id(session, "fee_reversal"), facts=facts)

    with pytest.raises(Invalid, match="You may not grant this on your own"):
        d.answer(session, of_agent, "granted", amount=5)

    assert d.answer(session, replace(of_agent, actor=manager), "granted", amount=100).amount == 100


def test_a_new_practice_needs_one_that_it_changes(session: Session) -> None:
    manager = b.a_manager(session, of=b.a_team(session))

    with pytest.raises(Invalid, match="no practice to change") as refused:
        d.a_decision(session, manager, "refused", days=5, reason="Too many.", overrules=True)

    assert refused.value.field == "overrules"


@pytest.mark.parametrize("reason", [".", "x", " - "])
def test_a_reason_says_something(session: Session, reason: str) -> None:
    d.a_decision(session, b.an_agent(session), "granted", days=12, now=MOMENT - DAY)

    with pytest.raises(Invalid, match="Say what makes this case different"):
        d.a_decision(session, b.an_agent(session), "refused", days=11, reason=reason)


def test_what_is_illegal_is_not_granted(session: Session) -> None:
    with pytest.raises(Invalid, match="illegal") as refused:
        d.a_decision(session, b.an_agent(session), "granted", assessment={Question.ILLEGAL: True}, reason="A friend.")

    assert refused.value.field == "illegal"


@pytest.mark.parametrize(
    ("outcome", "answers"),
    [("granted", {Question.HURTS_COLLEAGUES: True}), ("refused", {Question.JUSTIFIED: True, Question.ILLEGAL: False})],
)
def test_an_answer_against_the_own_assessment_takes_a_reason(
    session: Session, outcome: str, answers: dict[Question, bool]
) -> None:
    with pytest.raises(Invalid) as refused:
        d.a_decision(session, b.an_agent(session), outcome, assessment=answers)

    assert refused.value.field == "reason"
    decided = d.a_decision(session, b.an_agent(session), outcome, assessment=answers, reason="There is one.")
    assert read(decided.assessment) == answers


def test_who_hurts_colleagues_is_refused_without_more(session: Session) -> None:
    answers = {Question.HARMLESS: True, Question.HURTS_COLLEAGUES: True}

    assert d.a_decision(session, b.an_agent(session), "refused", assessment=answers).outcome == "refused"
