"""Laws of planning that hold for every promise, ladder and office."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.ladders import a_rung
from tests.support.offices import NEW_YORK, at, office
from tracker.alerts.rules.holding import AT_CLOSING, Desk, QuietHours, held_until
from tracker.alerts.rules.ladders import Audience, NoticeKind, RungFacts
from tracker.alerts.rules.planning import Earlier, Schedule, going_out, plan
from tracker.promises.rules import State
from tracker.worktime.arithmetic import is_open, previous_closing
from tracker.worktime.calendar import WorkCalendar

START = at("Mon 2026-01-05 09:00")
MINUTES_A_YEAR = 365 * 24 * 60
MOMENTS = st.integers(0, MINUTES_A_YEAR).map(lambda minutes: START + timedelta(minutes=minutes))
OFFICES = st.sampled_from(
    [office(), office("09:00-12:00 13:00-17:00"), office(zone=NEW_YORK), office("00:00-00:00", weekdays=range(7))]
)
AUDIENCES = st.sets(st.sampled_from([Audience.OWNER, Audience.MANAGER]), min_size=1)


@st.composite
def rungs(draw: st.DrawFn) -> list[RungFacts]:
    offsets = draw(st.lists(st.integers(-6000, 6000), max_size=5))
    return [
        a_rung(timedelta(minutes=offset), in_office_time=draw(st.booleans()), audience=draw(AUDIENCES), number=number)
        for number, offset in enumerate(offsets)
    ]


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    due_at = draw(MOMENTS)
    return Schedule(
        state=State.OPEN,
        scheduled_at=draw(MOMENTS),
        due_at=due_at,
        late_at=due_at + timedelta(minutes=draw(st.integers(0, 600))),
        remind_at=draw(st.none() | MOMENTS),
    )


def somebody_is_there(moment: datetime, calendar: WorkCalendar) -> bool:
    return is_open(moment, calendar) or previous_closing(moment, calendar) == moment


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_nothing_goes_out_before_the_schedule_was_made(schedule, ladder, calendar):
    alerts = going_out(plan(schedule, ladder, calendar))

    assert all(alert.fire_at >= schedule.scheduled_at for alert in alerts)


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_every_rung_has_exactly_one_fate(schedule, ladder, calendar):
    keys = [alert.rung_key for alert in plan(schedule, ladder, calendar)]

    assert sorted(keys) == sorted([rung.key for rung in ladder] + ["snooze"] * (schedule.remind_at is not None))


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_warnings_come_no_later_than_the_due_and_complaints_no_earlier(schedule, ladder, calendar):
    for alert in plan(schedule, ladder, calendar):
        if alert.kind is NoticeKind.BEFORE_DUE:
            assert alert.fire_at <= schedule.due_at
        if alert.kind is NoticeKind.DUE:
            assert alert.fire_at >= schedule.due_at
        if alert.kind is NoticeKind.OVERDUE:
            assert alert.fire_at > schedule.late_at


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_what_is_counted_in_office_time_speaks_while_somebody_is_there(schedule, ladder, calendar):
    office_time = {rung.id for rung in ladder if rung.in_office_time and rung.offset}

    alerts = plan(schedule, ladder, calendar)

    assert all(somebody_is_there(alert.fire_at, calendar) for alert in alerts if alert.rung_id in office_time)


@given(desk_hours=OFFICES, moment=MOMENTS, quiet=st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)))
def test_nobody_is_told_outside_of_working_time_or_in_quiet_hours(desk_hours, moment, quiet):
    hours = None if quiet is None else QuietHours(*quiet)
    desk = Desk(account_id=1, team_id=1, calendar=desk_hours, zone="Europe/Berlin", quiet=hours)

    told_at = held_until(desk, moment) or moment

    assert told_at >= moment
    assert held_until(desk, told_at) is None
    if held_until(desk, moment) is not None:
        assert somebody_is_there(told_at, desk_hours) or told_at - previous_closing(told_at, desk_hours) <= AT_CLOSING


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_planning_again_after_everything_was_told_tells_nothing_more(schedule, ladder, calendar):
    once = going_out(plan(schedule, ladder, calendar))
    told = [Earlier(each.rung_key, each.fire_at, each.fire_at, each.occurrence) for each in once]

    assert going_out(plan(schedule, ladder, calendar, told)) == []


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES, state=st.sampled_from(sorted(State)))
def test_only_what_lives_is_alerted(schedule, ladder, calendar, state):
    alerts = plan(replace(schedule, state=state), ladder, calendar)

    assert not alerts or state in {State.OPEN, State.DRAFT}


@given(schedule=schedules(), ladder=rungs(), calendar=OFFICES)
def test_the_plan_depends_on_nothing_but_its_facts(schedule, ladder, calendar):
    assert plan(schedule, ladder, calendar) == plan(schedule, list(reversed(ladder)), calendar)
