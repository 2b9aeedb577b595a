"""What holds for every office and moment, and a model that counts minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.offices import BERLIN, KOLKATA, LORD_HOWE, NEW_YORK, ROUND_THE_CLOCK, WITH_LUNCH, office
from tracker.worktime.arithmetic import (
    add_office_time,
    is_open,
    next_opening,
    office_time_between,
    previous_closing,
    subtract_office_time,
)
from tracker.worktime.calendar import MINUTES_A_DAY, Slot, WorkCalendar

MINUTE = timedelta(minutes=1)
NO_TIME = timedelta()

OFFICES = [
    office(WITH_LUNCH, closed=["2026-12-25", "2027-01-01"]),
    office(WITH_LUNCH, zone=NEW_YORK),
    office("00:30-02:30 02:45-23:00", weekdays=range(7)),
    office("00:00-06:00 22:00-00:00", zone=NEW_YORK, weekdays=range(7)),
    office("09:15-17:45", zone=KOLKATA, weekdays=range(6)),
    office("01:45-02:15", zone=LORD_HOWE, weekdays=[6]),
    office(ROUND_THE_CLOCK, weekdays=range(7)),
]
offices = st.sampled_from(OFFICES)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.timedeltas(NO_TIME, timedelta(hours=12))
laws = settings(max_examples=100, deadline=None)


@laws
@given(offices, moments, amounts)
def test_what_was_added_lies_between(calendar, moment, amount):
    reached = add_office_time(moment, amount, calendar)

    assert reached >= moment
    assert office_time_between(moment, reached, calendar) == amount
    assert is_at_or_in_office_hours(reached, calendar)


@laws
@given(offices, moments, amounts)
def test_what_was_subtracted_lies_between(calendar, moment, amount):
    reached = subtract_office_time(moment, amount, calendar)

    assert reached <= moment
    assert office_time_between(reached, moment, calendar) == amount
    assert is_at_or_in_office_hours(reached, calendar)


@laws
@given(offices, moments, amounts)
def test_subtracting_undoes_adding_while_the_office_is_open(calendar, moment, amount):
    opened = next_opening(moment, calendar)

    assert subtract_office_time(add_office_time(opened, amount, calendar), amount, calendar) == opened


@laws
@given(offices, moments, amounts)
def test_adding_undoes_subtracting_where_office_hours_end(calendar, moment, amount):
    closed = previous_closing(moment, calendar)

    assert add_office_time(subtract_office_time(closed, amount, calendar), amount, calendar) == closed


@laws
@given(offices, st.lists(moments, min_size=2, max_size=2).map(sorted), st.lists(amounts, min_size=2, max_size=2))
def test_later_and_more_never_lead_to_earlier(calendar, two_moments, two_amounts):
    (early, late), (less, more) = two_moments, sorted(two_amounts)

    assert add_office_time(early, less, calendar) <= add_office_time(late, more, calendar)
    assert subtract_office_time(early, more, calendar) <= subtract_office_time(late, less, calendar)
    assert next_opening(early, calendar) <= next_opening(late, calendar)
    assert previous_closing(early, calendar) <= previous_closing(late, calendar)


@laws
@given(offices, moments, moments, moments)
def test_office_time_adds_up_and_is_signed(calendar, one, other, third):
    between = office_time_between(one, other, calendar)

    assert abs(between) <= abs(other - one)
    assert office_time_between(other, one, calendar) == -between
    assert between + office_time_between(other, third, calendar) == office_time_between(one, third, calendar)


@laws
@given(offices, moments)
def test_no_office_time_lies_before_the_next_opening_or_since_the_last_closing(calendar, moment):
    opening, closing = next_opening(moment, calendar), previous_closing(moment, calendar)

    assert closing <= moment <= opening
    assert is_open(opening, calendar)
    assert office_time_between(closing, opening, calendar) == NO_TIME


def is_at_or_in_office_hours(moment: datetime, calendar: WorkCalendar) -> bool:
    return is_open(moment, calendar) or previous_closing(moment, calendar) == moment


# ---- the same, counted minute by minute -----------------------------------------------------------

COUNTED = 2 * MINUTES_A_DAY
WARM_UP = 2 * 60  # longer than any clock change, so that the model starts at an ordinary hour

starts = st.sampled_from(
    [
        datetime(2026, 3, 7, tzinfo=UTC),  # the clocks of New York go forward
        datetime(2026, 3, 28, tzinfo=UTC),  # those of Berlin
        datetime(2026, 4, 3, 12, tzinfo=UTC),  # those of Lord Howe go back, by half an hour
        datetime(2026, 10, 3, tzinfo=UTC),  # and forward
        datetime(2026, 10, 24, tzinfo=UTC),  # Berlin goes back
        datetime(2026, 10, 31, tzinfo=UTC),  # New York goes back
        datetime(2026, 12, 30, tzinfo=UTC),  # a year ends
    ]
)
days_of_slots = st.lists(st.integers(0, 96), unique=True, max_size=6).map(
    lambda quarters: tuple(
        Slot(15 * opens, 15 * closes) for opens, closes in zip(*[iter(sorted(quarters))] * 2, strict=False)
    )
)


@st.composite
def counted_offices(draw):
    start = draw(starts)
    days = [(start + timedelta(days=number)).date() for number in range(3)]
    zone = draw(st.sampled_from([BERLIN, NEW_YORK, KOLKATA, LORD_HOWE]))
    week = draw(st.lists(days_of_slots, min_size=7, max_size=7).map(tuple))
    return start, WorkCalendar(zone, week, draw(st.frozensets(st.sampled_from(days), max_size=2)))


def open_minutes(start: datetime, calendar: WorkCalendar) -> list[bool]:
    """Whether each minute is open, by the furthest that a clock on the wall has got so far."""
    zone = ZoneInfo(calendar.zone)
    minutes = (start + number * MINUTE for number in range(-WARM_UP, COUNTED))
    furthest = accumulate((minute.astimezone(zone).replace(tzinfo=None) for minute in minutes), max)
    return [is_open_by_the_wall(wall, calendar) for wall in furthest][WARM_UP:]


def is_open_by_the_wall(wall: datetime, calendar: WorkCalendar) -> bool:
    if wall.date() in calendar.closed_days:
        return False
    return any(opens <= wall.hour * 60 + wall.minute < closes for opens, closes in calendar.week[wall.weekday()])


@settings(max_examples=30, deadline=None)
@given(counted_offices(), st.lists(st.integers(1, COUNTED - 1), min_size=2, max_size=2), st.data())
def test_searching_agrees_with_counting(counted, two_minutes, data):
    (start, calendar), (a, b) = counted, sorted(two_minutes)
    is_open_in = open_minutes(start, calendar)
    amount = sum(is_open_in[a:b])

    assert [is_open(start + each * MINUTE, calendar) for each in (a, b)] == [is_open_in[a], is_open_in[b]]
    assert office_time_between(start + a * MINUTE, start + b * MINUTE, calendar) == amount * MINUTE

    if amount:
        share = data.draw(st.integers(1, amount))
        opened = [each for each in range(a, b) if is_open_in[each]]
        assert add_office_time(start + a * MINUTE, share * MINUTE, calendar) == start + (opened[share - 1] + 1) * MINUTE
        assert subtract_office_time(start + b * MINUTE, share * MINUTE, calendar) == start + opened[-share] * MINUTE
        assert next_opening(start + a * MINUTE, calendar) == start + opened[0] * MINUTE
        assert previous_closing(start + b * MINUTE, calendar) == start + (opened[-1] + 1) * MINUTE
