"""What is typed for a due, and what it means."""

from datetime import date, time, timedelta

import pytest

from tests.support.offices import BERLIN, at, office, spoken
from tracker.kernel.errors import Invalid
from tracker.promises.dues import EnteredDue
from tracker.promises.rules import Due
from tracker.worktime.calendar import WorkCalendar
from tracker.worktime.due_offsets import DueOffset, DueUnit
from tracker.worktime.zones import ClockChange

NOW = at("Mon 2026-03-02 09:00")
WEDNESDAY = date(2026, 3, 4)


def no_calendar() -> WorkCalendar:
    raise AssertionError("office hours are not needed for this")


def test_nothing_typed_means_nothing() -> None:
    assert EnteredDue(zone=BERLIN).due(NOW, no_calendar) is None


def test_a_day_with_a_time_is_a_moment_of_the_zone() -> None:
    due = EnteredDue(zone=BERLIN, day=WEDNESDAY, time_of_day=time(12)).due(NOW, no_calendar)

    assert due == Due(at("Wed 2026-03-04 12:00"))


def test_a_day_alone_is_due_when_it_is_over() -> None:
    due = EnteredDue(zone=BERLIN, day=WEDNESDAY).due(NOW, no_calendar)

    assert due == Due(at("Thu 2026-03-05 00:00"), WEDNESDAY)


def test_a_span_is_counted_in_office_hours() -> None:
    span = DueOffset(DueUnit.OFFICE_HOURS, 10)

    due = EnteredDue(zone=BERLIN, offset=span).due(NOW, office)

    assert due is not None
    assert spoken(due.at) == "Tue 2026-03-03 11:00"


@pytest.mark.parametrize(
    "entered",
    [
        EnteredDue(zone=BERLIN, time_of_day=time(12)),
        EnteredDue(zone=BERLIN, day=WEDNESDAY, offset=DueOffset(DueUnit.WORKING_DAYS, 2)),
    ],
)
def test_what_cannot_be_meant_is_refused_at_the_due(entered: EnteredDue) -> None:
    with pytest.raises(Invalid) as refused:
        entered.due(NOW, office)

    assert refused.value.field == "due"


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (date(2026, 3, 29), ClockChange.SKIPPED),
        (date(2026, 10, 25), ClockChange.REPEATED),
        (WEDNESDAY, None),
    ],
)
def test_what_the_clocks_do_to_a_time_is_known(day: date, change: ClockChange | None) -> None:
    entered = EnteredDue(zone=BERLIN, day=day, time_of_day=time(2, 30))

    assert entered.clock_change() is change


def test_a_skipped_time_is_the_moment_after_it() -> None:
    entered = EnteredDue(zone=BERLIN, day=date(2026, 3, 29), time_of_day=time(2, 30))

    due = entered.due(NOW, no_calendar)

    assert due is not None
    assert due.at - at("Sun 2026-03-29 01:59") == timedelta(minutes=1)
