"""While a promise is being logged the form says how such promises were kept, and offers a realistic date."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.counting import Counted, counted
from tests.support.habits import an_agent_of_a_hasty_team
from tracker.reports.records import SlotTally

__all__ = ["counted"]

DAY = timedelta(days=1)
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def company(store):
    with store() as session:
        agent = an_agent_of_a_hasty_team(session)
        return agent, b.kind_id(session)


def _hint(client, kind_id: int, **given: str) -> str:
    answer = client.get("/reports/realism", query_string={"kind": kind_id, **given}, headers=PARTIAL)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.text))


def _tomorrow() -> dict[str, str]:
    due = MOMENT + DAY / 2
    return {"due_day": f"{due:%Y-%m-%d}", "due_time": f"{due:%H:%M}"}


def test_a_doubtful_due_is_said_with_its_numbers_and_what_is_due_then(company, sign_in):
    said = _hint(sign_in(company[0]), company[1], **_tomorrow())

    assert "with this lead time (4 to 24 hours)" in said
    assert "33 % (10 of 30)" in said
    assert "95 % interval: 19 to 51 %" in said
    expected = re.search(r"for this very date about (\d+) %", said)
    assert expected is not None
    assert 33 <= int(expected[1]) < 50
    assert "triangle-alert" in said
    assert "1 in your team, 1 of yours" in said


def test_the_realistic_date_fills_the_fields_and_is_then_no_longer_doubtful(company, sign_in):
    client = sign_in(company[0])
    offered = re.search(
        r'data-fill="([^"]*)"',
        client.get("/reports/realism", query_string={"kind": company[1], **_tomorrow()}, headers=PARTIAL).text,
    )
    assert offered is not None
    values = json.loads(unescape(offered[1]))

    said = _hint(client, company[1], **values)

    assert "(3 days to a week)" in said
    assert "triangle-alert" not in said
    assert "data-fill" not in said


def test_a_rate_to_expect_that_lies_outside_the_interval_says_why(company, sign_in, store):
    with store() as session:
        month = MOMENT.date().replace(day=1)
        key = {"team_id": company[0].team_id, "kind_id": company[1], "month": month, "lead": 0}
        session.add_all(SlotTally(**key, weekday=weekday, kept=0, judged=1) for weekday in range(5))
    soon = MOMENT + timedelta(hours=3)

    said = _hint(sign_in(company[0]), company[1], due_day=f"{soon:%Y-%m-%d}", due_time="12:00")

    assert "62 % (40 of 65)" in said
    assert "because the few with this lead time (under 4 hours) were kept less often here" in said


def test_before_a_due_is_entered_the_kind_as_a_whole_is_spoken_of(company, sign_in):
    said = _hint(sign_in(company[0]), company[1])

    assert "67 % (40 of 60)" in said
    assert "Take the realistic date" in said


@pytest.mark.parametrize(
    "given", [{"due_day": "31.31.2031"}, {"due_time": "12:00"}, {"due_count": "x"}, {"due_count": "3"}]
)
def test_what_cannot_be_meant_yet_is_no_error(company, sign_in, given):
    assert "kept here" in _hint(sign_in(company[0]), company[1], **given)


def test_of_a_kind_without_promises_nothing_is_said(company, sign_in):
    assert _hint(sign_in(company[0]), company[1] + 1).strip() == ""


def test_without_scripts_the_address_leads_to_the_form(company, sign_in):
    answer = sign_in(company[0]).get(f"/reports/realism?kind={company[1]}")

    assert answer.status_code == 303
    assert answer.location.endswith("/promises/new")


def test_a_hint_asks_three_questions(company, sign_in, counted: Counted):
    client = sign_in(company[0])
    with counted() as page:
        client.get("/keys")

    with counted() as asked:
        _hint(client, company[1], **_tomorrow())

    def questions(statements: list[str]) -> int:
        return len([each for each in statements if each.startswith(("SELECT", "WITH"))])

    assert questions(asked) - questions(page) <= 3
