from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.offices import NEW_YORK, WITH_LUNCH, at, office, spoken
from tracker.kernel.errors import Invalid
from tracker.worktime.calendar import NoOfficeTime
from tracker.worktime.due_offsets import DueOffset, DueUnit, quick_choices, resolve

NEVER = office(weekdays=())
OFFICES = [office(WITH_LUNCH), office("00:00-00:00", weekdays=range(7)), office("12:00-00:00", zone=NEW_YORK), NEVER]
CODES = ["4-office-hours", "2-working-days", "24-clock-hours", "end-of-today", "end-of-next-working-day"]

moments = st.integers(0, 90 * 24 * 3600).map(lambda seconds: at("Thu 2026-10-01 00:00") + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("code", "said", "due"),
    [
        ("4-office-hours", "Mon 2026-11-23 15:00", "Tue 2026-11-24 11:00"),
        ("24-clock-hours", "Sat 2026-10-24 12:00", "Sun 2026-10-25 11:00"),
        ("2-working-days", "Mon 2026-11-23 15:00", "Wed 2026-11-25 17:00"),
        ("2-working-days", "Mon 2026-11-23 18:00", "Thu 2026-11-26 17:00"),
        ("end-of-today", "Mon 2026-11-23 15:00", "Mon 2026-11-23 17:00"),
        ("end-of-today", "Mon 2026-11-23 18:00", "Tue 2026-11-24 00:00"),
        ("end-of-today", "Sat 2026-11-28 10:00", "Sun 2026-11-29 00:00"),
        ("end-of-next-working-day", "Mon 2026-11-23 15:00", "Tue 2026-11-24 17:00"),
        ("end-of-next-working-day", "Fri 2026-11-27 18:00", "Mon 2026-11-30 17:00"),
        ("end-of-next-working-day", "Sun 2026-11-29 18:00", "Mon 2026-11-30 17:00"),
    ],
)
def test_what_an_offset_means_when_said(code, said, due):
    assert spoken(resolve(DueOffset.from_code(code), at(said), office(WITH_LUNCH))) == due


def test_a_due_is_rounded_up_to_the_minute_it_is_shown_in():
    said = at("Mon 2026-11-23 10:00") + timedelta(seconds=17)

    assert spoken(resolve(DueOffset(DueUnit.OFFICE_HOURS, 1), said, office())) == "Mon 2026-11-23 11:01"


@pytest.mark.parametrize(
    ("now", "choices"),
    [
        (
            "Mon 2026-11-23 10:00",
            {
                "4-office-hours": "Mon 2026-11-23 15:00",
                "end-of-today": "Mon 2026-11-23 17:00",
                "end-of-next-working-day": "Tue 2026-11-24 17:00",
                "2-working-days": "Wed 2026-11-25 17:00",
            },
        ),
        (
            "Fri 2026-11-27 16:30",
            {
                "4-office-hours": "Mon 2026-11-30 13:30",
                "end-of-next-working-day": "Mon 2026-11-30 17:00",
                "2-working-days": "Tue 2026-12-01 17:00",
            },
        ),
        (
            "Mon 2026-11-23 12:00",
            {
                "end-of-today": "Mon 2026-11-23 17:00",
                "end-of-next-working-day": "Tue 2026-11-24 17:00",
                "2-working-days": "Wed 2026-11-25 17:00",
            },
        ),
    ],
)
def test_the_choices_worth_one_click(now, choices):
    offered = quick_choices(at(now), office(WITH_LUNCH))

    assert {choice.offset.code: spoken(choice.due) for choice in offered} == choices


def test_without_office_hours_clock_hours_are_offered():
    offered = quick_choices(at("Mon 2026-11-23 10:00"), NEVER)

    assert [choice.offset.code for choice in offered] == ["4-clock-hours", "24-clock-hours"]


@settings(max_examples=100, deadline=None)
@given(now=moments, calendar=st.sampled_from(OFFICES))
def test_choices_lie_ahead_in_order_without_doubles(now, calendar):
    dues = [choice.due for choice in quick_choices(now, calendar)]

    assert 2 <= len(dues) <= 4
    assert dues == sorted(set(dues))
    assert dues[0] > now


@settings(max_examples=100, deadline=None)
@given(said=moments, code=st.sampled_from(CODES), calendar=st.sampled_from(OFFICES[:-1]))
def test_a_due_is_never_in_the_past(said, code, calendar):
    assert resolve(DueOffset.from_code(code), said, calendar) > said


@pytest.mark.parametrize("code", ["4-office-hours", "2-working-days", "end-of-next-working-day"])
def test_an_office_that_never_opens_has_no_such_due(code):
    with pytest.raises(NoOfficeTime):
        resolve(DueOffset.from_code(code), at("Mon 2026-11-23 10:00"), NEVER)


@pytest.mark.parametrize("code", CODES)
def test_an_offset_travels_through_a_form_as_one_word(code):
    assert DueOffset.from_code(code).code == code


@pytest.mark.parametrize(
    "code", ["", "4", "office-hours-", "0-office-hours", "1000-clock-hours", "2-end-of-today", "٤-office-hours", "soon"]
)
def test_other_words_are_refused(code):
    with pytest.raises(Invalid):
        DueOffset.from_code(code)


@pytest.mark.parametrize(("unit", "count"), [(DueUnit.OFFICE_HOURS, 0), (DueUnit.END_OF_TODAY, 2)])
def test_impossible_counts_are_refused(unit, count):
    with pytest.raises(ValueError, match=unit.value):
        DueOffset(unit, count)
