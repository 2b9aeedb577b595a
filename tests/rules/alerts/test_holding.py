"""Until when a message is held back from somebody who is not at work. The office is open 9 to 17 in Berlin."""

from datetime import timedelta

import pytest

from tests.support.offices import NEW_YORK, at, office, spoken
from tracker.alerts.rules.holding import Desk, QuietHours, held_until
from tracker.alerts.rules.ladders import Channel, NoticeKind
from tracker.worktime.calendar import WorkCalendar


def a_desk(calendar: WorkCalendar | None = None, **more: object) -> Desk:
    return Desk(account_id=1, team_id=1, calendar=calendar or office(), zone="Europe/Berlin", **more)  # type: ignore[arg-type]


def told(desk: Desk, moment: str, *, is_urgent: bool = False) -> str:
    return spoken(held_until(desk, at(moment), is_urgent=is_urgent) or at(moment))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("Wed 2026-03-04 09:00", "Wed 2026-03-04 09:00"),
        ("Wed 2026-03-04 08:59", "Wed 2026-03-04 09:00"),
        ("Wed 2026-03-04 17:00", "Wed 2026-03-04 17:00"),
        ("Wed 2026-03-04 17:05", "Wed 2026-03-04 17:05"),
        ("Wed 2026-03-04 17:06", "Thu 2026-03-05 09:00"),
        ("Fri 2026-03-06 20:00", "Mon 2026-03-09 09:00"),
        ("Sun 2026-03-29 02:30", "Mon 2026-03-30 09:00"),
    ],
)
def test_outside_of_office_hours_people_are_told_at_the_next_opening(moment: str, expected: str):
    assert told(a_desk(), moment) == expected


def test_quiet_hours_hold_back_inside_of_office_hours_too():
    desk = a_desk(quiet=QuietHours(12 * 60, 14 * 60))

    assert told(desk, "Wed 2026-03-04 12:30") == "Wed 2026-03-04 14:00"
    assert told(desk, "Wed 2026-03-04 14:00") == "Wed 2026-03-04 14:00"


def test_quiet_hours_pass_midnight_and_count_in_the_persons_own_zone():
    desk = a_desk(office("00:00-00:00", weekdays=range(7), zone=NEW_YORK), quiet=QuietHours(22 * 60, 7 * 60))

    assert told(desk, "Wed 2026-03-04 23:30") == "Thu 2026-03-05 07:00"


def test_quiet_hours_that_leave_no_working_time_do_not_count():
    desk = a_desk(quiet=QuietHours(8 * 60, 18 * 60))

    assert told(desk, "Wed 2026-03-04 10:00") == "Wed 2026-03-04 10:00"


def test_what_is_urgent_breaks_through_only_where_a_person_lets_it():
    night = "Wed 2026-03-04 23:00"

    assert told(a_desk(lets_urgent_through=True), night, is_urgent=True) == night
    assert told(a_desk(lets_urgent_through=True), night) == "Thu 2026-03-05 09:00"
    assert told(a_desk(), night, is_urgent=True) == "Thu 2026-03-05 09:00"


def test_a_team_without_hours_is_always_at_work():
    assert held_until(a_desk(office(weekdays=())), at("Sun 2026-03-08 03:00")) is None


def test_everything_can_be_switched_off_but_the_application_itself():
    desk = a_desk(unwanted=frozenset({(NoticeKind.DUE, Channel.MAIL), (NoticeKind.DUE, Channel.APP)}))

    assert not desk.wants(NoticeKind.DUE, Channel.MAIL)
    assert desk.wants(NoticeKind.OVERDUE, Channel.MAIL)
    assert desk.wants(NoticeKind.DUE, Channel.APP)


def test_five_minutes_after_closing_are_not_five_minutes_before_opening():
    assert held_until(a_desk(), at("Wed 2026-03-04 09:00") - timedelta(minutes=1)) is not None
