"""Nobody works for a weekend, clocks are set, summer begins and ends: everything is told once, and nothing early."""

import time
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from tests.faults.ground import LONGER_THAN_ANY_PAUSE_S, SOON, Ground, Lead
from tests.faults.scenarios import LATEST_S, SECOND

HOUR = timedelta(hours=1)
WEEKDAYS = ((8 * 60, 18 * 60),) * 5
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
"""Five in the afternoon in Berlin."""
MONDAY = datetime(2026, 11, 23, 7, 0, 1, tzinfo=UTC)
"""A second after the office has opened."""
CHANGES = {
    "Europe/Berlin begins summer": ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    "Europe/Berlin ends summer": ("Europe/Berlin", datetime(2027, 10, 31, 1, tzinfo=UTC)),
    "America/New_York begins summer": ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    "America/New_York ends summer": ("America/New_York", datetime(2027, 11, 7, 6, tzinfo=UTC)),
}


def turn_to(ground: Ground, moment: datetime) -> None:
    """Let the workers' clock show a moment."""
    ground.set_clock(moment - datetime.now(UTC))


def test_after_a_weekend_without_workers_each_promise_is_told_of_once(ground: Ground):
    ground.staff(slots=WEEKDAYS, rungs=[Lead(-3600, is_office=True), Lead(0), Lead(3600, is_office=True)])
    turn_to(ground, FRIDAY)
    numbers = ground.promise([FRIDAY + n * HOUR for n in (1.5, 16, 40, 63)], tell_at=MONDAY)
    with ground.mail_server():
        first = ground.work()
        ground.wait(lambda: ground.books.planned() >= len(numbers))
        ground.stop(first)
        turn_to(ground, MONDAY)
        for _ in range(2):
            ground.work()
        ground.wait(lambda: ground.arrived() >= len(numbers))
        time.sleep(2)

    assert ground.verdict().faults == {}
    assert len(ground.books.in_app()) == len(numbers)


def test_a_clock_that_leaps_ahead_and_back_lets_nothing_out_early(ground: Ground):
    ground.staff()
    with ground.mail_server():
        for _ in range(2):
            ground.work()
        ground.wait(lambda: ground.books.workers_seen() == 2)
        soon = ground.promise([ground.now + 8 * SECOND] * 5)
        ground.promise([ground.now + HOUR / 2] * 5)
        ground.wait(lambda: ground.books.planned() == 10)
        ground.set_clock(HOUR)
        time.sleep(0.5)
        ground.set_clock(timedelta())
        ground.wait(lambda: ground.arrived() >= len(soon))
        time.sleep(1)

    assert ground.verdict().early == set()
    assert ground.arrived() == len(soon)


def test_a_clock_that_is_set_ahead_for_good_is_believed(ground: Ground):
    ground.staff()
    ground.promise([ground.now + HOUR / 2] * 5)
    with ground.mail_server():
        for _ in range(2):
            ground.work()
        ground.wait(lambda: ground.books.planned() == 5)
        ground.set_clock(HOUR)
        ground.finish()

    assert ground.verdict().faults == {}
    assert abs(ground.books.noted_jump() - HOUR.total_seconds()) < 1


def test_a_clock_that_is_set_back_repeats_nothing(ground: Ground):
    ground.lease_s = LONGER_THAN_ANY_PAUSE_S
    ground.staff()
    with ground.mail_server():
        for _ in range(2):
            ground.work()
        ground.wait(lambda: ground.books.workers_seen() == 2)
        numbers = ground.promise([ground.now + SOON + n * 0.5 * SECOND for n in range(20)])
        ground.wait(lambda: ground.arrived() >= 3)
        ground.set_clock(-HOUR)
        time.sleep(2)
        assert ground.arrived() < len(numbers)
        ground.set_clock(timedelta())
        ground.finish()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.doubled == 0


def test_when_the_data_of_a_zone_change_everything_is_told_by_the_new_ones(ground: Ground, tmp_path: Path):
    """Germany takes over London's clocks: an office hour before half past eight on Monday moves by half an hour."""
    ground.staff(slots=WEEKDAYS, rungs=[Lead(-3600, is_office=True)])
    by_old, by_new = FRIDAY + HOUR / 2, FRIDAY + HOUR
    turn_to(ground, FRIDAY)
    numbers = ground.promise([MONDAY.replace(minute=30, second=0)] * 3, said_at=FRIDAY, tell_at=by_new)
    with ground.mail_server():
        first = ground.work()
        ground.wait(lambda: ground.books.planned() == len(numbers))
        ground.stop(first)
        turn_to(ground, by_old - SECOND)
        ground.work(zones=zones_with(tmp_path, "Europe/Berlin", like="London"))
        ground.wait(lambda: ground.now > by_old + 2 * SECOND)
        assert ground.arrived() == 0
        turn_to(ground, by_new - SECOND)
        ground.finish()

    assert ground.verdict().faults == {}


def zones_with(folder: Path, zone: str, *, like: str) -> Path:
    """Return a folder with data of one zone: those of another in Europe."""
    (folder / zone).parent.mkdir(parents=True)
    (folder / zone).write_bytes(files("tzdata.zoneinfo.Europe").joinpath(like).read_bytes())
    return folder


@pytest.mark.parametrize("change", CHANGES)
def test_an_hour_before_is_an_hour_when_clocks_change(ground: Ground, change: str):
    zone, moment = CHANGES[change]
    ground.staff(zone=zone, rungs=[Lead(-3600, is_office=True)])
    turn_to(ground, moment - 5 * SECOND)
    with ground.mail_server():
        ground.work()
        ground.wait(lambda: ground.books.workers_seen() == 1)
        turn_to(ground, moment - 4 * SECOND)
        for n in range(10):
            tell_at = moment + (n - 4) / 2 * SECOND
            ground.promise([tell_at + HOUR], said_at=moment - HOUR, tell_at=tell_at)
        ground.finish()

    verdict = ground.verdict()
    assert verdict.faults == {}
    assert verdict.late(1) < LATEST_S
