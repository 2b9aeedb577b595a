"""Deciding anew, and taking that back: nothing is counted twice, and nobody clears a flag by a detour."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.alerts.records import Notice
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.considering import consider
from tracker.precedents.queries import checking
from tracker.precedents.queries import flags as flagged
from tracker.precedents.queries.exceptions import Kind, exceptions
from tracker.precedents.queries.holders import grant_to
from tracker.precedents.records import Decision, DecisionCount, Flag, FlagEvidence
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag

DAY = timedelta(days=1)


class Desk:
    """Jana decides, Katrin manages; Anna in another team granted a coupon of twelve days."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session)
        self.jana, self.katrin = b.an_agent(session, team=team), b.a_manager(session, of=team)
        self.anna = b.an_agent(session)
        self.granted = self.decide("granted", self.anna, day=-9)

    def decide(self, outcome: str, who: Viewer | None = None, *, day: float = 0, **given: object) -> Decision:
        """Answer a request of eleven days unless told; who departs has a reason."""
        given = {"days": 12 if who is not None and outcome == "granted" else 11, "reason": "It differs.", **given}
        decision = d.a_decision(self.session, who or self.jana, outcome, now=MOMENT + day * DAY, **given)  # type: ignore[arg-type]
        self.session.flush()
        self.session.expire_all()
        return decision

    def take_back(self, decision: Decision, who: Viewer | None = None) -> None:
        """Take a decision back at once."""
        d.taken_back(self.session, who or self.jana, decision, now=MOMENT + 9 * DAY)
        self.session.flush()
        self.session.expire_all()

    def flag(self, decision: Decision) -> Flag:
        """Return the one flag of a decision."""
        [flag] = d.flags_of(self.session, decision)
        return flag

    def shown_by(self, flag: Flag) -> list[int]:
        """Return the decisions that a flag is shown by."""
        return list(self.session.scalars(select(FlagEvidence.decision_id).where(FlagEvidence.flag_id == flag.id)))

    def counted(self) -> tuple[int, int]:
        """Return how often was granted, of what was asked."""
        counts = self.session.scalars(select(DecisionCount), execution_options={"populate_existing": True}).all()
        return sum(each.granted for each in counts), sum(each.asked for each in counts)


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_correction_is_not_judged_against_what_it_sets_right(session: Session) -> None:
    # given a grant to a customer, by mistake
    agent, customer = b.an_agent(session), b.a_customer(session)
    granted = d.a_decision(session, agent, "granted", customer_id=customer.id, now=MOMENT - DAY)

    # when it is decided anew
    draft = d.a_request(session, agent, customer_id=customer.id)
    announced = consider(session, draft, MOMENT, corrects_id=granted.id).findings(Wish(outcome=Outcome.REFUSED))
    refused = d.answer(session, draft, "refused", corrects_id=granted.id)

    # then nothing stands against that, neither announced nor found, and it binds later cases
    assert (announced.is_unequal, announced.expectation) == (False, ())
    assert (refused.departure, refused.countable) == ("", True)
    assert d.flags_of(session, refused) == []


def test_a_correction_counts_once(desk: Desk) -> None:
    assert desk.counted() == (1, 1)
    refused = desk.decide("refused")

    again = desk.decide("granted", corrects_id=refused.id, day=1)

    assert desk.counted() == (2, 2)
    assert refused.state == "corrected"
    desk.take_back(again)
    assert desk.counted() == (1, 2)


def test_what_was_decided_anew_is_neither_in_the_register_nor_judged(desk: Desk, session: Session) -> None:
    d.a_policy(session, desk.katrin, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))
    excepted = desk.decide("granted", desk.katrin, days=61, day=1)
    desk.decide("refused", desk.katrin, days=61, day=2, corrects_id=excepted.id)
    later = MOMENT + 3 * DAY

    _, ground = checking.ground(session, d.situation_id(session), later)

    assert exceptions(session, desk.katrin, Kind.ALL, now=later, after=None, limit=9) == []
    assert [each.case.id for each in checking.at_discretion(session, ground, later)] == [desk.granted.id]


