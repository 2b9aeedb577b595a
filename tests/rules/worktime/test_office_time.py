from datetime import UTC, datetime, timedelta

import pytest

from tests.support.offices import (
    BERLIN,
    KOLKATA,
    NEW_YORK,
    NINE_TO_FIVE,
    ROUND_THE_CLOCK,
    WITH_LUNCH,
    at,
    office,
    spoken,
)
from tracker.worktime.arithmetic import (
    HORIZON,
    add_office_time,
    is_open,
    next_opening,
    office_time_between,
    previous_closing,
    subtract_office_time,
)
from tracker.worktime.calendar import NoOfficeTime, WorkCalendar

NEVER = office(weekdays=())


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("Mon 2026-11-23 08:59", False),
        ("Mon 2026-11-23 09:00", True),
        ("Mon 2026-11-23 11:59", True),
        ("Mon 2026-11-23 12:00", False),
        ("Mon 2026-11-23 13:00", True),
        ("Mon 2026-11-23 17:00", False),
        ("Sat 2026-11-28 10:00", False),
        ("Wed 2026-11-25 10:00", False),
    ],
)
def test_an_office_is_open_from_opening_until_just_before_closing(moment, answer):
    assert is_open(at(moment), office(WITH_LUNCH, closed=["2026-11-25"])) is answer


@pytest.mark.parametrize(
    ("moment", "opening", "closing"),
    [
        ("Mon 2026-11-23 10:00", "Mon 2026-11-23 10:00", "Mon 2026-11-23 10:00"),
        ("Mon 2026-11-23 09:00", "Mon 2026-11-23 09:00", "Fri 2026-11-20 17:00"),
        ("Mon 2026-11-23 12:00", "Mon 2026-11-23 13:00", "Mon 2026-11-23 12:00"),
        ("Mon 2026-11-23 12:30", "Mon 2026-11-23 13:00", "Mon 2026-11-23 12:00"),
        ("Fri 2026-11-27 17:00", "Mon 2026-11-30 09:00", "Fri 2026-11-27 17:00"),
        ("Sun 2026-11-29 03:00", "Mon 2026-11-30 09:00", "Fri 2026-11-27 17:00"),
        ("Thu 2026-12-31 23:59", "Mon 2027-01-04 09:00", "Thu 2026-12-31 17:00"),
    ],
)
def test_the_nearest_opening_and_closing(moment, opening, closing):
    calendar = office(WITH_LUNCH, closed=["2027-01-01"])

    assert spoken(next_opening(at(moment), calendar)) == opening
    assert spoken(previous_closing(at(moment), calendar)) == closing


@pytest.mark.parametrize(
    ("said", "hours", "meant"),
    [
        ("Mon 2026-11-23 10:00", 4, "Mon 2026-11-23 15:00"),
        ("Mon 2026-11-23 15:00", 4, "Tue 2026-11-24 11:00"),
        ("Mon 2026-11-23 09:00", 7, "Mon 2026-11-23 17:00"),
        ("Fri 2026-11-27 16:00", 2, "Mon 2026-11-30 10:00"),
        ("Sat 2026-11-28 11:11", 1, "Mon 2026-11-30 10:00"),
        ("Mon 2026-11-23 12:30", 1, "Mon 2026-11-23 14:00"),
        ("Thu 2026-12-24 16:00", 2, "Mon 2026-12-28 10:00"),
        ("Mon 2026-11-23 17:00", 0, "Mon 2026-11-23 17:00"),
        ("Mon 2026-11-23 18:00", 0, "Tue 2026-11-24 09:00"),
    ],
)
def test_in_so_many_office_hours(said, hours, meant):
    calendar = office(WITH_LUNCH, closed=["2026-12-25"])

    assert spoken(add_office_time(at(said), timedelta(hours=hours), calendar)) == meant


@pytest.mark.parametrize(
    ("due", "hours", "meant"),
    [
        ("Mon 2026-11-30 09:00", 2, "Fri 2026-11-27 15:00"),
        ("Mon 2026-11-30 09:00", 0, "Mon 2026-11-30 09:00"),
        ("Mon 2026-11-23 14:00", 2, "Mon 2026-11-23 11:00"),
        ("Mon 2026-11-23 17:00", 7, "Mon 2026-11-23 09:00"),
        ("Sun 2026-11-29 20:00", 1, "Fri 2026-11-27 16:00"),
        ("Sun 2026-11-29 20:00", 0, "Fri 2026-11-27 17:00"),
        ("Mon 2026-12-28 10:00", 2, "Thu 2026-12-24 16:00"),
    ],
)
def test_so_many_office_hours_before(due, hours, meant):
    calendar = office(WITH_LUNCH, closed=["2026-12-25"])

    assert spoken(subtract_office_time(at(due), timedelta(hours=hours), calendar)) == meant


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("Mon 2026-11-23 10:00", "Mon 2026-11-23 14:00", 3),
        ("Fri 2026-11-27 16:00", "Mon 2026-11-30 10:00", 2),
        ("Sat 2026-11-28 08:00", "Sun 2026-11-29 20:00", 0),
        ("Mon 2026-11-30 10:00", "Fri 2026-11-27 16:00", -2),
        ("Mon 2026-11-23 00:00", "Mon 2026-11-30 00:00", 35),
        ("Tue 2026-12-22 17:00", "Mon 2026-12-28 09:00", 14),
    ],
)
def test_office_time_between_two_moments(start, end, hours):
    calendar = office(WITH_LUNCH, closed=["2026-12-25"])

    assert office_time_between(at(start), at(end), calendar) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, "Sun 2026-03-29", 7),
        (BERLIN, "Sun 2026-10-25", 9),
        (NEW_YORK, "Sun 2026-03-08", 7),
        (NEW_YORK, "Sun 2026-11-01", 9),
        (KOLKATA, "Sun 2026-03-29", 8),
    ],
)
def test_a_shift_through_a_clock_change_has_the_hours_that_pass(zone, day, hours):
    night_shift = office("00:00-08:00", zone=zone, weekdays=range(7))
    start, end = at(f"{day} 00:00", zone), at(f"{day} 08:00", zone)

    assert office_time_between(start, end, night_shift) == timedelta(hours=hours)
    assert add_office_time(start, timedelta(hours=hours), night_shift) == end
    assert subtract_office_time(end, timedelta(hours=hours), night_shift) == start


