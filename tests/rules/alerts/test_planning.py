"""When the alerts of a promise go out. The office is open Monday to Friday from 9 to 17 in Berlin."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.ladders import EVERYBODYS, a_rung
from tests.support.offices import NEW_YORK, at, office, spoken
from tracker.alerts.rules.ladders import Audience
from tracker.alerts.rules.planning import Earlier, Fate, Offer, PlannedAlert, Schedule, draft_moment, going_out, plan
from tracker.promises.rules import SETTLED, State

OFFICE = office()
LONG_AGO = at("Mon 2026-01-05 09:00")


def open_until(due: str, *, said: str = "Mon 2026-01-05 09:00", tolerance: timedelta = timedelta(0)) -> Schedule:
    return Schedule(state=State.OPEN, scheduled_at=at(said), due_at=at(due), late_at=at(due) + tolerance)


def moments(alerts: list[PlannedAlert]) -> dict[str, str]:
    return {alert.kind.value: spoken(alert.fire_at) for alert in going_out(alerts)}


def fates(alerts: list[PlannedAlert]) -> dict[str, Fate]:
    return {alert.rung_key: alert.fate for alert in alerts}


def test_the_default_ladder_warns_half_a_day_ahead_then_at_the_due_then_an_hour_after_it():
    schedule = open_until("Wed 2026-03-04 15:00")

    alerts = plan(schedule, EVERYBODYS, OFFICE)

    assert moments(alerts) == {
        "before_due": "Wed 2026-03-04 11:00",
        "due": "Wed 2026-03-04 15:00",
        "overdue": "Wed 2026-03-04 16:00",
    }


@pytest.mark.parametrize(
    ("due", "lead", "warned"),
    [
        ("Mon 2026-03-09 09:00", 2, "Fri 2026-03-06 15:00"),
        ("Mon 2026-03-09 11:00", 2, "Mon 2026-03-09 09:00"),
        ("Sun 2026-03-08 12:00", 2, "Fri 2026-03-06 15:00"),
        ("Wed 2026-03-04 22:00", 2, "Wed 2026-03-04 15:00"),
        ("Mon 2026-03-09 10:00", 10, "Thu 2026-03-05 16:00"),
    ],
)
def test_office_hours_ahead_of_a_due_are_hours_in_which_somebody_is_there(due: str, lead: int, warned: str):
    rung = a_rung(-timedelta(hours=lead))

    alerts = plan(open_until(due), [rung], OFFICE)

    assert moments(alerts) == {"before_due": warned}


@pytest.mark.parametrize(
    ("due", "warned"),
    [
        ("Wed 2026-03-04 15:00", "Wed 2026-03-04 13:00"),
        ("Wed 2026-03-04 10:00", "Wed 2026-03-04 09:00"),
        ("Wed 2026-03-04 09:00", "Tue 2026-03-03 16:45"),
        ("Sun 2026-03-08 12:00", "Fri 2026-03-06 16:45"),
    ],
)
def test_clock_hours_ahead_of_a_due_move_into_the_office_and_never_reach_the_due(due: str, warned: str):
    rung = a_rung(-timedelta(hours=2), in_office_time=False)

    alerts = plan(open_until(due), [rung], OFFICE)

    assert moments(alerts) == {"before_due": warned}


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("Wed 2026-03-04 09:00", "Wed 2026-03-04 09:00"),
        ("Wed 2026-03-04 17:00", "Wed 2026-03-04 17:00"),
        ("Wed 2026-03-04 17:01", "Thu 2026-03-05 09:00"),
        ("Wed 2026-03-04 03:00", "Wed 2026-03-04 09:00"),
        ("Sat 2026-03-07 12:00", "Mon 2026-03-09 09:00"),
    ],
)
def test_what_is_due_outside_of_office_hours_is_told_at_the_next_opening(due: str, told: str):
    alerts = plan(open_until(due), [a_rung(timedelta(0))], OFFICE)

    assert moments(alerts) == {"due": told}


def test_an_all_day_promise_is_told_of_on_the_morning_after_its_day():
    midnight = "Thu 2026-03-05 00:00"

    alerts = plan(open_until(midnight), EVERYBODYS, OFFICE)

    assert moments(alerts) == {
        "before_due": "Wed 2026-03-04 13:00",
        "due": "Thu 2026-03-05 09:00",
        "overdue": "Thu 2026-03-05 10:00",
    }


def test_overdue_is_counted_from_the_end_of_the_tolerance():
    schedule = open_until("Wed 2026-03-04 10:00", tolerance=timedelta(hours=3))

    alerts = plan(schedule, [a_rung(timedelta(hours=1))], OFFICE)

    assert moments(alerts) == {"overdue": "Wed 2026-03-04 14:00"}


def test_an_escalation_that_would_fall_into_the_night_waits_for_the_morning():
    alerts = plan(open_until("Fri 2026-03-06 16:30"), [a_rung(timedelta(hours=1))], OFFICE)

    assert moments(alerts) == {"overdue": "Mon 2026-03-09 09:30"}


@pytest.mark.parametrize(
    ("due", "warned"),
    [("Mon 2026-03-30 10:00", "Fri 2026-03-27 14:00"), ("Mon 2026-10-26 10:00", "Fri 2026-10-23 14:00")],
)
def test_a_weekend_in_which_the_clocks_change_takes_no_office_time(due: str, warned: str):
    alerts = plan(open_until(due), [a_rung(-timedelta(hours=4))], OFFICE)

    assert moments(alerts) == {"before_due": warned}


def test_a_promise_of_another_zone_is_told_of_in_the_office_hours_of_its_owner():
    due = "Wed 2026-03-04 21:00"

    alerts = plan(open_until(due), EVERYBODYS, office(zone=NEW_YORK))

    assert {kind: moment for kind, moment in moments(alerts).items() if kind != "overdue"} == {
        "before_due": "Wed 2026-03-04 17:00",
        "due": "Wed 2026-03-04 21:00",
    }


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_a_settled_promise_alerts_nobody(state: State):
    schedule = replace(open_until("Wed 2026-03-04 15:00"), state=state, remind_at=at("Wed 2026-03-04 10:00"))

    assert plan(schedule, EVERYBODYS, OFFICE) == []


def test_what_was_over_when_the_promise_was_logged_is_not_caught_up():
    schedule = open_until("Wed 2026-03-04 15:00", said="Wed 2026-03-04 12:00")

    alerts = plan(schedule, EVERYBODYS, OFFICE)

    assert list(fates(alerts).values()) == [Fate.PAST, Fate.PLANNED, Fate.PLANNED]


def test_an_old_promise_that_is_imported_alerts_nobody():
    schedule = open_until("Wed 2025-03-05 15:00", said="Wed 2026-03-04 12:00")

    assert going_out(plan(schedule, EVERYBODYS, OFFICE)) == []


def test_a_rung_at_the_very_moment_of_logging_goes_out():
    schedule = open_until("Wed 2026-03-04 15:00", said="Wed 2026-03-04 11:00")

    assert "before_due" in moments(plan(schedule, EVERYBODYS, OFFICE))


def test_what_an_earlier_schedule_still_owed_at_the_same_moment_goes_out():
    schedule = open_until("Wed 2026-03-04 15:00", said="Wed 2026-03-04 15:10")
    owed = Earlier("2", at("Wed 2026-03-04 15:00"), was_fired=False)

    alerts = plan(schedule, EVERYBODYS, OFFICE, [owed])

    assert fates(alerts) == {"1": Fate.PAST, "2": Fate.PLANNED, "3": Fate.PLANNED}


def test_what_went_out_under_an_earlier_schedule_does_not_go_out_again():
    schedule = open_until("Wed 2026-03-04 15:00", said="Wed 2026-03-04 15:10")
    moment = at("Wed 2026-03-04 15:00")
    earlier = [Earlier("2", moment, was_fired=False), Earlier("2", moment, was_fired=True)]

    assert fates(plan(schedule, EVERYBODYS, OFFICE, earlier))["2"] is Fate.PAST


def test_a_snooze_holds_the_owners_warning_back_and_reminds_when_it_ends():
    schedule = replace(open_until("Wed 2026-03-04 15:00"), remind_at=at("Wed 2026-03-04 13:00"))

    alerts = plan(schedule, EVERYBODYS, OFFICE)

    assert fates(alerts)["1"] is Fate.SNOOZED
    assert moments(alerts) == {
        "snooze": "Wed 2026-03-04 13:00",
        "due": "Wed 2026-03-04 15:00",
        "overdue": "Wed 2026-03-04 16:00",
    }


def test_a_snooze_until_before_the_warning_leaves_the_warning():
    schedule = replace(open_until("Wed 2026-03-04 15:00"), remind_at=at("Wed 2026-03-04 10:00"))

    assert moments(plan(schedule, EVERYBODYS, OFFICE))["before_due"] == "Wed 2026-03-04 11:00"


def test_a_snooze_beyond_the_due_holds_back_neither_the_due_nor_the_escalation():
    schedule = replace(open_until("Wed 2026-03-04 15:00"), remind_at=at("Thu 2026-03-05 10:00"))

    assert set(moments(plan(schedule, EVERYBODYS, OFFICE))) == {"due", "overdue", "snooze"}


def test_a_snooze_of_the_owner_does_not_hold_back_what_others_are_told():
    rung = a_rung(-timedelta(hours=2), audience=(Audience.OWNER, Audience.MANAGER))
    schedule = replace(open_until("Wed 2026-03-04 15:00"), remind_at=at("Wed 2026-03-04 14:00"))

    assert "before_due" in moments(plan(schedule, [rung], OFFICE))


@pytest.mark.parametrize(
    ("saved", "reminded"),
    [
        ("Wed 2026-03-04 10:00", "Wed 2026-03-04 16:45"),
        ("Wed 2026-03-04 16:50", "Wed 2026-03-04 17:00"),
        ("Wed 2026-03-04 19:00", "Thu 2026-03-05 16:45"),
        ("Sat 2026-03-07 10:00", "Mon 2026-03-09 16:45"),
    ],
)
def test_a_draft_reminds_at_the_end_of_the_working_day(saved: str, reminded: str):
    assert spoken(draft_moment(at(saved), OFFICE)) == reminded


def test_a_draft_has_one_reminder_and_no_ladder():
    said = at("Wed 2026-03-04 10:00")
    draft = Schedule(state=State.DRAFT, scheduled_at=said, due_at=said + timedelta(days=3), late_at=None)

    assert moments(plan(draft, EVERYBODYS, OFFICE)) == {"draft": "Wed 2026-03-04 16:45"}


def offered(state: str = "waiting", answered_at: datetime | None = None) -> Offer:
    return Offer(id=7, state=state, asked_at=at("Wed 2026-03-04 10:00"), answered_at=answered_at)


def test_a_hand_over_is_told_to_the_receiver_at_once():
    schedule = replace(open_until("Fri 2026-03-06 15:00"), offer=offered())

    assert moments(plan(schedule, EVERYBODYS, OFFICE))["offered"] == "Wed 2026-03-04 10:00"


def test_a_hand_over_is_told_even_when_the_schedule_changed_before_anybody_could_be_told():
    schedule = replace(open_until("Fri 2026-03-06 15:00", said="Wed 2026-03-04 11:00"), offer=offered())

    assert "offered" in moments(plan(schedule, EVERYBODYS, OFFICE))


def test_a_hand_over_that_was_told_is_not_told_again():
    schedule = replace(open_until("Fri 2026-03-06 15:00", said="Wed 2026-03-04 11:00"), offer=offered())
    told = Earlier("offered-7", at("Wed 2026-03-04 10:00"), was_fired=True)

    assert "offered" not in moments(plan(schedule, EVERYBODYS, OFFICE, [told]))


@pytest.mark.parametrize("state", ["returned", "declined"])
def test_a_hand_over_that_comes_back_is_told_to_the_owner(state: str):
    answered_at = at("Wed 2026-03-04 14:00")
    schedule = replace(open_until("Fri 2026-03-06 15:00"), offer=offered(state, answered_at))

    assert moments(plan(schedule, EVERYBODYS, OFFICE))["returned"] == "Wed 2026-03-04 14:00"


@pytest.mark.parametrize("state", ["accepted", "cancelled"])
def test_a_hand_over_that_was_accepted_or_withdrawn_is_told_to_nobody(state: str):
    answered_at = at("Wed 2026-03-04 14:00")
    schedule = replace(open_until("Fri 2026-03-06 15:00"), offer=offered(state, answered_at))

    assert set(moments(plan(schedule, EVERYBODYS, OFFICE))) == {"before_due", "due", "overdue"}


def test_a_team_that_never_opens_is_alerted_by_the_clock():
    never = office(weekdays=())

    alerts = plan(open_until("Wed 2026-03-04 03:00"), EVERYBODYS, never)

    assert moments(alerts) == {
        "before_due": "Tue 2026-03-03 23:00",
        "due": "Wed 2026-03-04 03:00",
        "overdue": "Wed 2026-03-04 04:00",
    }


def test_a_draft_of_a_team_that_never_opens_reminds_after_eight_hours():
    assert draft_moment(LONG_AGO, office(weekdays=())) == LONG_AGO + timedelta(hours=8)
