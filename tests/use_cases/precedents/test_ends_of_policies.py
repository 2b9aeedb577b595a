"""Versions of a policy that hold for a while: what is in force then, what afterwards, and how they go on."""

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
from tracker.audit.records import Event
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.precedents.considering import consider
from tracker.precedents.queries.extending import extensions, made_under
from tracker.precedents.queries.situations import policies_in_force, version_at, versions
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.ending import tell_of_ending
from tracker.precedents.use_cases.extending import ExtendPolicy, extend_policy
from tracker.precedents.use_cases.policies import WithdrawPolicy, WritePolicy, withdraw_policy, write_policy
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag

DAY = timedelta(days=1)
STRICT = RuleFacts(prohibited=d.more_than(d.DAYS, 30))
GENEROUS = RuleFacts(prohibited=d.more_than(d.DAYS, 90))


class Office:
    """A manager who writes what is done about expired coupons, and an agent who decides by it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session, "Till")
        self.manager, self.agent = b.a_manager(session, "Bernd", of=team), b.an_agent(session, "Anna", team=team)
        self.situation_id = d.situation_id(session)

    def writes(
        self, rule: RuleFacts, *, start: float = 0, end: float | None = None, now: datetime = MOMENT
    ) -> PolicyVersion:
        """Write a version that begins and ends so many days from MOMENT on."""
        ends_at = None if end is None else MOMENT + end * DAY
        wish = PolicyWish(
            rule=rule,
            text_de="So.",
            text_en="So.",
            valid_from=MOMENT + start * DAY,
            ends_at=ends_at,
            reason="It is so.",
        )
        return write_policy(
            self.session, WritePolicy(actor=self.manager, situation_id=self.situation_id, wish=wish), now
        )

    def withdraws(self, version: PolicyVersion) -> None:
        """Leave a planned version out again."""
        command = WithdrawPolicy(actor=self.manager, situation_id=self.situation_id, seen=version.mark)
        withdraw_policy(self.session, command, MOMENT)

    def extension(self, version: PolicyVersion, end: float) -> ExtendPolicy:
        """Return the wish that a version goes on until so many days from MOMENT on."""
        return ExtendPolicy(
            actor=self.manager,
            situation_id=self.situation_id,
            seen=version.mark,
            ends_at=MOMENT + end * DAY,
            reason="The fair goes on.",
        )

    def in_force(self, *days: float) -> list[int | None]:
        """Return the numbers of the versions in force so many days after MOMENT, asked in each way that there is."""
        stored, found = versions(self.session, self.situation_id), []
        for day in days:
            moment = MOMENT + day * DAY
            by_rule, by_list = version_at(stored, moment), policies_in_force(self.session, moment)
            asked = consider(self.session, d.a_request(self.session, self.agent), moment).ground.version
            assert by_rule == by_list.get(self.situation_id) == asked
            found.append(None if by_rule is None else by_rule.number)
        return found

    def told(self) -> list[str]:
        """Who was told that a policy ends, in order."""
        asked = select(Account.name).join(Notice, Notice.account_id == Account.id).where(Notice.affair == "policy")
        return list(self.session.scalars(asked.order_by(Notice.id)))


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


def test_after_a_version_that_holds_for_a_while_the_one_before_is_in_force_again(office: Office) -> None:
    office.writes(STRICT)
    action = office.writes(GENEROUS, start=1, end=5)

    assert office.in_force(0, 0.9, 1, 4.9, 5, 99) == [1, 1, 2, 2, 1, 1]
    assert (action.valid_to, action.ends_at) == (MOMENT + 5 * DAY, MOMENT + 5 * DAY)


def test_after_the_only_version_nothing_is_in_force(office: Office) -> None:
    office.writes(GENEROUS, end=5)

    assert office.in_force(0, 5) == [1, None]


def test_a_version_without_an_end_ends_what_would_go_on_behind_it(office: Office, session: Session) -> None:
    # given an action, and a new rule that begins before it is over
    first, action = office.writes(STRICT), office.writes(GENEROUS, start=1, end=9)
    planned = office.writes(RuleFacts(), start=4)
    assert office.in_force(2, 4, 10) == [2, 3, 3]
    assert first.valid_to == action.valid_to == MOMENT + 4 * DAY

    # when that is withdrawn
    office.withdraws(planned)

    # then both go on as they were meant to
    assert (first.valid_to, action.valid_to) == (None, MOMENT + 9 * DAY)
    assert office.in_force(2, 8, 10) == [2, 2, 1]


def test_withdrawing_what_follows_an_action_leaves_its_end_alone(office: Office) -> None:
    office.writes(STRICT)
    action = office.writes(GENEROUS, start=1, end=5)

    office.withdraws(office.writes(RuleFacts(), start=5))

    assert action.valid_to == MOMENT + 5 * DAY
    assert office.in_force(4, 6) == [2, 1]


def test_an_action_within_an_action_comes_and_goes(office: Office) -> None:
    office.writes(STRICT)
    office.writes(GENEROUS, start=1, end=9)
    office.writes(RuleFacts(), start=3, end=5)

    assert office.in_force(2, 4, 6, 10) == [2, 3, 2, 1]


def test_nothing_ends_before_it_has_begun(office: Office) -> None:
    with pytest.raises(Invalid, match="It ends after it has begun"):
        office.writes(STRICT, start=2, end=2)


def test_decisions_go_by_what_is_in_force_and_old_precedents_bind_again_afterwards(
    office: Office, session: Session
) -> None:
    # given a strict rule with a refusal under it, and a generous one for a while
    office.writes(STRICT)
    d.a_decision(session, office.agent, "refused", days=20)
    office.writes(GENEROUS, start=1, end=5)

    # when a case is decided under each of them
    during = d.a_decision(session, office.agent, "granted", days=60, now=MOMENT + 2 * DAY)
    later = consider(session, d.a_request(session, office.agent, days=20), MOMENT + 6 * DAY)

    # then the grant is within the policy, and afterwards the refusal is the precedent again
    assert (during.departure, during.zone) == ("", "D")
    assert [each.case.outcome.value for each in later.precedents] == ["refused"]


def test_keeping_the_practice_keeps_that_of_the_version_in_force(office: Office, session: Session) -> None:
    strict = office.writes(STRICT)
    office.writes(GENEROUS, start=1, end=5)
    wish = PolicyWish(
        rule=RuleFacts(), text_de="So.", text_en="So.", valid_from=MOMENT + 6 * DAY, reason="So.", keeps_practice=True
    )

    written = write_policy(
        session, WritePolicy(actor=office.manager, situation_id=office.situation_id, wish=wish), MOMENT
    )

    assert written.rule_key == strict.rule_key


def test_who_wrote_it_is_told_once_before_it_ends_and_again_when_it_goes_on(office: Office, session: Session) -> None:
    # given an action of some weeks
    action = office.writes(GENEROUS, end=30)

    def passes(days: float) -> list[str]:
        tell_of_ending(session, Offices.read(session), MOMENT + days * DAY)
        return office.told()

    # then its author is told a week before its end, once
    assert passes(30 - TOLD_BEFORE.days - 0.1) == []
    assert passes(30 - TOLD_BEFORE.days) == ["Bernd"]
    assert passes(29) == ["Bernd"]

    # and for another end again
    extend_policy(session, office.extension(action, 60), MOMENT + 29 * DAY)
    assert passes(29.5) == ["Bernd"]
    assert passes(55) == ["Bernd", "Bernd"]


def test_administrators_are_told_where_the_author_has_left(office: Office, session: Session) -> None:
    admin = b.an_admin(session)
    office.writes(GENEROUS, end=5)
    session.get_one(Account, office.manager.id).active = False
    session.flush()

    tell_of_ending(session, Offices.read(session), MOMENT)

    assert office.told() == [admin.name]


def test_what_another_version_ends_earlier_is_told_of_to_nobody(office: Office, session: Session) -> None:
    office.writes(GENEROUS, end=5)
    office.writes(STRICT, start=3)

    tell_of_ending(session, Offices.read(session), MOMENT)

    assert office.told() == []


def test_extending_shows_what_was_decided_and_keeps_the_reason(office: Office, session: Session) -> None:
    # given decisions before, under an action, and one of them flagged
    office.writes(STRICT)
    d.a_decision(session, office.agent, "refused", days=20)
    action = office.writes(GENEROUS, start=1, end=5)
    granted = d.a_decision(session, office.agent, "granted", days=60, now=MOMENT + 2 * DAY)
    d.a_decision(session, office.agent, "refused", days=60, reason="Not him.", now=MOMENT + 2.1 * DAY)
    refused = d.a_decision(session, office.agent, "refused", days=58, reason="Not now.", now=MOMENT + 2.2 * DAY)
    now = MOMENT + 3 * DAY

    # then a fresh look shows those under it alone
    made = made_under(session, office.manager, action, now)
    assert sum(made.answers.values()) == 3
    assert made.newest[0].id == refused.id
    assert granted.id in {each.id for each in made.newest}
    assert made.flagged == len(made.flags) == 2
    assert made_under(session, b.an_admin(session), action, now).flags == []

    # when it goes on
    extend_policy(session, office.extension(action, 9), now)

    # then it does, and the history says why
    assert office.in_force(6, 9) == [2, 1]
    [extension] = extensions(session, office.situation_id)[2]
    assert (extension.by, extension.reason, extension.at) == ("Bernd", "The fair goes on.", now)
    assert session.scalars(select(Event.kind).where(Event.kind == "policy_extended")).all() == ["policy_extended"]


def test_an_extension_is_longer_has_a_reason_and_is_of_what_was_looked_at(office: Office, session: Session) -> None:
    office.writes(STRICT)
    action = office.writes(GENEROUS, start=1, end=5)
    right = office.extension(action, 9)

    for wrong, error, why in (
        (replace(right, ends_at=MOMENT + 5 * DAY), Invalid, "It already holds until then"),
        (replace(right, ends_at=None), Invalid, "Until when"),
        (replace(right, reason="."), Invalid, "Say why it is to go on"),
        (replace(right, seen="1@"), ChangedMeanwhile, "Somebody else"),
        (replace(right, actor=office.agent), Forbidden, "Only managers"),
    ):
        with pytest.raises(error, match=why):
            extend_policy(session, wrong, MOMENT)
    with pytest.raises(Invalid, match="No version ends by itself"):
        extend_policy(session, right, MOMENT + 5 * DAY)

    extend_policy(session, right, MOMENT)
    with pytest.raises(ChangedMeanwhile):
        extend_policy(session, right, MOMENT)


def test_what_is_in_force_goes_on_although_one_for_a_while_is_planned_on_it(office: Office) -> None:
    # given a version that ends, and an action of a day on top of it
    running = office.writes(STRICT, end=10)
    action = office.writes(GENEROUS, start=4, end=5)

    # when both go on
    extend_policy(office.session, office.extension(running, 30), MOMENT)
    extend_policy(office.session, office.extension(action, 6), MOMENT)

    # then each does, and the one below stands again after the one on top
    assert office.in_force(3, 5.5, 6, 29, 30) == [1, 2, 1, 1, None]
    with pytest.raises(ChangedMeanwhile):
        extend_policy(office.session, replace(office.extension(running, 40), seen="1@"), MOMENT)


def test_nothing_goes_on_beyond_the_beginning_of_what_has_no_end(office: Office, session: Session) -> None:
    # given a version that ends, a gap, and one without an end
    running = office.writes(STRICT, end=10)
    office.writes(GENEROUS, start=20)

    # then it goes on until then at most, and once it does no further
    with pytest.raises(Invalid, match="A version without an end begins before that"):
        extend_policy(session, office.extension(running, 21), MOMENT)
    extend_policy(session, office.extension(running, 20), MOMENT)
    assert office.in_force(19, 20) == [1, 2]
    with pytest.raises(Invalid, match="No version ends by itself"):
        extend_policy(session, office.extension(running, 30), MOMENT)


def test_a_flag_that_a_withdrawn_version_was_to_answer_waits_again(office: Office, session: Session) -> None:
    # given a flag that was settled by a version that begins later
    d.a_decision(session, office.agent, "granted")
    refused = d.a_decision(session, office.agent, "refused", reason="No friend.")
    planned = office.writes(GENEROUS, start=4, now=MOMENT + DAY)
    [flag] = d.flags_of(session, refused)
    settle = SettleFlag(
        actor=office.manager, flag_id=flag.id, seen_version=1, end=FlagState.POLICY_CHANGED, note="Written anew."
    )
    settle_flag(session, settle, MOMENT + DAY)
    assert flag.policy_version_id == planned.id

    # when that is withdrawn before it begins
    office.withdraws(planned)

    # then nothing was changed, and the flag waits as long as a new one
    session.expire_all()
    [found] = d.flags_of(session, refused)
    assert (found.state, found.closed_at, found.policy_version_id, found.created_at) == ("open", None, None, MOMENT)
    told = session.scalars(select(Event.kind).where(Event.subject_type == "decision", Event.subject_id == refused.id))
    assert "flag_opened_again" in set(told)
