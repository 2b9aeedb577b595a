"""Bringing decisions in line with one that was found right, one customer after the other."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.exposure import Finding, refused_all_the_same
from tracker.precedents.queries import decisions, flags
from tracker.precedents.records import Decision
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.counting import recount
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Shop:
    """Three customers were refused, then a fourth was granted the same: flagged, and found right by the manager."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session)
        self.manager, self.agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        self.refused = [d.a_decision(session, self.agent, "refused", now=MOMENT + n * HOUR) for n in range(3)]
        self.granted = d.a_decision(session, self.agent, "granted", reason="It was our fault.", now=MOMENT + 4 * HOUR)
        [self.flag] = d.flags_of(session, self.granted)

    def grants(self, refused: Decision, who: Viewer, *, aligns: int | None, after: int = 5) -> Decision:
        """Grant what was refused, in line with what the flag shows."""
        draft = d.a_request(self.session, who, aligns=aligns)
        return d.answer(self.session, draft, "granted", corrects_id=refused.id, now=MOMENT + after * HOUR)

    def brings_all_in_line(self) -> list[Decision]:
        """Let the manager grant one after the other what was refused, from the page of the flag."""
        aligns = self.flag.id
        return [self.grants(each, self.manager, aligns=aligns, after=5 + n) for n, each in enumerate(self.refused)]

    def refuses(self, granted: Decision, *, after: int) -> Decision:
        """Let the manager refuse after all what was granted, for a reason."""
        draft, reason = d.a_request(self.session, self.manager), "It was not our fault."
        now = MOMENT + after * HOUR
        return d.answer(self.session, draft, "refused", corrects_id=granted.id, reason=reason, now=now)


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


def test_those_that_are_brought_in_line_are_flagged_for_nothing_that_is_still_to_follow(
    shop: Shop, session: Session
) -> None:
    # when the manager grants one after the other what they were refused, from the page of the flag
    aligned = shop.brings_all_in_line()

    # then none is flagged, each binds, and none had to say why
    assert [d.flags_of(session, each) for each in aligned] == [[], [], []]
    assert [(each.departure, each.countable) for each in aligned] == [("", True)] * 3
    assert {each.state for each in shop.refused} == {"corrected"}
    assert shop.flag.state == "evidence_removed"


def test_without_the_flag_it_is_unequal_as_anything_else(shop: Shop) -> None:
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        shop.grants(shop.refused[0], shop.manager, aligns=None)


def test_only_who_settles_the_flag_brings_others_in_line(shop: Shop) -> None:
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        shop.grants(shop.refused[0], shop.agent, aligns=shop.flag.id)


def test_what_is_in_another_position_is_not_brought_in_line(shop: Shop, session: Session) -> None:
    # given refusals of weaker cases that the flag does not show
    weaker = [d.a_decision(session, shop.agent, "refused", days=50, now=MOMENT + n * HOUR / 9) for n in range(1, 4)]
    draft = d.a_request(session, shop.manager, days=50, aligns=shop.flag.id)

    # when one of them is granted in the name of the flag
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        d.answer(session, draft, "granted", corrects_id=weaker[0].id, now=MOMENT + 6 * HOUR)


def test_a_flag_that_was_settled_because_the_cases_differ_brings_nothing_in_line(shop: Shop, session: Session) -> None:
    shop.flag.state, shop.flag.closed_at = "justified", MOMENT + 4 * HOUR
    session.flush()

    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        shop.grants(shop.refused[0], shop.manager, aligns=shop.flag.id)


def test_every_refusal_that_a_grant_contradicts_is_brought_in_line_not_only_what_the_flag_names(
    shop: Shop, session: Session
) -> None:
    # given a flag that names five of eight refusals, of which one was of a weaker case
    others = [d.a_decision(session, shop.agent, "refused", now=MOMENT + n * HOUR / 9) for n in range(1, 6)]
    d.a_decision(session, shop.agent, "refused", days=50, now=MOMENT + HOUR / 2)
    granted = d.a_decision(session, shop.agent, "granted", reason="It was our fault.", now=MOMENT + 5 * HOUR)
    [flag] = d.flags_of(session, granted)
    shown = flags.flag(session, shop.manager, flag.id)
    evidence = decisions.by_numbers(session, shop.manager, [each.decision_id for each in shown.evidence])
    found = Finding(type=FlagType.TREATMENT, decision=granted, evidence=evidence, numbers={})
    beyond = refused_all_the_same(session, shop.manager, found, now=MOMENT + 5 * HOUR)

    # then the page knows the others
    assert len(evidence) == 5
    assert {each.id for each in (*evidence, *beyond)} == {each.id for each in (*others, *shop.refused)}

    # and they are brought in line after those that it names
    for place, each in enumerate((*evidence, *beyond)):
        aligned = shop.grants(each, shop.manager, aligns=flag.id, after=6 + place)
        assert (d.flags_of(session, aligned), aligned.countable) == ([], True)


@pytest.mark.parametrize("facts", [{"days": 90}, {"basket": 9}, {"days": None}])
def test_on_other_facts_a_case_is_not_in_line_any_more(shop: Shop, session: Session, facts: dict[str, float]) -> None:
    # given a form that was opened from the flag, and facts in it that were refused to others
    for n in range(3):
        d.a_decision(session, shop.agent, "refused", now=MOMENT + 4 * HOUR + n * MINUTE, **facts)  # type: ignore[arg-type]
    draft = d.a_request(session, shop.manager, aligns=shop.flag.id, **facts)

    # then it is judged like any other
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        d.answer(session, draft, "granted", corrects_id=shop.refused[0].id, now=MOMENT + 5 * HOUR)


