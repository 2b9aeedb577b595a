"""A grant with an end goes on by a decision of its own, after a fresh look by the rule of today."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.alerts.records import Notice
from tracker.alerts.use_cases.offices import Offices
from tracker.customers.records import Customer
from tracker.erasure.use_cases import EraseCustomer, erase_customer
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.queries import exceptions, holders
from tracker.precedents.queries.checking import at_discretion, ground
from tracker.precedents.queries.exceptions import Kind
from tracker.precedents.records import Approval, Decision, FlagEvidence
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval
from tracker.precedents.use_cases.counting import recount
from tracker.precedents.use_cases.ending import tell_of_grants_ending
from tracker.precedents.use_cases.revoking import Revoke, revoke

DAY = timedelta(days=1)
FOR_A_MONTH = RuleFacts(expires_after_days=30)
STRICT = RuleFacts(prohibited=d.more_than(d.DAYS, 10), expires_after_days=30)


class Desk:
    """A team by whose policy grants last a month, and a customer who got one twenty days ago."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session)
        self.manager, self.agent = b.a_manager(session, "Marie", of=team), b.an_agent(session, "Anna", team=team)
        self.customer_id = b.a_customer(session).id
        self.rules(FOR_A_MONTH, days_ago=40)
        self.grant = self.decides("granted", days_ago=20)

    def rules(self, rule: RuleFacts, days_ago: float = 0) -> None:
        """Write another rule."""
        d.a_policy(self.session, self.manager, rule, now=MOMENT - days_ago * DAY)

    def decides(self, outcome: str, days_ago: float = 0, **given: object) -> Decision:
        """Answer the customer, or who is given."""
        given = {"customer_id": self.customer_id, **given}
        return d.a_decision(self.session, self.agent, outcome, now=MOMENT - days_ago * DAY, **given)  # type: ignore[arg-type]

    def makes_an_exception(self) -> Decision:
        """Let the manager grant for a month what the rule excluded twenty-six days ago."""
        self.rules(STRICT, days_ago=30)
        whom = b.a_customer(self.session).id
        at = MOMENT - 26 * DAY
        return d.a_decision(self.session, self.manager, customer_id=whom, now=at, reason="Our letter was late.")

    def extends(self, grant: Decision | None = None, who: Viewer | None = None, **given: object) -> Decision:
        """Let a grant go on for twenty days more, now unless told."""
        grant = grant or self.grant
        given = {"ends_at": (grant.expires_at or MOMENT) + 20 * DAY, **given}
        return d.an_extension(self.session, who or self.agent, grant, **given)  # type: ignore[arg-type]

    def asks(self) -> Approval:
        """Ask somebody to let the grant go on."""
        assert self.grant.expires_at is not None
        wish = d.to_extend(self.agent, self.grant, ends_at=self.grant.expires_at + 20 * DAY)
        return ask_approval(self.session, wish, MOMENT)

    def answers(
        self, asked: Approval, outcome: str, now: datetime = MOMENT, *, ends_at: datetime | None = None
    ) -> Decision:
        """Let the manager answer; until when it goes on, as asked unless told."""
        wish = Wish(outcome=Outcome(outcome), reason="Be it so.")
        answer = AnswerApproval(actor=self.manager, approval_id=asked.id, seen_version=asked.row_version, wish=wish)
        return answer_approval(self.session, replace(answer, ends_at=ends_at), now)

    def held(self, now: datetime = MOMENT) -> list[tuple[int, int]]:
        """Who holds it by which decision."""
        situation_id = self.grant.situation_id
        found = holders.holders(self.session, self.agent, situation_id, now=now, after=None, limit=50)
        return [(holder.id, decision.id) for decision, holder in found]

    def registered(self, kind: Kind = Kind.ALL, now: datetime = MOMENT) -> list[int]:
        """What stands in the register of exceptions."""
        found = exceptions.exceptions(self.session, self.manager, kind, now=now, after=None, limit=50)
        return [each.decision.id for each in found]

    def told(self) -> list[str]:
        """Who was told that a grant ends, in order."""
        asked = select(Account.name).join(Notice, Notice.account_id == Account.id).where(Notice.affair == "grant")
        return list(self.session.scalars(asked.order_by(Notice.id)))


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_grant_goes_on_by_a_decision_that_names_it(desk: Desk) -> None:
    extension = desk.extends()

    assert (extension.extends_id, extension.outcome, extension.reason) == (
        desk.grant.id,
        "granted",
        "They still order.",
    )
    assert desk.grant.expires_at is not None
    assert extension.expires_at == desk.grant.expires_at + 20 * DAY
    assert desk.held() == [(desk.customer_id, extension.id)]
    assert d.flags_of(desk.session, extension) == []


