"""What is realistic follows from how promises were kept: narrow groups where they are large enough."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import MOMENT
from tracker.promises.measures import Share
from tracker.promises.rules import Due
from tracker.reports.rules.realism import (
    Likeness,
    Slot,
    earliest_realistic,
    evidence,
    possible_dues,
    slot_of,
)
from tracker.worktime.calendar import Slot as Hours
from tracker.worktime.calendar import WorkCalendar, week_of
from tracker.worktime.zones import local_day

ZONE = "Europe/Berlin"
DAY = timedelta(days=1)
OFFICE = WorkCalendar(ZONE, week_of({day: [Hours(8 * 60, 18 * 60)] for day in range(5)}), frozenset())
NEVER = WorkCalendar(ZONE, week_of({}), frozenset())

shares = st.integers(0, 60).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))
histories = st.dictionaries(st.builds(Slot, st.integers(0, 5), st.integers(0, 6)), shares, max_size=20)


def test_enough_promises_of_the_same_lead_time_and_weekday_are_looked_at_alone():
    history = {Slot(2, 4): Share(6, 12), Slot(2, 0): Share(40, 40)}

    found = evidence(history, Slot(2, 4))

    assert found is not None
    assert (found.likeness, found.kept) == (Likeness.SLOT, Share(6, 12))


def test_too_few_of_them_are_looked_at_together_with_those_of_other_weekdays():
    history = {Slot(2, 4): Share(1, 3), Slot(2, 0): Share(10, 10), Slot(5, 0): Share(0, 9)}

    found = evidence(history, Slot(2, 4))

    assert found is not None
    assert (found.likeness, found.kept) == (Likeness.LEAD, Share(11, 13))


def test_a_few_promises_of_the_kind_are_said_where_there_are_no_others():
    found = evidence({Slot(0, 1): Share(7, 8)}, Slot(4, 4))

    assert found is not None
    assert (found.likeness, found.kept) == (Likeness.KIND, Share(7, 8))


def test_of_a_kind_without_promises_nothing_is_said():
    assert evidence({}, Slot(2, 4)) is None
    assert evidence({}, None) is None


@given(histories, st.builds(Slot, st.integers(0, 5), st.integers(0, 6)))
def test_what_is_expected_is_a_rate_that_is_never_quite_certain(history: dict[Slot, Share], slot: Slot):
    found = evidence(history, slot)

    assert found is None or 0 < found.expected < 1


def test_many_promises_say_nearly_everything_and_few_say_little():
    many = evidence({Slot(2, 4): Share(950, 1000), Slot(2, 0): Share(0, 1000)}, Slot(2, 4))
    few = evidence({Slot(2, 4): Share(2, 2), Slot(2, 0): Share(0, 1000)}, Slot(2, 4))

    assert many is not None
    assert abs(many.expected - 0.95) < 0.01
    assert few is not None
    assert few.expected < 0.2


def test_the_realistic_due_is_the_first_whose_like_were_kept_nine_times_out_of_ten():
    dues = possible_dues(MOMENT, OFFICE, ZONE)
    late = {slot_of(due, MOMENT, ZONE) for due in dues if due.at - MOMENT < 3 * DAY}
    history = {slot: Share(50, 100) for slot in late} | {Slot(3, day): Share(99, 100) for day in range(7)}

    found = earliest_realistic(history, dues, MOMENT, ZONE)

    assert found == next(due for due in dues if due.at - MOMENT >= 3 * DAY)


def test_no_due_is_called_realistic_of_which_little_is_known():
    dues = possible_dues(MOMENT, OFFICE, ZONE)

    assert earliest_realistic({Slot(2, 4): Share(9, 9)}, dues, MOMENT, ZONE) is None
    assert earliest_realistic({Slot(2, 4): Share(1, 99)}, dues, MOMENT, ZONE) is None


def test_possible_dues_are_moments_of_today_then_working_days_over_more_than_two_weeks():
    dues = possible_dues(MOMENT, OFFICE, ZONE)

    assert [due.at for due in dues] == sorted(due.at for due in dues)
    assert all(due.day.weekday() < 5 for due in dues if due.day)
    assert {local_day(due.at, ZONE) for due in dues if not due.day} <= {local_day(MOMENT, ZONE)}
    assert dues[-1].at - MOMENT > 14 * DAY


def test_an_office_that_never_opens_offers_every_day():
    dues = possible_dues(MOMENT, NEVER, ZONE)

    days = [due.day for due in dues if due.day]
    assert days[0] == local_day(MOMENT, ZONE) + DAY
    assert len(days) == 16


def test_the_slot_of_a_whole_day_is_that_of_its_own_day():
    day = local_day(MOMENT, ZONE) + DAY
    found = slot_of(Due(MOMENT + 2 * DAY, day), MOMENT, ZONE)

    assert found == Slot(2, day.weekday())
