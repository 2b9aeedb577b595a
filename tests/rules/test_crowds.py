"""Of whom numbers are shown: never of few people, and nothing from which theirs could be reckoned."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules.telling import Told
from tracker.kernel.crowds import FEWEST_PEOPLE, of, told_alone
from tracker.kernel.people import Role, Viewer


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


def test_a_preferred_group_stands_with_the_others_only_where_all_are():
    assert told_alone({1: 6, 2: 9, 3: 4}, preferred={1}) == [1]
    assert told_alone({1: 6, 2: 9, 3: 4}, preferred={1, 2}) == [2]
    assert told_alone({1: 6, 2: 4}, preferred={1}) == []


def someone(*, manages: Collection[int] = (), hidden: Collection[int] = ()) -> Viewer:
    return Viewer(
        id=1,
        name="Anna Nowak",
        role=Role.MANAGER if manages else Role.AGENT,
        team_id=1,
        managed_team_ids=frozenset(manages),
        hidden_team_ids=frozenset(hidden),
    )


def test_teams_that_do_not_exist_for_somebody_hide_no_others():
    insider = Told.among({1: 6, 2: 7, 3: 2}, someone())
    outsider = Told.among({1: 6, 2: 7, 3: 2}, someone(hidden={3}))

    assert [sorted(each) for each in (insider.alone, insider.together, insider.few)] == [[2], [1, 3], [3]]
    assert [sorted(each) for each in (outsider.alone, outsider.together, outsider.few)] == [[1, 2], [], []]


def test_everybodys_is_of_enough_people_or_not_shown():
    assert not Told.among({1: 4, 2: 6}, someone(hidden={2})).is_whole_told
    assert Told.among({1: 4, 2: 6}, someone()).is_whole_told
    assert Told.among({}, someone()).is_whole_told


def test_a_manager_is_shown_their_own_team_rather_than_another_one():
    told = Told.among({1: 6, 2: 9, 3: 2}, someone(manages={1}))

    assert told.alone == {1}
    assert told.is_whole_told


def test_beside_small_teams_alone_a_manager_is_shown_their_team_in_place_of_everybodys():
    told = Told.among({1: 6, 2: 2, 3: 2}, someone(manages={1}), with_persons=True)

    assert told.alone == told.by_person == {1}
    assert not told.is_whole_told
    assert not told.tells(None)
    assert told.tells(1)


@pytest.mark.parametrize("manages", [{1, 2}, {2}, ()])
def test_who_manages_all_of_them_or_only_a_small_one_is_shown_everybodys(manages):
    told = Told.among({1: 6, 2: 2}, someone(manages=manages))

    assert told.alone == set()
    assert told.is_whole_told


@given(
    people=st.dictionaries(st.integers(1, 9), st.integers(0, 12)),
    manages=st.sets(st.integers(1, 9)),
    hidden=st.sets(st.integers(1, 9)),
)
def test_nobody_is_told_what_gives_away_few_people(people: dict[int, int], manages: set[int], hidden: set[int]):
    told = Told.among(people, someone(manages=manages, hidden=hidden - manages), with_persons=True)
    left = of(people, told.together)

    assert all(people[each] >= FEWEST_PEOPLE for each in told.alone)
    assert told.by_person <= told.alone & manages
    assert not told.is_whole_told or not told.alone or not told.together or left >= FEWEST_PEOPLE
