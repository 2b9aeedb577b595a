"""What speaks against a promise that is due today."""

from dataclasses import replace
from datetime import timedelta

from tests.support.clock import MOMENT
from tracker.today.rules import Danger, Endangered, Ground, Owing, best_days, endangered

HOUR = timedelta(hours=1)
CALM = Ground(absent=frozenset(), most_kept={})


def _owing(number: int, *, owner: int = 1, is_offered: bool = False, left: timedelta = 4 * HOUR) -> Owing:
    return Owing(
        promise_id=number, owner_id=owner, due_at=MOMENT + number * HOUR, is_offered=is_offered, time_left=left
    )


def test_nothing_speaks_against_what_somebody_has_time_for():
    assert endangered([_owing(1), _owing(2)], CALM) == []


def test_absence_an_unanswered_hand_over_and_too_little_time_are_dangers():
    owing = [_owing(1, owner=7), _owing(2, is_offered=True), _owing(3, left=HOUR / 2), _owing(4)]

    found = endangered(owing, Ground(absent=frozenset({7}), most_kept={}))

    assert found == [
        Endangered(1, (Danger.ABSENT,)),
        Endangered(2, (Danger.OFFERED,)),
        Endangered(3, (Danger.SCARCE,)),
    ]


def test_who_has_more_to_do_than_ever_is_overloaded_and_who_never_kept_anything_is_unknown():
    owing = [_owing(number, owner=owner) for owner in (1, 2, 3) for number in range(10 * owner, 10 * owner + 3)]

    found = endangered(owing, Ground(absent=frozenset(), most_kept={1: 2, 2: 3}))

    assert [each.promise_id for each in found] == [10, 11, 12]
    assert {each.dangers for each in found} == {(Danger.OVERLOADED,)}


def test_what_has_most_against_it_comes_first_then_what_is_due_first():
    owing = [_owing(3), _owing(1, is_offered=True), _owing(2, is_offered=True, left=timedelta())]

    found = endangered(owing, CALM)

    assert [each.promise_id for each in found] == [2, 1]


def test_the_best_day_counts():
    day = MOMENT.date()

    assert best_days([(1, day, 2), (1, day + timedelta(days=1), 5), (2, day, 1)]) == {1: 5, 2: 1}


def test_among_equals_the_most_harmful_comes_first():
    scarce = replace(_owing(1), time_left=timedelta(minutes=10))
    harmful = replace(scarce, promise_id=2, due_at=scarce.due_at + timedelta(minutes=5), harm=3)

    assert [each.promise_id for each in endangered([scarce, harmful], CALM)] == [2, 1]


def test_of_whom_no_day_is_known_more_than_five_are_much():
    five = [replace(_owing(number), owner_id=1) for number in range(1, 6)]

    assert endangered(five, CALM) == []
    assert {each.dangers for each in endangered([*five, replace(_owing(6), owner_id=1)], CALM)} == {
        (Danger.OVERLOADED,)
    }
