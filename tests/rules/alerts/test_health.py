"""Whether alerts go out in time: what is reported, and what is not worth waking anybody."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.alerts.rules.health import Condition, Health, Vitals, examine

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def looked_at(**known: object) -> Health:
    given = {"beaten_at": MOMENT - 9 * SECOND, "workers": 1} | known
    return examine(Vitals(**given), MOMENT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "condition"),
    [
        ({}, Condition.OK),
        ({"waiting_since": MOMENT + HOUR}, Condition.OK),
        ({"waiting_since": MOMENT - 60 * SECOND}, Condition.OK),
        ({"waiting_since": MOMENT - 61 * SECOND}, Condition.LATE),
        ({"unsent_since": MOMENT - HOUR}, Condition.DEGRADED),
        ({"beaten_at": MOMENT - 30 * SECOND}, Condition.OK),
        ({"beaten_at": MOMENT - 31 * SECOND}, Condition.SILENT),
        ({"beaten_at": None}, Condition.SILENT),
        ({"beaten_at": MOMENT + HOUR}, Condition.SILENT),
        ({"beaten_at": None, "waiting_since": MOMENT - HOUR}, Condition.SILENT),
        ({"high_water_at": MOMENT + 5 * SECOND}, Condition.OK),
        ({"high_water_at": MOMENT + 6 * SECOND}, Condition.DEGRADED),
        ({"jumped_at": MOMENT - HOUR / 2, "jump_s": 600}, Condition.DEGRADED),
        ({"jumped_at": MOMENT - HOUR, "jump_s": 600}, Condition.OK),
    ],
)
def test_alerts_are_as_the_database_shows(known: dict[str, object], condition: Condition):
    assert looked_at(**known).condition is condition


def test_what_waits_for_its_next_try_is_told_and_is_no_lag():
    health = looked_at(unsent_since=MOMENT - HOUR, waiting_since=MOMENT + HOUR)

    assert (health.lag, health.oldest_unsent) == (timedelta(), HOUR)
    assert health.is_well


def test_a_clock_that_jumped_is_forgotten_after_an_hour():
    health = looked_at(jumped_at=MOMENT - 2 * HOUR, jump_s=-600)

    assert (health.jumped_at, health.jump_s, health.clock_is_right) == (None, 0, True)