def test_it_is_one_precedent_counted_once_however_often_it_goes_on(desk: Desk, session: Session) -> None:
    # when a grant is extended twice
    first = desk.extends()
    second = desk.extends(first, now=MOMENT + DAY)

    # then one of the three binds, and all name the first one
    assert [each.countable for each in (desk.grant, first, second)] == [False, False, True]
    assert (first.extends_id, second.extends_id) == (desk.grant.id, desk.grant.id)
    assert desk.held(MOMENT + DAY) == [(desk.customer_id, second.id)]
    assert recount(session) == 0
    here = ground(session, desk.grant.situation_id, MOMENT + DAY)[1]
    assert [each.case.id for each in at_discretion(session, here, MOMENT + DAY)] == [desk.grant.id]


def test_taking_an_extension_back_lets_the_grant_stand_and_bind_again(desk: Desk, session: Session) -> None:
    extension = desk.extends()
    with pytest.raises(Invalid, match="Take the extension back first"):
        d.taken_back(session, desk.agent, desk.grant)
    with pytest.raises(Invalid, match="Take the extension back first"):
        desk.decides("refused", corrects_id=desk.grant.id)
    with pytest.raises(Invalid, match="An extension is not decided anew"):
        desk.decides("refused", corrects_id=extension.id)

    d.taken_back(session, desk.agent, extension)

    assert desk.grant.countable
    assert desk.held() == [(desk.customer_id, desk.grant.id)]
    assert recount(session) == 0


