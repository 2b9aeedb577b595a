from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.offices import NEW_YORK, WITH_LUNCH, at, office, spoken
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar
from tracker.worktime.working_days import (
    add_working_days,
    close_of_day,
    end_of_working_day,
    is_working_day,
    next_working_day,
    previous_working_day,
    subtract_working_days,
    working_days_after,
)

CHRISTMAS = ["2026-12-25", "2027-01-01"]
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture
def calendar() -> WorkCalendar:
    return office(WITH_LUNCH, closed=CHRISTMAS)


def test_working_days_are_those_with_office_hours(calendar):
    assert is_working_day(FRIDAY, calendar)
    assert not is_working_day(date(2026, 11, 28), calendar)
    assert not is_working_day(date(2026, 12, 25), calendar)


def test_the_neighbouring_working_days_skip_weekends_and_holidays(calendar):
    assert next_working_day(FRIDAY, calendar) == MONDAY
    assert previous_working_day(MONDAY, calendar) == FRIDAY
    assert next_working_day(date(2026, 12, 24), calendar) == date(2026, 12, 28)
    assert previous_working_day(date(2026, 12, 28), calendar) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("said", "count", "day"),
    [
        ("Mon 2026-11-23 10:00", 1, "2026-11-24"),
        ("Mon 2026-11-23 07:00", 1, "2026-11-24"),
        ("Mon 2026-11-23 12:30", 2, "2026-11-25"),
        ("Mon 2026-11-23 16:59", 2, "2026-11-25"),
        ("Mon 2026-11-23 17:00", 2, "2026-11-26"),
        ("Fri 2026-11-27 10:00", 1, "2026-11-30"),
        ("Fri 2026-11-27 18:00", 1, "2026-12-01"),
        ("Sat 2026-11-28 10:00", 1, "2026-12-01"),
        ("Thu 2026-12-24 10:00", 2, "2026-12-29"),
        ("Thu 2026-12-24 18:00", 2, "2026-12-30"),
    ],
)
def test_in_so_many_working_days(calendar, said, count, day):
    assert working_days_after(at(said), count, calendar) == date.fromisoformat(day)


def test_the_day_on_which_it_was_said_is_that_of_the_office():
    late_in_new_york = at("Mon 2026-11-23 16:00", NEW_YORK)

    assert working_days_after(late_in_new_york, 1, office(zone=NEW_YORK)) == date(2026, 11, 24)
    assert working_days_after(late_in_new_york, 1, office()) == date(2026, 11, 25)


def test_a_day_closes_with_its_last_slot(calendar):
    assert spoken(end_of_working_day(FRIDAY, calendar)) == "Fri 2026-11-27 17:00"
    assert close_of_day(FRIDAY, calendar) == end_of_working_day(FRIDAY, calendar)


def test_the_end_of_a_day_without_office_hours_is_that_of_the_next_working_day(calendar):
    saturday = date(2026, 11, 28)

    assert close_of_day(saturday, calendar) is None
    assert spoken(end_of_working_day(saturday, calendar)) == "Mon 2026-11-30 17:00"


def test_an_office_may_close_at_midnight():
    assert spoken(end_of_working_day(FRIDAY, office("12:00-00:00"))) == "Sat 2026-11-28 00:00"


@pytest.mark.parametrize("search", [next_working_day, previous_working_day, end_of_working_day])
def test_an_office_that_never_opens_has_no_working_day(search):
    with pytest.raises(NoOfficeTime):
        search(MONDAY, office(weekdays=()))


def test_working_days_are_counted_from_one(calendar):
    with pytest.raises(ValueError, match="from 1"):
        add_working_days(MONDAY, 0, calendar)


@settings(max_examples=60, deadline=None)
@given(day=days, count=st.integers(1, 60))
def test_counting_back_undoes_counting_on(day, count):
    calendar = office(closed=CHRISTMAS)
    reached = add_working_days(day, count, calendar)

    assert is_working_day(reached, calendar)
    assert add_working_days(day, count + 1, calendar) == next_working_day(reached, calendar)
    if is_working_day(day, calendar):
        assert subtract_working_days(reached, count, calendar) == day


@settings(max_examples=60, deadline=None)
@given(minutes=st.tuples(st.integers(0, 60_000), st.integers(0, 60_000)).map(sorted), count=st.integers(1, 9))
def test_what_is_said_later_is_never_meant_for_an_earlier_day(minutes, count):
    calendar = office(closed=CHRISTMAS)
    start = at("Mon 2026-11-23 00:00")
    earlier, later = (working_days_after(start + timedelta(minutes=each), count, calendar) for each in minutes)

    assert earlier <= later
