"""Equal treatment: what contradicts what, by examples and by laws that hold for every past."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.precedents import SITUATION, YARDSTICK, case, cases, measured
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.practice import Measured, Precedent
from tracker.precedents.rules.treatment import Severity

DIRECTIONS = {"days_ahead": 1, "party": -1, "is_peak": -1, "tier_rank": 1}


def judge(decided: Case, *past: Case) -> Findings:
    return check(Measured.of(decided, YARDSTICK), Background(SITUATION, RuleFacts(), measured(*past)))


def ids(precedents: Sequence[Precedent]) -> set[int]:
    return {each.case.id for each in precedents}


def answered(one: Case, outcome: Outcome) -> Case:
    return replace(one, outcome=outcome)


def test_one_grant_in_an_equal_case_is_enough_to_contradict_a_refusal() -> None:
    found = judge(case(2, "refused"), case(1, "granted"))

    assert found.is_unequal
    assert ids(found.weighing.against) == {1}


def test_a_refusal_of_an_equal_case_contradicts_a_grant() -> None:
    assert judge(case(2, "granted"), case(1, "refused")).is_unequal


@pytest.mark.parametrize(
    "difference", [{"days_ahead": 20.0}, {"party": 80.0}, {"is_peak": 1.0}, {"place": "pool"}, {"tier_rank": -1.0}]
)
def test_a_weaker_case_may_be_refused(difference: dict[str, float]) -> None:
    found = judge(case(2, "refused", **difference), case(1, "granted"))

    assert not found.is_unequal
    assert found.weighing.against == ()


def test_numbers_may_differ_by_an_eighth_of_the_cases() -> None:
    assert ids(judge(case(2, "refused", days_ahead=38.0), case(1, "granted")).weighing.against) == {1}
    assert ids(judge(case(2, "refused", days_ahead=37.0), case(1, "granted")).weighing.against) == set()


def test_the_farther_apart_the_less_a_precedent_counts() -> None:
    near, farther = case(2, "refused", days_ahead=45.0), case(2, "refused", days_ahead=40.0)

    assert judge(near, case(1, "granted")).is_unequal
    assert not judge(farther, case(1, "granted")).is_unequal
    assert judge(farther, case(1, "granted"), case(3, "granted")).is_unequal


def test_many_grants_of_weaker_cases_contradict_a_refusal() -> None:
    weaker = [case(number, "granted", days_ahead=20.0) for number in range(1, 7)]

    assert not judge(case(9, "refused"), weaker[0]).is_unequal
    assert judge(case(9, "refused"), *weaker).is_unequal


def test_where_practice_is_divided_nothing_is_said() -> None:
    assert not judge(case(3, "refused"), case(1, "granted"), case(2, "refused")).is_unequal


@pytest.mark.parametrize("excuse", [{"is_reasoned": True}, {"approver_role": "manager"}])
def test_an_accepted_reason_or_an_approval_excuses(excuse: dict[str, Any]) -> None:
    assert not judge(case(2, "refused", **excuse), case(1, "granted")).is_unequal


def test_where_a_fact_is_missing_that_the_rule_asks_for_nothing_is_said() -> None:
    assert not judge(case(2, "refused", zone=Zone.UNDECIDABLE), case(1, "granted")).is_unequal


def test_more_precedents_make_a_finding_stronger() -> None:
    grants = [case(number, "granted") for number in range(1, 9)]

    assert judge(case(9, "refused"), grants[0]).weighing.severity is Severity.NOTICE
    assert judge(case(9, "refused"), *grants).weighing.severity is Severity.STRONG


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_precedents_changes_nothing(past: Sequence[Case], dice: random.Random) -> None:
    decided = past[-1]
    shuffled = dice.sample(past[:-1], len(past) - 1)

    assert judge(decided, *past[:-1]) == judge(decided, *shuffled)


@given(cases(), st.randoms(use_true_random=False))
def test_equal_cases_are_interchangeable(past: Sequence[Case], dice: random.Random) -> None:
    numbers = dice.sample(range(100), len(past))
    renamed = [replace(each, id=number, customer_id=number) for each, number in zip(past, numbers, strict=True)]
    before, after = judge(past[-1], *past[:-1]), judge(renamed[-1], *renamed[:-1])

    assert before.is_unequal == after.is_unequal
    assert before.weighing.weight_against == pytest.approx(after.weighing.weight_against)


@given(cases())
def test_a_decision_never_conflicts_with_itself(past: Sequence[Case]) -> None:
    for each in past:
        assert each.id not in ids(judge(each, *past).weighing.against)
        assert not judge(each, each).is_unequal


@given(cases())
def test_another_precedent_in_its_favour_never_raises_a_flag(past: Sequence[Case]) -> None:
    *before, support, decided = [*past, case(99)]
    support = answered(support, decided.outcome)

    if not judge(decided, *before).is_unequal:
        assert not judge(decided, *before, support).is_unequal


@given(cases(), st.sampled_from(sorted(DIRECTIONS)), st.integers(1, 40))
def test_the_stronger_case_has_no_fewer_grants_on_its_side_and_no_more_refusals_against_it(
    past: Sequence[Case], factor: str, step: int
) -> None:
    *before, last = past
    value = last.facts[factor]
    if not isinstance(value, float):
        return
    refused = answered(last, Outcome.REFUSED)
    stronger = replace(refused, facts={**refused.facts, factor: value + step * DIRECTIONS[factor]})
    weak, strong = judge(refused, *before).weighing, judge(stronger, *before).weighing

    assert ids(weak.against) <= ids(strong.against)
    assert ids(strong.supporting) <= ids(weak.supporting)


@given(cases())
def test_by_dominance_no_precedent_forces_both_answers(past: Sequence[Case]) -> None:
    *before, last = past
    granting = judge(answered(last, Outcome.GRANTED), *before).weighing
    refusing = judge(answered(last, Outcome.REFUSED), *before).weighing

    assert ids(granting.against) == ids(refusing.supporting)
    assert ids(granting.supporting) == ids(refusing.against)
    assert not (granting.is_inconsistent() and refusing.is_inconsistent())