def test_only_a_grant_with_an_end_that_stands_goes_on(desk: Desk, session: Session) -> None:
    once = desk.decides("granted", days_ago=4, customer_id=b.a_customer(session).id, is_one_off=True, reason="Once.")
    refused = desk.decides("refused", days_ago=4, customer_id=b.a_customer(session).id, reason="It is torn.")
    ended = desk.decides("granted", days_ago=35, customer_id=b.a_customer(session).id)
    endless = desk.decides("granted", days_ago=3, customer_id=b.a_customer(session).id)
    endless.expires_at = None
    for each in (once, refused, ended, endless):
        with pytest.raises(Invalid, match="nothing to extend"):
            desk.extends(each)

    desk.extends()

    with pytest.raises(Invalid, match="nothing to extend"):
        desk.extends()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "."}, "reason"),
        ({"is_one_off": True}, "one_off"),
        ({"ends_at": None}, "ends_on"),
        ({"ends_at": MOMENT + DAY}, "ends_on"),
        ({"ends_at": MOMENT + 42 * DAY}, "ends_on"),
    ],
)
def test_it_says_why_and_until_when_and_for_no_longer_than_the_policy(
    desk: Desk, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.extends(None, None, **changes)

    assert refusal.value.field == field


def test_a_missing_fact_is_asked_for_before_anything_goes_on(desk: Desk) -> None:
    desk.rules(STRICT)

    with pytest.raises(Invalid) as refusal:
        desk.extends(facts={d.DAYS: None})

    assert refusal.value.field == "facts"


def test_what_the_rule_of_today_excludes_is_asked_for_and_answered_by_another(desk: Desk, session: Session) -> None:
    # given a rule by which it would be an exception today
    desk.rules(STRICT, days_ago=1)
    with pytest.raises(Invalid, match="You may not grant this on your own"):
        desk.extends()

    # when the agent asks, and the manager grants it after the old end
    asked = desk.asks()
    with pytest.raises(Invalid, match="Somebody has asked already"):
        desk.asks()
    extension = desk.answers(asked, "granted", MOMENT + 11 * DAY)

    # then it goes on as an exception of who asked, and what bound before the rule still does
    assert (asked.extends_id, extension.extends_id) == (desk.grant.id, desk.grant.id)
    assert (extension.decided_by_id, extension.departure) == (desk.agent.id, "excepted")
    assert (extension.countable, desk.grant.countable) == (False, True)
    assert extension.expires_at == asked.ends_at
    assert desk.registered() == [extension.id]
    assert d.flags_of(session, extension) == []


def test_whoever_answers_lets_it_go_on_for_less_than_was_asked_for_but_not_for_more(desk: Desk) -> None:
    # given a request that a grant goes on for twenty days
    desk.rules(STRICT, days_ago=1)
    asked, before = desk.asks(), desk.grant.expires_at
    asked.told = "You can redeem coupons for twenty days more."
    desk.session.flush()
    assert before is not None

    # then it goes on for no longer, not for nothing, and not until a day that is over
    for end, now, why in (
        (before + 21 * DAY, MOMENT, "longer than was asked for"),
        (before, MOMENT, "granted until then already"),
        (before + DAY, before + 2 * DAY, "That is over already"),
    ):
        with pytest.raises(Invalid, match=why) as refusal:
            desk.answers(asked, "granted", now, ends_at=end)
        assert refusal.value.field == "ends_on"

    # and for a shorter time it does, without the words that promised more
    extension = desk.answers(asked, "granted", ends_at=before + 5 * DAY)
    assert (extension.expires_at, extension.outcome, extension.told) == (before + 5 * DAY, "granted", "")


def test_what_was_answered_so_late_that_all_of_it_is_over_can_only_be_refused(desk: Desk) -> None:
    # given a request that a grant goes on for twenty days, which nobody answers until then
    desk.rules(STRICT, days_ago=1)
    asked, before = desk.asks(), desk.grant.expires_at
    assert before is not None
    late = before + 20 * DAY

    # then nothing is granted that had an end before it was granted
    with pytest.raises(Invalid, match="is over by now") as refusal:
        desk.answers(asked, "granted", late)
    assert refusal.value.field == "outcome"

    # and a refusal is an answer
    assert desk.answers(asked, "refused", late).outcome == "refused"


def test_a_grant_that_shall_not_go_on_stands_until_its_end(desk: Desk, session: Session) -> None:
    desk.rules(replace(FOR_A_MONTH, approver="manager", prohibited=d.more_than(d.BASKET, 30)), days_ago=1)

    refused = desk.answers(desk.asks(), "refused")

    assert desk.held() == [(desk.customer_id, desk.grant.id)]
    assert (refused.extends_id, refused.outcome, desk.grant.countable) == (desk.grant.id, "refused", True)
    assert d.flags_of(session, refused) == []
    assert recount(session) == 0


def test_what_was_revoked_while_it_was_asked_for_does_not_go_on(desk: Desk, session: Session) -> None:
    desk.rules(STRICT, days_ago=1)
    asked = desk.asks()
    command = Revoke(
        actor=desk.manager, decision_id=desk.grant.id, seen_version=desk.grant.row_version, reason="Abused."
    )
    revoke(session, command, MOMENT)

    with pytest.raises(Invalid, match="nothing to extend"):
        desk.answers(asked, "granted")

    assert desk.answers(asked, "refused").outcome == "refused"


def test_a_manager_extends_an_exception_that_leaves_the_register_for_its_extension(desk: Desk) -> None:
    # given an exception that ends in four days
    exception = desk.makes_an_exception()
    assert desk.registered(Kind.ENDING_SOON) == [exception.id]

    # when it is extended
    extension = desk.extends(exception, desk.manager)

    # then the register knows it once, and it does not end soon any more
    assert (desk.registered(), desk.registered(Kind.ENDING_SOON)) == ([extension.id], [])


def test_what_was_promised_by_a_grant_is_still_owed_after_its_last_extension(desk: Desk, session: Session) -> None:
    exception = desk.makes_an_exception()
    b.a_promise(session, desk.agent, source_reference=f"D-{exception.id}")
    extension = desk.extends(exception, desk.manager)

    assert desk.registered(Kind.STILL_OWED, MOMENT + 5 * DAY) == []
    assert desk.registered(Kind.STILL_OWED, MOMENT + 30 * DAY) == [extension.id]


def test_who_is_granted_in_part_again_is_not_disappointed_by_that(session: Session) -> None:
    # given a part of what was asked for, for a month
    team = b.a_team(session)
    agent = b.an_agent(session, team=team)
    d.a_policy(session, b.a_manager(session, of=team), FOR_A_MONTH, now=MOMENT - 40 * DAY)
    grant = d.a_decision(session, agent, "partial", customer_id=b.a_customer(session).id, now=MOMENT - 20 * DAY)
    assert grant.expires_at is not None

    # when it goes on, and on
    first = d.an_extension(session, agent, grant, ends_at=grant.expires_at + 20 * DAY)
    assert first.expires_at is not None
    second = d.an_extension(session, agent, first, ends_at=first.expires_at + DAY, now=MOMENT + DAY)

    # then it is the part that they had, and nothing is found against it
    assert [each.outcome for each in (first, second)] == ["partial", "partial"]
    assert [d.flags_of(session, each) for each in (first, second)] == [[], []]


def test_a_refusal_to_somebody_equal_is_told_of_one_grant(desk: Desk, session: Session) -> None:
    # given a grant that was extended twice, and an equal refusal
    desk.extends(desk.extends(now=MOMENT - 2 * DAY), now=MOMENT - DAY)
    refused = desk.decides("refused", customer_id=b.a_customer(session).id, reason="It is torn.")

    # then one decision shows that it was unequal
    [flag] = d.flags_of(session, refused)
    shown_by = select(FlagEvidence.decision_id).where(FlagEvidence.flag_id == flag.id)
    assert len(session.scalars(shown_by).all()) == 1


def test_a_merged_customer_holds_it_once(desk: Desk, session: Session) -> None:
    # given the same customer twice, each with a grant, who become one
    twin = b.a_customer(session)
    newest = desk.decides("granted", days_ago=1, customer_id=twin.id)
    assert len(desk.held()) == 2
    session.get_one(Customer, twin.id).merged_into_id = desk.customer_id
    session.flush()

    # then they hold it once, by the last grant, which goes on for the record that was kept
    assert desk.held() == [(desk.customer_id, newest.id)]
    extension = desk.extends(newest)
    assert (extension.customer_id, desk.held()) == (desk.customer_id, [(desk.customer_id, extension.id)])


def test_an_erased_customer_leaves_one_case(desk: Desk, session: Session) -> None:
    for _ in range(6):
        desk.decides("granted", days_ago=1, customer_id=b.a_customer(session).id)
    extension = desk.extends()
    reference = session.get_one(Customer, desk.customer_id).reference

    erase_customer(session, EraseCustomer(actor=None, customer_id=desk.customer_id, typed=reference), MOMENT)

    assert (extension.state, extension.extends_id, extension.facts) == ("retracted", None, "{}")
    assert (desk.grant.state, desk.grant.countable) == ("decided", True)
    assert recount(session) == 0


def test_who_granted_it_is_told_a_week_before_the_end_and_once(desk: Desk, session: Session) -> None:
    def passes(days: float) -> list[str]:
        tell_of_grants_ending(session, Offices.read(session), MOMENT + days * DAY)
        return desk.told()

    assert passes(2.9) == []
    assert passes(3) == ["Anna"]
    assert passes(3.1) == ["Anna"]
    extension = desk.extends()
    assert passes(10 + 20 - 7) == ["Anna", "Anna"]
    d.taken_back(session, desk.agent, extension, now=MOMENT + 24 * DAY)


def test_the_manager_is_told_where_who_granted_it_has_left(desk: Desk, session: Session) -> None:
    session.get_one(Account, desk.agent.id).active = False

    tell_of_grants_ending(session, Offices.read(session), MOMENT + 4 * DAY)

    assert desk.told() == ["Marie"]
