from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.offices import BERLIN, KOLKATA, LORD_HOWE, NEW_YORK
from tracker.worktime.zones import (
    ClockChange,
    as_utc,
    clock_change,
    common_zones,
    end_of_day,
    from_local,
    is_known_zone,
    local,
    local_day,
    start_of_day,
)

APIA = "Pacific/Apia"  # had no 30 December 2011
SAO_PAULO = "America/Sao_Paulo"  # changed its clocks at midnight
ZONES = [BERLIN, NEW_YORK, KOLKATA, LORD_HOWE, APIA, SAO_PAULO, "UTC"]
walls = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - wall times have no zone


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "said", "moment", "change"),
    [
        (BERLIN, "2026-11-23 09:00", "2026-11-23T08:00Z", None),
        (KOLKATA, "2026-11-23 09:00", "2026-11-23T03:30Z", None),
        (BERLIN, "2026-03-29 01:59", "2026-03-29T00:59Z", None),
        (BERLIN, "2026-03-29 02:00", "2026-03-29T01:00Z", ClockChange.SKIPPED),
        (BERLIN, "2026-03-29 02:30", "2026-03-29T01:00Z", ClockChange.SKIPPED),
        (BERLIN, "2026-03-29 03:00", "2026-03-29T01:00Z", None),
        (BERLIN, "2026-10-25 02:30", "2026-10-25T00:30Z", ClockChange.REPEATED),
        (BERLIN, "2026-10-25 03:00", "2026-10-25T02:00Z", None),
        (NEW_YORK, "2026-03-08 02:30", "2026-03-08T07:00Z", ClockChange.SKIPPED),
        (NEW_YORK, "2026-11-01 01:30", "2026-11-01T05:30Z", ClockChange.REPEATED),
        (LORD_HOWE, "2026-10-04 02:15", "2026-10-03T15:30Z", ClockChange.SKIPPED),
        (SAO_PAULO, "2018-11-04 00:00", "2018-11-04T03:00Z", ClockChange.SKIPPED),
        (APIA, "2011-12-30 12:00", "2011-12-30T10:00Z", ClockChange.SKIPPED),
    ],
)
def test_a_wall_time_is_a_moment_even_when_the_clocks_change(zone, said, moment, change):
    assert from_local(wall(said), zone) == datetime.fromisoformat(moment)
    assert clock_change(wall(said), zone) is change


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, date(2026, 11, 23), 24),
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
        (SAO_PAULO, date(2018, 11, 4), 23),
        (APIA, date(2011, 12, 30), 0),
    ],
)
def test_an_all_day_date_is_due_when_its_local_day_is_over(zone, day, hours):
    assert end_of_day(day, zone) - start_of_day(day, zone) == timedelta(hours=hours)
    assert end_of_day(day, zone) == start_of_day(day + timedelta(days=1), zone)


@settings(max_examples=150, deadline=None)
@given(wall=walls, zone=st.sampled_from(ZONES))
def test_a_wall_time_reads_back_the_same_unless_skipped(wall, zone):
    moment = from_local(wall, zone)

    if clock_change(wall, zone) is ClockChange.SKIPPED:
        assert local(moment, zone).replace(tzinfo=None) > wall
    else:
        assert local(moment, zone).replace(tzinfo=None) == wall


@settings(max_examples=100, deadline=None)
@given(
    change=st.sampled_from(["2026-03-29T00:00", "2026-10-25T00:00", "2026-03-08T00:00", "2026-11-01T00:00"]),
    minutes=st.tuples(st.integers(0, 360), st.integers(0, 360)).map(sorted),
    zone=st.sampled_from([BERLIN, NEW_YORK]),
)
def test_a_later_wall_time_is_never_an_earlier_moment(change, minutes, zone):
    earlier, later = (from_local(wall(change) + timedelta(minutes=each), zone) for each in minutes)

    assert earlier <= later


def test_the_day_of_a_moment_depends_on_the_place():
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert local_day(moment, BERLIN) == date(2026, 11, 24)
    assert local_day(moment, NEW_YORK) == date(2026, 11, 23)


def test_a_moment_without_a_zone_is_refused_and_a_wall_time_with_one_too():
    with pytest.raises(ValueError, match="needs a time zone"):
        as_utc(wall("2026-11-23 09:00"))
    with pytest.raises(ValueError, match="no zone of its own"):
        from_local(datetime(2026, 11, 23, tzinfo=UTC), BERLIN)


def test_any_zone_becomes_utc():
    moment = as_utc(datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1))))

    assert moment == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_zones_are_known_by_their_exact_name():
    assert is_known_zone(BERLIN)
    assert not is_known_zone("europe/berlin")
    assert not is_known_zone("../etc/passwd")
    assert not is_known_zone("")


def test_zones_to_choose_from_are_places_and_utc():
    zones = common_zones()

    assert {BERLIN, NEW_YORK, KOLKATA, "UTC"} <= set(zones)
    assert not {"CET", "US/Eastern", "Etc/GMT+1", "GMT"} & set(zones)
    assert list(zones[:-1]) == sorted(zones[:-1])