def test_practice_is_what_stands_and_people_are_judged_by_what_they_answer_at_first(
    desk: Desk, session: Session
) -> None:
    refused = desk.decide("refused")
    correction = desk.decide("granted", desk.katrin, corrects_id=refused.id, day=1)
    later = MOMENT + 3 * DAY

    _, ground = checking.ground(session, d.situation_id(session), later)

    stands = [each.case.id for each in checking.at_discretion(session, ground, later)]
    at_first = [each.case.id for each in checking.at_discretion(session, ground, later, at_first=True)]
    assert (stands, at_first) == ([correction.id, desk.granted.id], [refused.id, desk.granted.id])


def test_taking_a_correction_back_brings_the_first_answer_back_and_it_can_be_set_right_again(desk: Desk) -> None:
    granted = desk.decide("granted", days=40)
    correction = desk.decide("refused", days=40, corrects_id=granted.id, day=1)

    desk.take_back(correction)

    assert (granted.state, granted.countable) == ("decided", True)
    again = desk.decide("refused", days=40, corrects_id=granted.id, day=2)
    assert (granted.state, again.countable) == ("corrected", True)


def test_what_was_decided_anew_is_not_taken_back(desk: Desk) -> None:
    granted = desk.decide("granted", days=40)
    desk.decide("refused", days=40, corrects_id=granted.id)

    with pytest.raises(Invalid, match="decided this anew already"):
        desk.take_back(granted)


def test_nobody_clears_a_flag_by_deciding_anew_and_taking_that_back(desk: Desk) -> None:
    refused = desk.decide("refused")
    correction = desk.decide("granted", corrects_id=refused.id)
    assert desk.flag(refused).state == FlagState.CORRECTED

    desk.take_back(correction)

    flag = desk.flag(refused)
    assert (flag.state, flag.closed_at, flag.closed_by_id) == (FlagState.OPEN, None, None)


def test_nor_by_coming_back_to_the_first_answer_on_other_facts(desk: Desk) -> None:
    refused = desk.decide("refused")
    granted = desk.decide("granted", corrects_id=refused.id)

    weaker = desk.decide("refused", days=90, corrects_id=granted.id)

    assert desk.flag(refused).state == FlagState.OPEN
    desk.take_back(weaker)
    assert (desk.flag(refused).state, granted.state) == (FlagState.CORRECTED, "decided")


def test_a_correction_is_about_the_same_customer(desk: Desk, session: Session) -> None:
    customer, double, other = b.a_customer(session), b.a_customer(session), b.a_customer(session)
    refused = desk.decide("refused", customer_id=double.id)
    for somebody_else in (other.id, None):
        with pytest.raises(Invalid, match="another customer") as wrong:
            desk.decide("granted", corrects_id=refused.id, customer_id=somebody_else)
        assert wrong.value.field == "customer"

    session.get_one(type(double), double.id).merged_into_id = customer.id
    session.flush()

    assert desk.decide("granted", corrects_id=refused.id, customer_id=customer.id).customer_id == customer.id


def test_a_flag_ends_when_all_that_shows_it_was_taken_back(desk: Desk) -> None:
    other = desk.decide("granted", days=13, day=-1)
    refused = desk.decide("refused")
    assert len(desk.shown_by(desk.flag(refused))) == 2

    desk.take_back(other)
    assert desk.flag(refused).state == FlagState.OPEN
    desk.take_back(desk.granted, desk.anna)

    assert desk.flag(refused).state == FlagState.EVIDENCE_REMOVED


def test_a_flag_ends_when_all_that_shows_it_was_answered_otherwise_and_waits_again_when_that_is_taken_back(
    desk: Desk,
) -> None:
    refused = desk.decide("refused")

    correction = desk.decide("refused", desk.anna, corrects_id=desk.granted.id, days=12)
    assert desk.flag(refused).state == FlagState.EVIDENCE_REMOVED
    desk.take_back(correction, desk.anna)

    assert desk.flag(refused).state == FlagState.OPEN
    assert desk.shown_by(desk.flag(refused)) == [desk.granted.id]


