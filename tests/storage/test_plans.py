"""What pages ask is answered from indexes that narrow it to what is shown, however large the archive is."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tests.support.plans import plans_of
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries import decisions, exceptions, holders
from tracker.precedents.queries.exceptions import Kind
from tracker.reports.queries import of_customers
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.amends import amends
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import by_values
from tracker.reports.queries.late import late_in_office_hours
from tracker.reports.rules.periods import Period

KATRIN = Viewer(id=1, name="Katrin", role=Role.MANAGER, team_id=1, managed_team_ids=frozenset({1}))
A_YEAR = Asked(period=Period(date(2025, 3, 3), date(2026, 3, 2)), moment=MOMENT)
OF_A_TEAM, OF_A_PERSON = replace(A_YEAR, team_id=1), replace(A_YEAR, owner_id=1)

QUESTIONS: dict[str, tuple[Callable[[Session], object], str]] = {
    "promises that follow from a decision": (
        lambda s: decisions.promises_of(s, KATRIN, 1),
        "ix_promise_source_reference",
    ),
    "what is still owed after an exception": (
        lambda s: exceptions.exceptions(s, KATRIN, Kind.ALL, now=MOMENT, after=None, limit=50),
        "ix_promise_source_reference",
    ),
    "what was promised to make good": (
        lambda s: amends(s, A_YEAR),
        "ix_promise_amends_due",
    ),
    "what a team promised to make good": (
        lambda s: amends(s, OF_A_TEAM),
        "ix_promise_team_amends",
    ),
    "customers to whom most was not kept on time": (
        lambda s: of_customers.most_missed(s, A_YEAR, 20),
        "ix_promise_missed",
    ),
    "how late promises were kept in office hours": (
        lambda s: late_in_office_hours(s, A_YEAR),
        "ix_promise_missed",
    ),
    "customers to whom a team kept least on time": (
        lambda s: of_customers.most_missed(s, OF_A_TEAM, 20),
        "ix_promise_team_missed",
    ),
    "how late a team was in office hours": (
        lambda s: late_in_office_hours(s, OF_A_TEAM),
        "ix_promise_team_missed",
    ),
    "what a report counts of one customer": (
        lambda s: by_values(s, replace(A_YEAR, customer_id=1), [Facet.ALL, Facet.CAUSE]),
        "ix_promise_customer_id",
    ),
    "conditions that follow from decisions": (
        lambda s: holders.conditions(s, KATRIN, 1, MOMENT.date()),
        "ix_promise_scoped",
    ),
}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_an_index_answers(connection: Connection, name: str):
    question, index = QUESTIONS[name]

    plans = "\n".join(plans_of(connection, question))

    assert index in plans or connection.dialect.name != "sqlite"  # PostgreSQL chooses by what the tables hold
    assert "Seq Scan on promise" not in plans


@pytest.mark.parametrize("asked", [A_YEAR, OF_A_TEAM, OF_A_PERSON], ids=["all", "team", "person"])
@pytest.mark.parametrize("question", [amends, late_in_office_hours, partial(of_customers.most_missed, most=20)])
def test_no_report_reads_more_of_the_archive_than_its_period(
    connection: Connection, question: Callable[[Session, Asked], object], asked: Asked
):
    plans = "\n".join(plans_of(connection, lambda session: question(session, asked)))

    searches = [
        line for line in plans.splitlines() if re.search(r"USING .*INDEX ix_promise|Index Scan.* on promise", line)
    ]
    assert searches
    assert all(re.search(r"due_(at|on)[><]", line) for line in searches) or connection.dialect.name != "sqlite"


def test_a_report_reads_the_days_of_its_period_alone(connection: Connection):
    plans = plans_of(connection, lambda session: by_values(session, A_YEAR, [Facet.LATE, Facet.LOG]))

    if connection.dialect.name == "sqlite":
        assert plans[0].count("grain=? AND day>? AND day<?") >= 2
    else:
        assert "day >=" in plans[0].partition("Index Cond:")[2]
