"""How consistent decisions are, which teams lie outside of chance, and which cases are like one that is described."""

from math import nan

from hypothesis import given
from hypothesis import strategies as st

from tests.support.precedents import case, measured
from tracker.precedents.rules.consistency import agreement
from tracker.precedents.rules.funnel import TeamRate, beyond, funnel, limits, outside, overall
from tracker.precedents.rules.similar import Candidate, most_alike
from tracker.precedents.rules.statistics import Z_95, Z_998


def test_equal_cases_that_are_answered_alike_agree_wholly() -> None:
    cell = measured(*(case(number, "granted", number) for number in range(6)))

    found = agreement([cell])

    assert (found.cases, found.agreed) == (6, 6.0)


def test_answers_at_random_agree_by_half() -> None:
    cell = measured(*(case(number, "granted" if number % 2 else "refused", number) for number in range(40)))

    found = agreement([cell])

    assert found.cases == 40
    assert 0.45 < found.agreed / found.cases < 0.5


@given(st.permutations(range(9)))
def test_the_order_of_equal_cases_changes_nothing(order: list[int]) -> None:
    cases = [case(number, "granted" if number < 4 else "refused", 1) for number in order]

    assert round(agreement([measured(*cases)]).agreed, 9) == round(4 * 3 / 8 + 5 * 4 / 8, 9)


def test_a_case_without_others_like_it_says_nothing() -> None:
    assert agreement([measured(case(1, "granted", 1))]).cases == 0


def test_a_team_that_differs_by_more_than_chance_lies_outside() -> None:
    teams = [TeamRate(f"Team {n}", 50, 100) for n in range(6)] + [TeamRate("Lenient", 72, 100)]
    rate = overall(teams)

    found = funnel(teams)

    assert found is not None
    assert [beyond(each, rate) for each in teams] == [""] * 6 + ["99.8"]
    assert [each.outside for each in found.dots] == [""] * 6 + ["99.8"]
    assert beyond(TeamRate("A little", 63, 100), rate) == "95"


def test_the_limits_close_in_with_size_and_the_outer_ones_lie_outside() -> None:
    narrow, wide = limits(0.5, 100, Z_95), limits(0.5, 100, Z_998)

    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]
    assert limits(0.5, 400, Z_95)[0] > narrow[0]


def test_two_teams_are_no_funnel_nor_are_small_ones() -> None:
    assert funnel([TeamRate("A", 50, 100), TeamRate("B", 10, 100)]) is None
    assert funnel([TeamRate(name, 4, 9) for name in "ABC"]) is None


SAID = (
    Candidate(1, "Der Gutschein ist seit zwei Wochen abgelaufen", (0.0,)),
    Candidate(2, "Rückgabe ohne Kassenbon", (1.0,)),
    Candidate(3, "The voucher expired last month", (3.0,)),
)


def test_words_find_what_says_the_same_in_compounds_and_with_slips() -> None:
    assert most_alike(SAID, "Geschenkgutschein abgelaufn", None) == [1]
    assert most_alike(SAID, "expired vouchers", None) == [3]
    assert most_alike(SAID, "Lieferung", None) == []


def test_facts_order_by_how_far_they_lie_apart() -> None:
    assert most_alike(SAID, "", (2.8,)) == [3, 2, 1]


def test_words_and_facts_have_to_fit_both() -> None:
    assert most_alike(SAID, "Gutschein", (3.0,)) == [1]


def test_what_is_not_known_is_found_after_what_is() -> None:
    known, unknown = Candidate(1, "", (9.0,)), Candidate(2, "", (nan,))

    assert most_alike([unknown, known], "", (0.0,)) == [1, 2]


def test_the_table_says_of_each_team_what_the_funnel_draws() -> None:
    large = [TeamRate("A", 90, 100), TeamRate("B", 180, 200), TeamRate("C", 60, 100)]
    teams = [*large, TeamRate("One decision", 0, 1)]

    drawn = funnel(teams)

    assert drawn is not None
    assert [outside(each, teams) for each in teams] == [*(each.outside for each in drawn.dots), None]
    assert [outside(each, teams[:2]) for each in teams[:2]] == [None, None]