def test_the_same_answer_on_other_facts_takes_the_place_of_what_shows_a_flag(desk: Desk) -> None:
    refused = desk.decide("refused")

    correction = desk.decide("granted", desk.anna, corrects_id=desk.granted.id, days=14)

    assert (desk.flag(refused).state, desk.shown_by(desk.flag(refused))) == (FlagState.OPEN, [correction.id])
    desk.take_back(correction, desk.anna)
    assert desk.shown_by(desk.flag(refused)) == [desk.granted.id]


def test_what_an_overruling_decision_overruled_binds_again_when_it_is_taken_back(desk: Desk) -> None:
    overruling = desk.decide("refused", desk.katrin, overrules=True)
    assert (desk.granted.countable, desk.granted.overruled_by_id) == (False, overruling.id)

    desk.take_back(overruling, desk.katrin)

    assert desk.granted.countable
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        desk.decide("refused", reason="", day=10)


def test_a_new_practice_is_set_right_by_another_one(desk: Desk) -> None:
    overruling = desk.decide("refused", desk.katrin, overrules=True)

    granted = desk.decide("granted", desk.katrin, days=11, corrects_id=overruling.id, day=1)
    assert (desk.granted.countable, granted.departure) == (True, "")
    desk.take_back(granted, desk.katrin)

    assert (overruling.state, overruling.countable, desk.granted.countable) == ("decided", True, False)


def test_a_practice_is_changed_again_by_what_sets_the_change_right(desk: Desk) -> None:
    overruling = desk.decide("refused", desk.katrin, overrules=True)

    again = desk.decide("refused", desk.katrin, days=12, overrules=True, corrects_id=overruling.id, day=1)

    assert (desk.granted.countable, desk.granted.overruled_by_id) == (False, again.id)


def test_what_was_accepted_for_its_own_reason_binds_nobody_when_it_comes_back(desk: Desk, session: Session) -> None:
    refused = desk.decide("refused")
    flag = desk.flag(refused)
    end = SettleFlag(
        actor=desk.katrin, flag_id=flag.id, seen_version=flag.row_version, end=FlagState.JUSTIFIED, note="A copy."
    )
    settle_flag(session, end, MOMENT)
    correction = desk.decide("granted", corrects_id=refused.id, day=1)

    desk.take_back(correction)

    assert (refused.state, refused.countable, desk.flag(refused).state) == ("decided", False, FlagState.JUSTIFIED)


def test_nobody_settles_a_flag_about_their_own_decision(desk: Desk, session: Session) -> None:
    # given a manager whose refusal was found unequal, and the manager above
    board = b.a_team(session)
    chief = b.a_manager(session, of=board)
    session.get_one(Account, desk.katrin.id).team_id = board.id
    flag = desk.flag(desk.decide("refused", desk.katrin))
    settle = SettleFlag(
        actor=desk.katrin, flag_id=flag.id, seen_version=1, end=FlagState.JUSTIFIED, note="I was right."
    )

    # when she settles it, then she may not, and it waits for the one above alone
    with pytest.raises(Forbidden, match="of their own the one above"):
        settle_flag(session, settle, MOMENT)
    assert [flagged.how_many_open(session, who, MOMENT) for who in (desk.katrin, chief)] == [0, 1]
    waiting = flagged.flags(session, chief, only_open=True, now=MOMENT, after=None, limit=9)
    assert [each.id for each in waiting] == [flag.id]

    settle_flag(session, replace(settle, actor=chief), MOMENT)
    seen = flagged.flags(session, desk.katrin, only_open=False, now=MOMENT, after=None, limit=9)
    assert [each.state for each in seen] == [FlagState.JUSTIFIED]


