"""A sign-in ends when it rests too long, when it is too old, and when somebody ends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.accounts.rules.sessions import SessionFacts, SessionLimits, is_live, wants_stamp

LIMITS = SessionLimits(idle=timedelta(hours=12), absolute=timedelta(days=7))
FRESH = SessionFacts(started_at=MOMENT, seen_at=MOMENT, ended_at=None)
A_MOMENT = timedelta(microseconds=1)


def test_it_holds_until_it_has_rested_for_the_idle_time() -> None:
    end = MOMENT + LIMITS.idle

    assert is_live(FRESH, LIMITS, end - A_MOMENT)
    assert not is_live(FRESH, LIMITS, end)


def test_it_ends_after_the_longest_time_however_much_it_is_used() -> None:
    end = MOMENT + LIMITS.absolute

    assert is_live(replace(FRESH, seen_at=end - A_MOMENT), LIMITS, end - A_MOMENT)
    assert not is_live(replace(FRESH, seen_at=end - A_MOMENT), LIMITS, end)


def test_it_ends_when_somebody_ends_it() -> None:
    assert not is_live(replace(FRESH, ended_at=MOMENT), LIMITS, MOMENT)


@pytest.mark.parametrize(("seconds", "wanted"), [(0, False), (59, False), (60, True), (3600, True)])
def test_its_use_is_noted_once_a_minute(seconds: int, wanted: bool) -> None:  # noqa: FBT001
    assert wants_stamp(FRESH, MOMENT + timedelta(seconds=seconds)) is wanted