def test_on_better_facts_it_is_in_line_all_the_more(shop: Shop, session: Session) -> None:
    draft = d.a_request(session, shop.manager, days=11, aligns=shop.flag.id)

    granted = d.answer(session, draft, "granted", corrects_id=shop.refused[0].id, now=MOMENT + 5 * HOUR)

    assert (granted.departure, granted.countable) == ("", True)


def test_under_another_rule_nothing_is_in_line_with_what_was_found_under_the_old_one(
    shop: Shop, session: Session
) -> None:
    # given a policy that came after the flag, under which the same was refused again
    d.a_policy(session, shop.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)), now=MOMENT + 5 * HOUR)
    for n in range(3):
        d.a_decision(session, shop.agent, "refused", now=MOMENT + 6 * HOUR + n * MINUTE)

    # when one that was refused before is granted in the name of the old flag
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        shop.grants(shop.refused[0], shop.manager, aligns=shop.flag.id, after=8)


def test_a_flag_that_nobody_settled_in_time_brings_nothing_in_line(shop: Shop) -> None:
    with pytest.raises(Invalid, match="Equal cases were decided otherwise"):
        shop.grants(shop.refused[0], shop.manager, aligns=shop.flag.id, after=24 * 100)


def test_taking_back_an_aligned_answer_lets_the_flag_wait_again_whichever_one_it_is(
    shop: Shop, session: Session
) -> None:
    # given three that were brought in line, with which the flag ended
    aligned = shop.brings_all_in_line()
    assert shop.flag.state == "evidence_removed"

    # when the first of them is taken back
    d.taken_back(session, shop.manager, aligned[0], now=MOMENT + 9 * HOUR)

    # then its customer is refused again, so that the flag waits, as long as a new one, and all is counted so
    assert (shop.refused[0].state, shop.refused[0].countable) == ("decided", True)
    assert (shop.flag.state, shop.flag.created_at) == ("open", MOMENT + 9 * HOUR)
    assert recount(session) == 0

    # and it ends once more with the last of them
    again = shop.grants(shop.refused[0], shop.manager, aligns=shop.flag.id, after=10)
    assert (d.flags_of(session, again), shop.flag.state) == ([], "evidence_removed")
    assert recount(session) == 0


def test_setting_an_aligned_answer_right_by_the_first_one_lets_the_flag_wait_again(
    shop: Shop, session: Session
) -> None:
    # given three that were brought in line
    aligned = shop.brings_all_in_line()

    # when one is refused once more after all
    refused = shop.refuses(aligned[1], after=9)

    # then that stands where the first refusal stood: the flag shows it, and waits
    session.expire_all()
    shown = flags.flag(session, shop.manager, shop.flag.id)
    assert shop.flag.state == "open"
    assert refused.id in {each.decision_id for each in shown.evidence}
    assert recount(session) == 0

    # and when that is taken back, the grant in line stands again, and nothing shows the flag
    d.taken_back(session, shop.manager, refused, now=MOMENT + 10 * HOUR)
    assert (aligned[1].state, shop.flag.state) == ("decided", "evidence_removed")

    # and when that grant is as well, the first refusal does, and shows it
    d.taken_back(session, shop.manager, aligned[1], now=MOMENT + 11 * HOUR)
    assert (shop.refused[1].state, shop.flag.state) == ("decided", "open")
    assert recount(session) == 0


def test_what_was_settled_by_hand_does_not_wait_again_for_an_answer_that_is_taken_back(
    shop: Shop, session: Session
) -> None:
    aligned = shop.grants(shop.refused[0], shop.manager, aligns=shop.flag.id)
    settle = SettleFlag(
        actor=shop.manager,
        flag_id=shop.flag.id,
        seen_version=shop.flag.row_version,
        end=FlagState.JUSTIFIED,
        note="They differ.",
    )
    settle_flag(session, settle, MOMENT + 6 * HOUR)

    d.taken_back(session, shop.manager, aligned, now=MOMENT + 7 * HOUR)

    assert shop.flag.state == "justified"


def test_a_flagged_answer_that_stands_again_is_flagged_again_by_what_stands_again_meanwhile(
    shop: Shop, session: Session
) -> None:
    # given three that were brought in line, with which the flag ended, and the grant that is refused after all
    aligned = shop.brings_all_in_line()
    refusal = shop.refuses(shop.granted, after=9)

    # when first one that was brought in line is taken back, and then the refusal
    d.taken_back(session, shop.manager, aligned[0], now=MOMENT + 10 * HOUR)
    assert shop.flag.state == "evidence_removed"
    d.taken_back(session, shop.manager, refusal, now=MOMENT + 11 * HOUR)

    # then the grant and the refusal that contradicts it stand as at first, and the flag waits
    assert (shop.granted.state, shop.refused[0].state) == ("decided", "decided")
    assert (shop.flag.state, shop.flag.created_at) == ("open", MOMENT + 11 * HOUR)
    assert recount(session) == 0


def test_the_flag_of_an_answer_that_was_given_once_more_brings_others_in_line_with_the_one_that_stands(
    shop: Shop, session: Session
) -> None:
    # given the flagged grant, decided anew and granted once more
    d.answer(
        session,
        d.a_request(session, shop.manager),
        "granted",
        corrects_id=shop.granted.id,
        reason="It was our fault, by the paper.",
        now=MOMENT + 4.5 * HOUR,
    )
    assert (shop.granted.state, shop.flag.state) == ("corrected", "open")

    # when the manager grants what the first flag shows, from its page
    aligned = shop.brings_all_in_line()

    # then none needs a reason, none is flagged, and nothing is left to look into
    assert [d.flags_of(session, each) for each in aligned] == [[], [], []]
    assert shop.flag.state == "evidence_removed"
