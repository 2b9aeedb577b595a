"""A clock that somebody sets is noticed; one that only runs is not."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.alerts.rules.clocks import Look, is_news, jump

NOTHING, SECOND = timedelta(), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("wall_s", "steady_s", "jumped_s"),
    [
        (1, 1, 0),
        (3600, 3600, 0),
        (6, 1, 0),
        (6.1, 1, 5.1),
        (3601, 1, 3600),
        (-3599, 1, -3600),
        (1, 3601, -3600),
        (-4, 1, 0),
    ],
)
def test_a_jump_is_what_the_wall_clock_did_beyond_the_steady_one(wall_s: float, steady_s: float, jumped_s: float):
    before, after = Look(MOMENT, 100.0), Look(MOMENT + wall_s * SECOND, 100.0 + steady_s)

    assert jump(before, after) == jumped_s * SECOND


def test_the_same_jump_seen_by_a_second_worker_is_no_news():
    assert is_news(3600 * SECOND, MOMENT, 0, None)
    assert not is_news(3600 * SECOND, MOMENT + SECOND, 3601, MOMENT)
    assert is_news(-3600 * SECOND, MOMENT + SECOND, 3601, MOMENT)
    assert is_news(3600 * SECOND, MOMENT + 60 * SECOND, 3601, MOMENT)