def test_hours_that_the_clocks_skip_are_no_office_time():
    calendar = office("02:15-02:45 04:00-05:00", weekdays=range(7))
    midnight = at("Sun 2026-03-29 00:00")

    assert spoken(next_opening(midnight, calendar)) == "Sun 2026-03-29 04:00"
    assert office_time_between(midnight, at("Mon 2026-03-30 00:00"), calendar) == timedelta(hours=1)


def test_office_hours_keep_their_wall_time_across_a_clock_change():
    friday = at("Fri 2026-10-23 16:00")

    assert spoken(add_office_time(friday, timedelta(hours=2), office())) == "Mon 2026-10-26 10:00"


def test_a_half_hour_zone_counts_in_its_own_wall_time():
    calendar = office(zone=KOLKATA)

    assert next_opening(datetime(2026, 11, 23, tzinfo=UTC), calendar) == datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


def test_round_the_clock_office_time_is_clock_time():
    always = office(ROUND_THE_CLOCK, weekdays=range(7))
    start = at("Sat 2026-10-24 22:00")
    amount = timedelta(days=400, minutes=7)

    assert add_office_time(start, amount, always) == start + amount
    assert subtract_office_time(start, amount, always) == start - amount
    assert office_time_between(start, start + amount, always) == amount
    assert next_opening(start, always) == previous_closing(start, always) == start


@pytest.mark.parametrize(("zone", "party"), [(BERLIN, "Fri 2027-01-01 00:30"), (NEW_YORK, "Thu 2026-12-31 21:00")])
def test_a_year_begins_when_it_begins_in_the_office(zone, party):
    newly_asked = office(ROUND_THE_CLOCK, zone=zone, weekdays=range(7), closed=["2000-01-01"])

    assert is_open(at(party, zone), newly_asked)


@pytest.mark.parametrize("search", [next_opening, previous_closing])
def test_an_office_that_never_opens_is_named_and_not_searched_forever(search):
    with pytest.raises(NoOfficeTime):
        search(at("Mon 2026-11-23 10:00"), NEVER)


@pytest.mark.parametrize("search", [add_office_time, subtract_office_time])
def test_no_amount_of_office_time_is_found_where_there_is_none(search):
    with pytest.raises(NoOfficeTime):
        search(at("Mon 2026-11-23 10:00"), timedelta(hours=1), NEVER)


def test_there_is_no_office_time_between_moments_of_an_office_that_never_opens():
    assert office_time_between(at("Mon 2026-11-23 10:00"), at("Mon 2036-11-24 10:00"), NEVER) == timedelta()
    assert not is_open(at("Mon 2026-11-23 10:00"), NEVER)


def test_the_horizon_is_the_same_whatever_was_asked_before():
    mondays = office("09:00-10:00", weekdays=[0])
    monday = at("Mon 2026-11-23 09:00")
    office_time_between(monday, monday + 3 * HORIZON, mondays)

    with pytest.raises(NoOfficeTime):
        add_office_time(monday, timedelta(hours=1100), mondays)


def test_moments_at_the_ends_of_time_are_closed():
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    rare = office("09:00-10:00", weekdays=[0])

    assert not is_open(first, rare)
    assert not is_open(last, rare)
    assert office_time_between(last - timedelta(days=99), last, rare) == timedelta()
    with pytest.raises(NoOfficeTime):
        next_opening(last, rare)
    with pytest.raises(NoOfficeTime):
        previous_closing(last, rare)


def test_the_last_closing_is_in_the_last_year_whatever_was_asked_before():
    mondays = office("09:00-11:00", weekdays=[0])
    assert is_open(at("Mon 2026-11-23 10:00"), mondays)

    assert spoken(previous_closing(at("Fri 2205-11-22 10:00"), mondays)) == "Mon 2199-12-30 11:00"


@pytest.mark.parametrize("search", [add_office_time, subtract_office_time])
def test_a_negative_amount_is_refused(search):
    with pytest.raises(ValueError, match="not negative"):
        search(at("Mon 2026-11-23 10:00"), timedelta(hours=-1), office())


@pytest.mark.parametrize("calendar", [office(NINE_TO_FIVE), NEVER])
def test_a_naive_moment_is_refused(calendar: WorkCalendar):
    with pytest.raises(ValueError, match="needs a time zone"):
        is_open(datetime(2026, 11, 23, 10), calendar)  # noqa: DTZ001 - that is the point
