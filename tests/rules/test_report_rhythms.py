"""When reports are mailed, and about which days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import at
from tracker.reports.rules.periods import ENDED, ROLLING, Period, relative_period
from tracker.reports.rules.rhythms import Rhythm, Timetable, last_until, next_after

BERLIN = "Europe/Berlin"
ZONES = st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"])
MOMENTS = st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: at("2024-01-01 00:00") + timedelta(minutes=minutes))
TIMETABLES = st.builds(
    lambda rhythm, minute, weekday: Timetable(
        rhythm=rhythm, minute=minute, weekday=weekday if rhythm is Rhythm.WEEKLY else None
    ),
    st.sampled_from(Rhythm),
    st.integers(0, 1439),
    st.integers(0, 6),
)
DAILY = Timetable(rhythm=Rhythm.DAILY, minute=7 * 60)
MONDAYS = Timetable(rhythm=Rhythm.WEEKLY, minute=7 * 60, weekday=0)
MONTHLY = Timetable(rhythm=Rhythm.MONTHLY, minute=7 * 60)


@pytest.mark.parametrize(
    ("timetable", "now", "expected"),
    [
        (DAILY, "2026-03-02 05:59", "2026-03-02 06:00"),
        (DAILY, "2026-03-02 06:00", "2026-03-03 06:00"),
        (MONDAYS, "2026-03-02 06:00", "2026-03-09 06:00"),
        (MONDAYS, "2026-03-29 12:00", "2026-03-30 05:00"),  # summer time has begun
        (MONTHLY, "2026-03-01 06:00", "2026-04-01 05:00"),
        (MONTHLY, "2026-12-31 23:30", "2027-01-01 06:00"),
    ],
)
def test_a_mail_comes_at_its_hour_on_the_clock_of_its_reader(timetable: Timetable, now: str, expected: str):
    assert next_after(timetable, at(now), BERLIN) == at(expected)


def test_an_hour_that_the_clocks_skip_comes_when_they_skip_it():
    half_past_two = Timetable(rhythm=Rhythm.DAILY, minute=150)

    assert next_after(half_past_two, at("2026-03-28 12:00"), BERLIN) == at("2026-03-29 01:00")


@given(timetable=TIMETABLES, moment=MOMENTS, zone=ZONES)
def test_moments_of_a_timetable_follow_on_each_other(timetable: Timetable, moment: datetime, zone: str):
    last, following = last_until(timetable, moment, zone), next_after(timetable, moment, zone)

    assert last <= moment < following
    assert next_after(timetable, last, zone) == following
    assert last_until(timetable, following, zone) == following


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("yesterday", "2026-03-01", "2026-02-28", "2026-02-28"),
        ("last_week", "2026-03-02", "2026-02-23", "2026-03-01"),
        ("last_week", "2026-03-01", "2026-02-16", "2026-02-22"),
        ("last_month", "2026-03-01", "2026-02-01", "2026-02-28"),
        ("last_month", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("last_quarter", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("last_quarter", "2026-05-31", "2026-01-01", "2026-03-31"),
        ("last_year", "2024-02-29", "2023-01-01", "2023-12-31"),
        ("28", "2026-03-02", "2026-02-03", "2026-03-02"),
    ],
)
def test_a_relative_period_is_that_of_the_day(name: str, today: str, first: str, last: str):
    expected = Period(date.fromisoformat(first), date.fromisoformat(last))

    assert relative_period(name, date.fromisoformat(today)) == expected


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), name=st.sampled_from([*ENDED, *ROLLING]))
def test_what_a_mail_is_about_has_ended_on_its_day(day: date, name: str):
    period = relative_period(name, day, with_today=False)

    assert period.first <= period.last <= day - timedelta(days=1)
    assert name not in ROLLING or period.days == ROLLING[name]
