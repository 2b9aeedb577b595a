"""Of whom numbers are shown: never of few people, and nothing from which theirs could be reckoned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.kernel.crowds import FEWEST_PEOPLE, of, told_alone
from tracker.reports.rules.telling import Told


@pytest.mark.parametrize(
    ("people", "alone"),
    [
        ({1: 9, 2: 6, 3: 5}, [1, 2, 3]),
        ({1: 6, 2: 9, 3: 4}, [2]),
        ({1: 9, 2: 6, 3: 4, 4: 3}, [1, 2]),
        ({1: 9, 2: 0}, []),
        ({1: 4, 2: 3}, []),
        ({1: 5}, [1]),
        ({}, []),
    ],
)
def test_where_one_small_group_is_left_the_smallest_of_the_large_ones_stands_with_it(people, alone):
    assert told_alone(people) == alone


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 12)))
def test_nothing_that_can_be_reckoned_from_what_is_shown_is_about_few_people(people: dict[int, int]):
    alone = told_alone(people)
    left = set(people) - set(alone)

    assert all(people[each] >= FEWEST_PEOPLE for each in alone)
    assert not alone or not left or of(people, left) >= FEWEST_PEOPLE


def test_teams_that_do_not_exist_for_somebody_hide_no_others():
    insider = Told.among({1: 6, 2: 7, 3: 2}, hidden=())
    outsider = Told.among({1: 6, 2: 7, 3: 2}, hidden={3})

    assert [sorted(each) for each in (insider.alone, insider.together, insider.few)] == [[2], [1, 3], [3]]
    assert [sorted(each) for each in (outsider.alone, outsider.together, outsider.few)] == [[1, 2], [], []]


def test_everybodys_is_of_enough_people_or_not_shown():
    assert not Told.among({1: 4, 2: 6}, hidden={2}).is_whole_told
    assert Told.among({1: 4, 2: 6}, hidden=()).is_whole_told
    assert Told.among({}, hidden=()).is_whole_told
