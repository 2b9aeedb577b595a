"""What is left of a decision when its customer is erased: no number by which somebody could know them."""

from decimal import Decimal

import pytest

from tests.support.precedents import SITUATION
from tracker.precedents.rules.erasing import blurred, blurred_amount, blurred_facts
from tracker.precedents.rules.situations import REGION, VOLUME, Facts

FIVE = [40.0, 41.0, 42.0, 43.0, 44.0]


def test_a_number_that_enough_others_have_stays() -> None:
    assert blurred(42.3, [42.0, 42.4, 41.9, 42.1, 41.6]) == 42.0


@pytest.mark.parametrize(("rare", "left"), [(6_200_000.0, 42.0), (1.0, 42.0), (42.0, 42.0)])
def test_a_rare_number_becomes_one_of_the_others(rare: float, left: float) -> None:
    assert blurred(rare, FIVE) == left


def test_it_moves_to_the_side_on_which_it_binds_no_more_than_before() -> None:
    others = [*FIVE, 60.0, 61.0, 62.0, 63.0, 64.0]

    assert (blurred(50, others, 1), blurred(50, others, -1)) == (62.0, 42.0)


def test_what_too_few_others_have_is_forgotten() -> None:
    assert blurred(50, [40.0, 60.0, 61.0, 62.0]) is None
    assert blurred(50, FIVE, 1) is None


def test_facts_keep_yes_no_and_words_and_lose_where_the_customer_was_at_home() -> None:
    # given a grant to somebody large, whose days ahead speak for it and whose party against
    facts: Facts = {
        "days_ahead": 50.0,
        "party": 50.0,
        "is_peak": 1.0,
        "place": "hall",
        VOLUME: 6_200_000.0,
        REGION: "Sylt",
    }
    others: list[Facts] = [
        {"days_ahead": days, "party": days, VOLUME: 10 * days} for days in (30.0, 31, 32, 33, 34, 60, 61, 62, 63, 64)
    ]

    left = blurred_facts(SITUATION, facts, others, is_grant=True)

    # then it is left as one of a case no weaker, and nobody is as large
    assert left == {"days_ahead": 62.0, "party": 32.0, "is_peak": 1.0, "place": "hall", VOLUME: None}
    assert blurred_facts(SITUATION, facts, others, is_grant=False)[VOLUME] == 620.0


def test_an_amount_stays_the_share_that_it_was_and_is_no_longer_itself() -> None:
    assert blurred_amount(Decimal("1234.56"), [], (2469.12, 80.0)) == Decimal("40.00")
    assert blurred_amount(Decimal("1234.56"), [], (2469.12, None)) is None
    assert blurred_amount(Decimal("1234.56"), [Decimal(each) for each in range(40, 45)], (None, None)) == 42
    assert blurred_amount(None, [], (40.0, 40.0)) is None
