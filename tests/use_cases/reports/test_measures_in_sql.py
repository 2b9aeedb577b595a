"""The measures in SQL are those of the rules, whatever happened; and the command says them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.accounts.records import Team
from tracker.kernel.extensions import transaction
from tracker.promises.measures import Course, measure
from tracker.promises.records import Promise
from tracker.promises.rows import NewPromise, promise_row
from tracker.promises.rules import SETTLED, Channel, Due, Settlement, State
from tracker.promises.use_cases import renegotiating, settling
from tracker.reports.queries.measuring import Selection, measures
from tracker.worktime.zones import end_of_day, local_day

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")
HOUR = timedelta(hours=1)
KINDS = ("callback", "refund")
KEYS = [
    "due",
    "kept_on_time",
    "kept_late",
    "partly_kept",
    "broken",
    "open_overdue",
    "withdrawn",
    "kept_rate",
    "kept_rate_low",
    "kept_rate_high",
    "kept_as_first_promised",
    "informed_before_due",
    "lateness_median_s",
    "lateness_p90_s",
]

moments = st.integers(-200, 200).map(lambda hours: MOMENT + hours * HOUR)
days = st.integers(-9, 9).map(lambda n: MOMENT.date() + timedelta(days=n))


@dataclass(frozen=True)
class Told:
    """One random promise: its course, where it belongs, and the day it is due on if it has no hour."""

    course: Course
    kind: str
    team: int
    zone: str
    due_day: date | None


@st.composite
def promises(draw: st.DrawFn) -> Told:
    state = draw(st.sampled_from(State))
    zone = draw(st.sampled_from(ZONES))
    due_day = draw(st.none() | days)
    course = Course(
        state=state,
        due_at=end_of_day(due_day, zone) if due_day else draw(moments),
        first_due_at=draw(moments),
        tolerance=draw(st.sampled_from([timedelta(), HOUR, 24 * HOUR])),
        kept_at=draw(moments) if state in {State.KEPT, State.PARTLY_KEPT} else None,
        settled_at=draw(moments) if state in SETTLED else None,
        first_informed_at=draw(st.none() | moments),
    )
    return Told(course, draw(st.sampled_from(KINDS)), draw(st.integers(0, 1)), zone, due_day)


@dataclass(frozen=True)
class Asked:
    """What is asked for: days, kind, team, moment."""

    first: date | None
    last: date | None
    kind: str | None
    team: int | None
    moment: datetime

    def is_about(self, told: Told) -> bool:
        assert told.course.due_at is not None
        day = told.due_day or local_day(told.course.due_at, told.zone)
        return (
            (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
            and self.kind in {None, told.kind}
            and self.team in {None, told.team}
        )


questions = st.builds(
    Asked,
    first=st.none() | days,
    last=st.none() | days,
    kind=st.none() | st.sampled_from(KINDS),
    team=st.none() | st.integers(0, 1),
    moment=moments,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(promises(), max_size=25), asked=questions)
def test_sql_counts_as_the_rules_do(session: Session, history: list[Told], asked: Asked) -> None:
    company = _company(session)
    session.execute(delete(Promise))
    if history:
        session.execute(insert(Promise), [company.row(told) for told in history])

    counted = measures(session, company.selection(asked), asked.moment)

    assert counted == measure([told.course for told in history if asked.is_about(told)], asked.moment)


@dataclass(frozen=True)
class Company:
    """The numbers of what promises refer to."""

    customer_id: int
    owner_id: int
    team_ids: list[int]
    kind_ids: dict[str, int]

    def row(self, told: Told) -> dict[str, Any]:
        course = told.course
        assert course.due_at is not None
        new = NewPromise(
            customer_id=self.customer_id,
            kind_id=self.kind_ids[told.kind],
            team_id=self.team_ids[told.team],
            maker_id=self.owner_id,
            owner_id=self.owner_id,
            statement="It will be done.",
            due=Due(course.due_at, told.due_day),
            zone=told.zone,
            made_at=MOMENT,
            tolerance=course.tolerance,
            state=course.state,
        )
        after = {name: getattr(course, name) for name in ("first_due_at", "kept_at", "settled_at", "first_informed_at")}
        return promise_row(new, MOMENT) | after

    def selection(self, asked: Asked) -> Selection:
        return Selection(
            first_day=asked.first,
            last_day=asked.last,
            kind_id=self.kind_ids[asked.kind] if asked.kind else None,
            team_id=self.team_ids[asked.team] if asked.team is not None else None,
        )


def _company(session: Session) -> Company:
    """Make teams and a customer, once per session: every example finds them again."""
    known: Company | None = session.info.get("company")
    if known is None:
        agent = b.an_agent(session)
        known = Company(
            customer_id=b.a_customer(session).id,
            owner_id=agent.id,
            team_ids=[agent.team_id, b.a_team(session).id],
            kind_ids={key: b.kind_id(session, key) for key in KINDS},
        )
        session.info["company"] = known
    return known


@pytest.fixture
def sales(app: Flask) -> Iterator[Flask]:
    """An application with a team in New York: one promise kept on time, one late, one open, of two kinds."""
    with app.app_context():
        with transaction() as session:
            agent = b.an_agent(session, team=b.a_team(session, "Sales", time_zone="America/New_York"))
            for kept_after, kind in ((HOUR, "callback"), (5 * HOUR, "callback"), (None, "refund")):
                made: dict[str, Any] = {
                    "due": Due(MOMENT + 4 * HOUR),
                    "kind_id": b.kind_id(session, kind),
                    "now": MOMENT - HOUR,
                }
                promise = b.a_promise(session, agent, **made)
                if kept_after is not None:
                    _keep(session, promise, agent, MOMENT + kept_after)
        yield app


def _keep(session: Session, promise: Promise, agent: Any, at: datetime) -> None:
    cause = b.cause_id(session) if promise.due_at and at > promise.due_at else None
    ending = Settlement(outcome=State.KEPT, kept_at=at, cause_id=cause)
    asked = settling.SettlePromise(
        promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending
    )
    settling.settle_promise(session, asked, at)


def said(app: Flask, *options: str) -> dict[str, Any]:
    result = app.test_cli_runner().invoke(args=["measures", "--json", *options])
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


EVENING = (MOMENT + 10 * HOUR).isoformat()


def test_the_command_prints_exactly_the_keys_agreed(sales: Flask):
    answer = said(sales, "--as-of", EVENING)

    assert list(answer) == KEYS
    assert (answer["due"], answer["kept_on_time"], answer["kept_late"], answer["open_overdue"]) == (3, 1, 1, 1)
    assert answer["kept_rate"] == pytest.approx(1 / 3)
    assert answer["kept_rate_low"] < 1 / 3 < answer["kept_rate_high"]
    assert answer["lateness_median_s"] == answer["lateness_p90_s"] == 3600


def test_it_judges_at_the_moment_asked_for_and_now_otherwise(sales: Flask, clock):
    clock.moment = MOMENT + 2 * HOUR

    assert said(sales)["kept_on_time"] == 1
    assert said(sales)["open_overdue"] == 0
    assert said(sales, "--as-of", MOMENT.isoformat())["kept_rate"] is None
    assert said(sales, "--as-of", EVENING)["open_overdue"] == 1


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (("--kind", "callback"), 2),
        (("--kind", "RÜCKRUF"), 2),
        (("--kind", "Refund"), 1),
        (("--team", "sales"), 3),
        (("--from", "2026-03-02", "--to", "2026-03-02"), 3),
        (("--from", "2026-03-03"), 0),
        (("--to", "2026-03-01"), 0),
        (("--kind", "repair"), 0),
    ],
)
def test_it_counts_what_is_asked_for(sales: Flask, options: tuple[str, ...], due: int):
    assert said(sales, *options)["due"] == due


def test_a_day_is_that_of_the_place_where_it_was_said_whoever_asks_as_in_reports(sales: Flask):
    with transaction() as session:
        midnight_in_berlin = datetime(2026, 3, 8, 23, 30, tzinfo=MOMENT.tzinfo)
        promise = b.a_promise(session, b.viewer_of(b.an_account(session)), due=Due(midnight_in_berlin))
        promise.team_id = session.scalars(select(Team.id).where(Team.name == "Sales")).one()
        assert promise.due_on == date(2026, 3, 9)

    for team in ([], ["--team", "Sales"]):
        assert said(sales, *team, "--from", "2026-03-09", "--to", "2026-03-09")["due"] == 1
        assert said(sales, *team, "--from", "2026-03-08", "--to", "2026-03-08")["due"] == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--kind", "no such kind"),
        ("--team", "no such team"),
        ("--as-of", "yesterday"),
        ("--as-of", "2026-03-02T09:00:00"),
        ("--from", "2.3.2026"),
        ("--from", "2026-03-02", "--to", "2026-03-01"),
    ],
)
def test_what_cannot_be_asked_is_refused_on_stderr(sales: Flask, options: tuple[str, ...]):
    result = sales.test_cli_runner().invoke(args=["measures", "--json", *options])

    assert (result.exit_code, result.stdout) == (2, "")
    assert options[0] in result.stderr


def test_an_empty_installation_has_counts_of_zero_and_no_rates(app: Flask):
    answer = said(app)

    assert {name for name, value in answer.items() if value is None} == set(KEYS[7:])
    assert {answer[name] for name in KEYS[:7]} == {0}


def test_the_table_shows_denominators_and_of_few_no_percentage(sales: Flask):
    table = sales.test_cli_runner().invoke(args=["measures", "--as-of", EVENING]).stdout

    assert "1 of 3" in table
    assert "%" not in table
    assert "1:00:00" in table


def test_the_table_tells_lateness_in_the_office_hours_of_the_team_as_well(app: Flask):
    with app.app_context(), transaction() as session:
        agent = b.an_agent(session)
        friday_evening, monday_morning = b.at("2026-03-06 16:00"), b.at("2026-03-09 08:30")
        promise = b.a_promise(session, agent, due=Due(friday_evening))
        _keep(session, promise, agent, monday_morning)

    table = app.test_cli_runner().invoke(args=["measures", "--as-of", "2026-03-10T00:00:00Z"]).stdout

    assert "2 days, 16:30:00" in table
    assert "in office hours, median  2:30 h" in table


def test_a_new_date_counts_by_itself_and_the_first_one_stays_in_the_counts(app: Flask):
    with app.app_context(), transaction() as session:
        agent = b.an_agent(session)
        promise = b.a_promise(session, agent, due=Due(MOMENT + HOUR))
        new_date = renegotiating.RenegotiatePromise(
            promise_id=promise.id,
            actor=agent,
            seen_version=promise.row_version,
            due=Due(MOMENT + 9 * HOUR),
            reason="The part has not come.",
            informed=renegotiating.Informed(at=MOMENT, channel=Channel.PHONE),
        )
        renegotiating.renegotiate_promise(session, new_date, MOMENT)
        _keep(session, promise, agent, MOMENT + 5 * HOUR)

    answer = said(app, "--as-of", EVENING)

    assert (answer["kept_on_time"], answer["kept_as_first_promised"], answer["informed_before_due"]) == (1, 0, 1)
