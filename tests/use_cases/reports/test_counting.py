"""What the reports read from the tally is what the measures say of the promises themselves."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.promises.measures import Course, lateness, measure
from tracker.promises.records import Promise
from tracker.promises.rows import NewPromise, promise_row
from tracker.promises.rules import SETTLED, Due, State
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import by_day, by_kind, by_team, by_value, by_values, total
from tracker.reports.records import Tally, TallyChange
from tracker.reports.rules.figures import lead_step, percentile_of_counts
from tracker.reports.rules.periods import Period
from tracker.reports.use_cases.folding import fold_changes
from tracker.worktime.zones import local_day

HOUR = timedelta(hours=1)
ZONE = "Europe/Berlin"
before = st.integers(1, 2000).map(lambda hours: MOMENT - hours * HOUR)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    state = draw(st.sampled_from([state for state in State if state is not State.DRAFT]))
    due = MOMENT + draw(st.integers(-1500, 12)) * HOUR
    return Course(
        state=state,
        due_at=due,
        first_due_at=draw(st.sampled_from([due, due - 30 * HOUR])),
        tolerance=draw(st.sampled_from([timedelta(), HOUR, 24 * HOUR])),
        kept_at=draw(before) if state in {State.KEPT, State.PARTLY_KEPT} else None,
        settled_at=draw(before) if state in SETTLED else None,
        first_informed_at=draw(st.none() | before),
    )


def _store(session: Session, histories: list[Course]) -> Asked:
    """Store promises with these courses; return what asks for all of them but the last month's."""
    agent = session.info.get("agent") or session.info.setdefault("agent", b.an_agent(session))
    customer = session.info.get("customer") or session.info.setdefault("customer", b.a_customer(session))
    for table in (Promise, TallyChange, Tally):
        session.execute(delete(table))
    for number, course in enumerate(histories):
        assert course.due_at is not None
        new = NewPromise(
            customer_id=customer.id,
            kind_id=b.kind_id(session),
            team_id=agent.team_id,
            maker_id=agent.id,
            owner_id=agent.id,
            statement="It will be done.",
            due=Due(course.due_at),
            zone=ZONE,
            made_at=course.due_at - timedelta(hours=3 * number),
            tolerance=course.tolerance,
            state=course.state,
        )
        names = ("first_due_at", "kept_at", "settled_at", "first_informed_at")
        session.execute(insert(Promise), [promise_row(new, MOMENT) | {name: getattr(course, name) for name in names}])
        if number == len(histories) // 2:
            fold_changes(session)
    today = local_day(MOMENT, ZONE)
    return Asked(period=Period(today - timedelta(days=45), today), moment=MOMENT)


def _within(asked: Asked, histories: list[Course]) -> list[Course]:
    days = [(course, local_day(course.due_at, ZONE)) for course in histories if course.due_at is not None]
    return [course for course, day in days if asked.period.first <= day <= asked.period.last]


@pytest.mark.long
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(courses(), max_size=12))
def test_pages_count_as_the_rules_do(session: Session, histories: list[Course]):
    asked = _store(session, histories)

    counted = total(by_day(session, asked).values()).measures()
    by_kinds = total(by_kind(session, asked).values()).measures()
    by_channel = total(by_value(session, asked, Facet.CHANNEL).values()).measures()
    team = session.info["agent"].team_id
    of_team = by_team(session, asked, [team]).get(team)
    late = {
        int(value): each.counts["kept_late"]
        for value, each in by_values(session, asked, [Facet.LATE])[Facet.LATE].items()
    }

    expected = measure(_within(asked, histories), MOMENT)
    for name in ("kept_rate", "kept_as_first_promised", "informed_before_due", "open_ahead", "withdrawn", "judged"):
        assert getattr(counted, name) == getattr(expected, name), name
        assert getattr(by_channel, name) == getattr(by_kinds, name) == getattr(expected, name), name
    assert of_team is None or of_team.measures().kept_rate == expected.kept_rate
    median = percentile_of_counts(late, 0.5)
    assert (median is None) == (expected.lateness_median is None)
    if median is not None and expected.lateness_median is not None:
        assert median <= expected.lateness_median / 60 <= max(median * 1.026, median + 1)


def test_lead_times_are_counted_in_the_steps_of_the_rules(session: Session):
    agent = b.an_agent(session)
    leads = [timedelta(minutes=30), 4 * HOUR, 24 * HOUR, 71 * HOUR, timedelta(days=7), timedelta(days=60)]
    for lead in leads:
        b.a_promise(session, agent, now=MOMENT - lead, due=Due(MOMENT))
    asked = Asked(period=Period(local_day(MOMENT, ZONE), local_day(MOMENT, ZONE)), moment=MOMENT + HOUR)

    found = by_value(session, asked, Facet.LEAD)

    counted = {int(value): each.counts["open"] for value, each in found.items()}
    assert counted == Counter(lead_step(lead) for lead in leads)


def test_what_is_late_is_counted_in_its_minutes(session: Session):
    course = Course(
        state=State.KEPT,
        due_at=MOMENT - 300 * HOUR,
        first_due_at=MOMENT - 300 * HOUR,
        kept_at=MOMENT - 300 * HOUR + timedelta(hours=2, minutes=10, seconds=59),
        settled_at=MOMENT,
    )
    asked = _store(session, [course])

    found = by_values(session, asked, [Facet.LATE])[Facet.LATE]

    assert list(found) == ["130"]
    assert lateness(course) is not None
    assert session.scalars(select(Tally.value).where(Tally.facet == "late").distinct()).all() == ["130"]
