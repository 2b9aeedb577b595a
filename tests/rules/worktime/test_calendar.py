from datetime import date, time

import pytest

from tests.support.offices import BERLIN, office, slots_of
from tracker.worktime.calendar import ImpossibleHours, Slot, WorkCalendar, week_of


@pytest.mark.parametrize(
    ("slots", "complaint"),
    [
        ([Slot(540, 540)], "Office hours must end after they begin: 09:00–09:00"),
        ([Slot(600, 540)], "Office hours must end after they begin: 10:00–09:00"),
        ([Slot(-5, 540)], "Office hours must lie within one day"),
        ([Slot(540, 1441)], "Office hours must lie within one day: 09:00–24:01"),
        ([Slot(780, 1020), Slot(540, 720)], "Office hours must be in order: 13:00–17:00, 09:00–12:00"),
        ([Slot(540, 720), Slot(700, 1020)], "Office hours must not overlap: 09:00–12:00, 11:40–17:00"),
    ],
)
def test_impossible_hours_are_refused_with_the_reason(slots, complaint):
    with pytest.raises(ImpossibleHours) as refusal:
        WorkCalendar(BERLIN, week_of({2: slots}))

    assert complaint in str(refusal.value)


def test_an_unknown_zone_is_refused():
    with pytest.raises(ImpossibleHours, match="Europe/Nowhere"):
        office(zone="Europe/Nowhere")


def test_a_week_has_seven_days_named_by_number():
    with pytest.raises(ValueError, match="seven days"):
        WorkCalendar(BERLIN, ((),) * 6)
    with pytest.raises(ValueError, match="Weekdays"):
        week_of({7: []})


def test_slots_may_touch_and_may_close_at_midnight():
    slots = slots_of("09:00-12:00 12:00-00:00")

    calendar = WorkCalendar(BERLIN, week_of({0: slots}))

    assert calendar.week[0] == (Slot(540, 720), Slot(720, 1440))
    assert str(calendar.week[0][1]) == "12:00–24:00"
    assert Slot.between(time(12), time(0)) == Slot(720, 1440)


def test_a_closed_day_has_no_slots():
    calendar = office(closed=["2026-12-25"])

    assert calendar.slots_on(date(2026, 12, 24)) == (Slot(540, 1020),)
    assert calendar.slots_on(date(2026, 12, 25)) == ()
    assert calendar.slots_on(date(2026, 12, 26)) == ()


def test_equal_calendars_are_interchangeable():
    assert office(closed=["2026-12-25"]) == office(closed=["2026-12-25"])
    assert len({office(), office(), office("08:00-16:00")}) == 2
