"""When the alerts of a promise go out. The office is open Monday to Friday from 9 to 17 in Berlin."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.ladders import EVERYBODYS, a_rung
from tests.support.offices import NEW_YORK, at, office, spoken
from tracker.alerts.rules.ladders import Audience
from tracker.alerts.rules.moments import draft_moment
from tracker.alerts.rules.planning import (
    Acknowledged,
    Earlier,
    Fate,
    Offer,
    PlannedAlert,
    Schedule,
    following,
    going_out,
    plan,
)
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
        ("Wed 2026-03-04 10:00", "Wed 2026-03-04 08:00"),
        ("Wed 2026-03-04 09:00", "Tue 2026-03-03 16:45"),
        ("Sun 2026-03-08 12:00", "Fri 2026-03-06 16:45"),
    ],
)
def test_clock_hours_ahead_of_a_due_count_unless_nobody_could_be_told_before_it(due: str, warned: str):
    rung = a_rung(-timedelta(hours=2), in_office_time=False)

    alerts = plan(open_until(due), [rung], OFFICE)

    assert moments(alerts) == {"before_due": warned}


def test_an_urgent_lead_goes_by_the_clock_whoever_is_there():
    rung = a_rung(-timedelta(hours=2), in_office_time=False, is_urgent=True)

    assert moments(plan(open_until("Sun 2026-03-08 12:00"), [rung], OFFICE)) == {"before_due": "Sun 2026-03-08 10:00"}


@pytest.mark.parametrize("due", ["Wed 2026-03-04 17:00", "Wed 2026-03-04 03:00", "Sat 2026-03-07 12:00"])
def test_what_is_due_fires_at_its_due_whoever_is_there(due: str):
    alerts = plan(open_until(due), [a_rung(timedelta(0))], OFFICE)

    assert moments(alerts) == {"due": due}


def test_an_all_day_promise_is_due_when_its_day_ends():
    midnight = "Thu 2026-03-05 00:00"

    alerts = plan(open_until(midnight), EVERYBODYS, OFFICE)

    assert moments(alerts) == {
        "before_due": "Wed 2026-03-04 13:00",
        "due": "Thu 2026-03-05 00:00",
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
    owed = Earlier("2", at("Wed 2026-03-04 15:00"), fired_at=None)

    alerts = plan(schedule, EVERYBODYS, OFFICE, [owed])

    assert fates(alerts) == {"1": Fate.PAST, "2": Fate.PLANNED, "3": Fate.PLANNED}


def test_what_went_out_under_an_earlier_schedule_does_not_go_out_again():
    schedule = open_until("Wed 2026-03-04 15:00", said="Wed 2026-03-04 15:10")
    moment = at("Wed 2026-03-04 15:00")
    earlier = [Earlier("2", moment, fired_at=None), Earlier("2", moment, fired_at=moment)]

    assert fates(plan(schedule, EVERYBODYS, OFFICE, earlier))["2"] is Fate.TOLD


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
    told = Earlier("offered-7", at("Wed 2026-03-04 10:00"), fired_at=at("Wed 2026-03-04 10:00"))

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


HOURLY = a_rung(timedelta(hours=1), repeat=timedelta(hours=1), repeat_most=3, number=9)


def told_at(moment: str, *, occurrence: int = 0) -> Earlier:
    return Earlier("9", at(moment), fired_at=at(moment), occurrence=occurrence)


def test_a_rung_that_repeats_is_planned_once_before_it_was_told():
    alerts = plan(open_until("Wed 2026-03-04 15:00"), [HOURLY], OFFICE)

    assert [(spoken(each.fire_at), each.occurrence) for each in alerts] == [("Wed 2026-03-04 16:00", 0)]


def test_a_plan_made_anew_goes_on_repeating_where_it_was():
    earlier = [told_at("Wed 2026-03-04 16:00"), told_at("Wed 2026-03-04 17:00", occurrence=1)]

    alerts = going_out(plan(open_until("Wed 2026-03-04 15:00"), [HOURLY], OFFICE, earlier))

    assert [(spoken(each.fire_at), each.occurrence) for each in alerts] == [("Thu 2026-03-05 10:00", 2)]


def test_repeats_end_after_so_many():
    earlier = [told_at(f"Wed 2026-03-04 16:{number:02}", occurrence=number) for number in range(4)]

    assert going_out(plan(open_until("Wed 2026-03-04 15:00"), [HOURLY], OFFICE, earlier)) == []


def test_an_old_promise_that_was_never_told_of_does_not_begin_to_repeat():
    schedule = open_until("Wed 2025-03-05 15:00", said="Wed 2026-03-04 12:00")

    assert going_out(plan(schedule, [HOURLY], OFFICE)) == []


def test_the_next_repeat_passes_over_those_that_a_downtime_swallowed():
    first_at = at("Wed 2026-03-04 16:00")
    endless = a_rung(timedelta(hours=1), repeat=timedelta(hours=1))

    again = following(endless, 0, first_at, OFFICE, now=at("Fri 2026-03-06 10:30"))

    assert again is not None
    assert (again[0], spoken(again[1])) == (11, "Fri 2026-03-06 11:00")


def on_it(until: str, *, said: str = "Wed 2026-03-04 14:30") -> Acknowledged:
    return Acknowledged(id=5, at=at(said), until=at(until))


def test_while_somebody_is_on_it_the_ladder_waits_and_then_the_promise_comes_back():
    schedule = replace(open_until("Wed 2026-03-04 15:00"), acknowledged=on_it("Wed 2026-03-04 16:30"))
    earlier = [Earlier("1", at("Wed 2026-03-04 11:00"), fired_at=at("Wed 2026-03-04 11:00"))]

    alerts = plan(schedule, EVERYBODYS, OFFICE, earlier)

    assert moments(alerts) == {
        "due": "Wed 2026-03-04 16:30",
        "overdue": "Wed 2026-03-04 16:30",
        "comes_back": "Wed 2026-03-04 16:30",
    }


def test_a_new_date_ends_that_somebody_is_on_it():
    schedule = replace(
        open_until("Thu 2026-03-05 15:00", said="Wed 2026-03-04 15:00"), acknowledged=on_it("Thu 2026-03-05 16:30")
    )

    assert "comes_back" not in moments(plan(schedule, EVERYBODYS, OFFICE))


def test_a_rung_whose_moment_moves_into_the_past_by_a_change_of_hours_is_still_told():
    closed_tomorrow = office(closed=["2026-03-05"])

    alerts = plan(open_until("Thu 2026-03-05 09:00"), [a_rung(-timedelta(hours=2))], closed_tomorrow)

    assert moments(alerts) == {"before_due": "Wed 2026-03-04 15:00"}


def test_a_rung_that_was_told_under_this_schedule_is_not_told_again_at_its_new_moment():
    told = Earlier("1", at("Wed 2026-03-04 11:00"), fired_at=at("Wed 2026-03-04 11:00"))
    lunch = office("09:00-12:00 13:00-17:00")

    alerts = plan(open_until("Wed 2026-03-04 15:00"), EVERYBODYS, lunch, [told])

    assert fates(alerts)["1"] is Fate.TOLD
