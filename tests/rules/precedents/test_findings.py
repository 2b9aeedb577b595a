"""The other things that the rules say about one decision: policy, amount, expectation."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.precedents import SITUATION, START, YARDSTICK, case, measured
from tracker.precedents.archive import MOST_COMPARED, Archive
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.practice import Measured

YEAR = timedelta(days=365)
FREE = RuleFacts()


def judge(decided: Case, *past: Case, rule: RuleFacts = FREE) -> Findings:
    earlier = measured(*past)
    return check(Measured.of(decided, YARDSTICK), Background(SITUATION, rule, earlier, earlier))


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (case(1, "granted", zone=Zone.PROHIBITED), Breach.OUT_OF_SCOPE),
        (case(1, "granted", zone=Zone.PROHIBITED, approver_role="agent"), Breach.OUT_OF_SCOPE),
        (case(1, "granted", zone=Zone.PROHIBITED, approver_role="manager"), None),
        (case(1, "refused", zone=Zone.PROHIBITED), None),
        (case(1, "refused", zone=Zone.ENTITLED), Breach.ENTITLEMENT_DENIED),
        (case(1, "refused", zone=Zone.ENTITLED, is_reasoned=True), None),
        (case(1, "refused", zone=Zone.UNDECIDABLE), None),
        (case(1, "granted", zone=Zone.UNDECIDABLE), None),
    ],
)
def test_a_policy_is_departed_from(decided: Case, expected: Breach | None) -> None:
    assert judge(decided).breach is expected


@pytest.mark.parametrize(
    ("role", "amount", "expected"),
    [
        ("agent", 50.0, None),
        ("agent", 51.0, Breach.OVER_AUTHORITY),
        ("manager", 90.0, None),
        ("manager", 101.0, Breach.OVER_AUTHORITY),
    ],
)
def test_nobody_gives_more_than_the_band_or_their_authority(role: str, amount: float, expected: Breach | None) -> None:
    rule = RuleFacts(band=(10.0, 50.0), authority={"agent": 25.0, "manager": 100.0})

    assert judge(case(1, role=role, amount=amount), rule=rule).breach is expected


@pytest.mark.parametrize(
    ("rule", "role", "amount", "expected"),
    [
        (RuleFacts(authority={"manager": 100.0}), "agent", 0.01, Breach.OVER_AUTHORITY),
        (RuleFacts(authority={"manager": 100.0}), "manager", 100.0, None),
        (RuleFacts(authority={"auditor": 7.0}), "agent", 1.0, Breach.OVER_AUTHORITY),
        (RuleFacts(authority={"manager": 100.0}, band=(0.0, 20.0)), "agent", 20.0, None),
        (RuleFacts(authority={"agent": 10.0}), "manager", 5000.0, None),
        (RuleFacts(), "agent", 5000.0, None),
    ],
)
def test_a_limit_for_those_above_leaves_nothing_but_the_band_to_who_is_not_named(
    rule: RuleFacts, role: str, amount: float, expected: Breach | None
) -> None:
    assert judge(case(1, role=role, amount=amount), rule=rule).breach is expected


@pytest.mark.parametrize(("amount", "ratio"), [(9.0, 0.45), (20.0, None), (35.0, None), (60.0, 3.0)])
def test_an_amount_far_from_the_usual_one_is_found(amount: float, ratio: float | None) -> None:
    usual = [case(number, amount=20.0) for number in (1, 2, 3)]
    found = judge(case(9, amount=amount), *usual).amount

    assert (found and found.ratio) == (ratio and pytest.approx(ratio))


def test_amounts_are_compared_in_proportion() -> None:
    usual = [case(number, amount=20.0) for number in (1, 2, 3)]

    assert judge(case(9, amount=22.0, party=55.0), *usual).amount is None


def test_one_earlier_amount_is_no_usage() -> None:
    assert judge(case(9, amount=60.0), case(1, amount=20.0)).amount is None


def test_where_amounts_are_spread_widely_a_large_one_is_nothing_unusual() -> None:
    spread = [case(number, amount=amount) for number, amount in enumerate((5.0, 10.0, 20.0, 40.0, 80.0), 1)]

    assert judge(case(9, amount=60.0), *spread).amount is None


def test_what_the_written_band_allows_is_nothing_unusual() -> None:
    usual = [case(number, amount=20.0) for number in (1, 2, 3)]

    assert judge(case(9, amount=60.0), *usual, rule=RuleFacts(band=(10.0, 80.0))).amount is None


@pytest.mark.parametrize("outcome", ["refused", "partial"])
def test_who_got_it_once_expects_it_again(outcome: str) -> None:
    before = case(1, "granted", 0)

    assert judge(case(2, outcome, 30), before).expectation == (before,)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"is_one_off": True}, {}),
        ({"rule_id": "former"}, {}),
        ({"outcome": "refused"}, {}),
        ({}, {"day": 366}),
        ({}, {"days_ahead": 10.0}),
        ({}, {"outcome": "granted"}),
    ],
)
def test_no_expectation_is_created(before: dict[str, Any], now: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"outcome": "refused", "day": 30}

    assert judge(case(2, **(usual | now)), case(1, **before)).expectation == ()


def test_the_archive_knows_the_newest_countable_decisions_of_the_same_cell() -> None:
    archive = Archive()
    for each in measured(
        case(1, day=0),
        case(2, day=1, zone=Zone.ENTITLED),
        case(3, day=2, rule_id="former"),
        case(4, day=3, is_reasoned=True),
        case(5, day=4),
        case(6, day=5),
    ):
        archive.add(each)
    archive.correct(5)

    assert [each.case.id for each in archive.comparables(case(9, day=6), YEAR)] == [6, 1]
    assert [each.case.id for each in archive.comparables(case(9, day=6), timedelta(days=3))] == [6]


def test_what_was_corrected_is_neither_precedent_nor_remembered_of_its_customer() -> None:
    archive = Archive()
    for each in measured(case(1, customer_id=7), case(2, day=1, customer_id=7, is_one_off=True), case(3, day=2)):
        archive.add(each)
    for number in (1, 2, 3, 4):
        archive.correct(number)

    assert archive.comparables(case(9, day=6), YEAR) == []
    assert archive.of_customer(case(9, day=6, customer_id=7)) == []


def test_the_archive_hands_out_a_bounded_number() -> None:
    archive = Archive()
    for each in measured(*(case(number, day=number / 100) for number in range(MOST_COMPARED + 50))):
        archive.add(each)
    found = archive.comparables(case(999, day=30), YEAR)

    assert len(found) == MOST_COMPARED
    assert found[0].case.id == MOST_COMPARED + 49
    assert found[-1].case.decided_at > START
