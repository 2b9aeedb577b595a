"""Whether something applies to a customer."""

import pytest

from tracker.precedents.rules.conditions import All, Comparison, Term
from tracker.precedents.rules.eligibility import Answer, Known, answer, covers, deciding
from tracker.precedents.rules.policies import RuleFacts, Zone, zone
from tracker.precedents.rules.situations import TIER, VOLUME
from tracker.promises.rules import ScopeKind

LARGE = Term(VOLUME, Comparison.AT_LEAST, 50_000.0)
NEAR = Term("distance", Comparison.AT_MOST, 30.0)
RULE = RuleFacts(entitled=All((LARGE, NEAR)))
KNOWN = Known(tier="plus", volume=6200.0, region="Bayern", tags=["Großhandel"])


def test_what_is_known_of_the_customer_settles_it_although_nothing_is_known_of_the_case() -> None:
    small = {TIER: 0.0, VOLUME: 6200.0, "distance": None}

    assert answer(zone(RULE, small), []) is Answer.NO
    assert deciding(RULE, zone(RULE, small), small) == (LARGE,)


def test_it_is_not_known_where_a_missing_fact_decides() -> None:
    large = {TIER: 0.0, VOLUME: 60_000.0, "distance": None}

    assert answer(zone(RULE, large), []) is Answer.UNKNOWN
    assert answer(zone(RULE, {**large, "distance": 10.0}), []) is Answer.YES


def test_a_grant_in_force_says_yes_whatever_the_policy_says() -> None:
    for each in Zone:
        assert answer(each, [True, False, None]) is Answer.YES


def test_a_condition_that_may_cover_the_customer_leaves_it_open() -> None:
    assert answer(Zone.DISCRETION, [None, False]) is Answer.UNKNOWN
    assert answer(Zone.PROHIBITED, [False]) is Answer.NO


@pytest.mark.parametrize(
    ("scope", "value", "covered"),
    [
        (ScopeKind.EVERYONE, "", True),
        (ScopeKind.CUSTOMER, "", False),
        (ScopeKind.TIER, "plus", True),
        (ScopeKind.TIER, "key", False),
        (ScopeKind.VOLUME, "6200", True),
        (ScopeKind.VOLUME, "50000", False),
        (ScopeKind.REGION, "BAYERN", True),
        (ScopeKind.REGION, "Hessen", False),
        (ScopeKind.TAG, "grosshandel", True),
        (ScopeKind.TAG, "Verein", False),
    ],
)
def test_a_scope_covers_whom_it_names(scope: ScopeKind, value: str, *, covered: bool) -> None:
    assert covers(scope, value, KNOWN) is covered


def test_whether_a_scope_covers_somebody_may_not_be_known() -> None:
    unknown = Known(tier="standard")

    assert covers(ScopeKind.VOLUME, "50000", unknown) is None
    assert covers(ScopeKind.REGION, "Bayern", unknown) is None