def test_flags_of_others_change_nothing_about_whom_a_flag_waits_for(desk: Desk, session: Session) -> None:
    # given refusals that were found unequal: an agent's first, then the manager's own, above whom another one stands
    board = b.a_team(session)
    chief = b.a_manager(session, of=board)
    session.get_one(Account, desk.katrin.id).team_id = board.id
    of_agent = desk.flag(desk.decide("refused"))
    of_manager = desk.flag(desk.decide("refused", desk.katrin, day=1))

    # then each waits for one of them, and is counted and listed for that one alone
    for who, theirs in ((desk.katrin, of_agent), (chief, of_manager), (desk.jana, None)):
        expected = [] if theirs is None else [theirs.id]
        listed = flagged.flags(session, who, only_open=True, now=MOMENT, after=None, limit=9)
        assert [each.id for each in listed] == expected
        assert flagged.how_many_open(session, who, MOMENT) == len(expected)
        assert [each.id for each in (of_agent, of_manager) if flagged.waits_for(session, who, each.id)] == expected


@pytest.mark.parametrize("undone", ["taken back", "answered otherwise", "answered alike"])
def test_who_promised_what_was_granted_is_told_when_it_does_not_stand_any_more(
    desk: Desk, session: Session, undone: str
) -> None:
    # given a grant from which an open promise follows, and one that follows from another
    granted, bernd = desk.decide("granted"), b.an_agent(session)
    promise = b.a_promise(session, bernd, source_reference=f"D-{granted.id}")
    b.a_promise(session, bernd, source_reference="D-4711")

    # when it is undone
    if undone == "taken back":
        desk.take_back(granted)
    else:
        desk.decide("refused" if undone == "answered otherwise" else "granted", corrects_id=granted.id)

    # then its owner is told, and the promise stays open
    told = session.execute(select(Notice.account_id, Notice.promise_id, Notice.kind)).all()
    expected = [] if undone == "answered alike" else [(bernd.id, promise.id, "groundless")]
    assert ([tuple(each) for each in told], promise.state) == (expected, "open")


def test_a_cent_less_is_no_other_answer(session: Session) -> None:
    manager = b.a_manager(session, of=b.a_team(session))
    facts = {"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0}
    draft = d.a_request(session, manager, situation_id=d.situation_id(session, "fee_reversal"), facts=facts)
    for day in (3, 2):
        d.answer(session, draft, "partial", amount=10, now=MOMENT - day * DAY)
    far = d.answer(session, draft, "partial", amount=40, reason="A flood.", now=MOMENT - DAY)

    nearly = d.answer(session, draft, "partial", amount="39.99", reason="A flood.", corrects_id=far.id)
    assert [each.state for each in d.flags_of(session, far)] == [FlagState.OPEN]
    d.answer(session, draft, "partial", amount=10, corrects_id=nearly.id)

    assert [each.state for each in d.flags_of(session, far)] == [FlagState.CORRECTED]


def test_what_was_granted_for_once_leaves_a_standing_grant_as_it_is(session: Session) -> None:
    agent, customer = b.an_agent(session), b.a_customer(session)
    standing = d.a_decision(session, agent, "granted", customer_id=customer.id, now=MOMENT - 2 * DAY)

    once = d.a_decision(session, agent, "granted", customer_id=customer.id, is_one_off=True, now=MOMENT - DAY)
    held = grant_to(session, agent, standing.situation_id, [customer.id], now=MOMENT)
    assert held is not None
    assert held.id == standing.id

    d.a_decision(session, agent, "granted", customer_id=customer.id, is_one_off=True, corrects_id=standing.id)
    assert once.one_off
    assert grant_to(session, agent, standing.situation_id, [customer.id], now=MOMENT) is None


def test_who_settles_the_flag_of_a_manager_gives_another_answer_as_well(desk: Desk, session: Session) -> None:
    # given a manager whose refusal was found unequal, the manager above, and somebody above another team
    board = b.a_team(session)
    chief, stranger = b.a_manager(session, of=board), b.a_manager(session, of=b.a_team(session))
    session.get_one(Account, desk.katrin.id).team_id = board.id
    refused = desk.decide("refused", desk.katrin)
    flag = desk.flag(refused)

    # when the one above decides anew, who settles the flag, then it is settled by that
    with pytest.raises(Forbidden, match="Only who decided"):
        desk.decide("granted", stranger, corrects_id=refused.id)
    desk.decide("granted", chief, corrects_id=refused.id)
    assert flag.state == "corrected"
