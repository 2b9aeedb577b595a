"""A worker looks often enough to be in time, and no more often than that."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.alerts.rules.pacing import GATHERING_S, LITTLE, LONGEST_S, SHORTEST_S, after_work, until


def test_after_much_work_it_goes_on_at_once() -> None:
    assert after_work(LITTLE, MOMENT + timedelta(hours=1), MOMENT) == SHORTEST_S


def test_after_little_it_lets_more_come_together() -> None:
    assert after_work(1, None, MOMENT) == after_work(1, MOMENT + timedelta(hours=1), MOMENT) == GATHERING_S


@pytest.mark.parametrize(("ahead", "waits"), [(0.1, 0.1), (0.001, SHORTEST_S), (-5, SHORTEST_S)])
def test_but_never_beyond_the_next_alert(ahead: float, waits: float) -> None:
    assert after_work(1, MOMENT + timedelta(seconds=ahead), MOMENT) == waits


def test_a_new_promise_is_seen_within_a_second_whatever_is_next() -> None:
    assert until(None, MOMENT) == until(MOMENT + timedelta(days=1), MOMENT) == LONGEST_S
    assert GATHERING_S < LONGEST_S
