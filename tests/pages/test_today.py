"""The manager's day: what is in danger today, and what waits."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Absence
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.reports.use_cases.folding import fold_changes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def company(store):
    """A manager, an agent who is away, one who offered a promise, and one whose day is fuller than ever."""
    with store() as session:
        team = b.a_team(session)
        manager = b.a_manager(session, of=team)
        away, offering, busy, calm = (
            b.an_agent(session, name, team=team) for name in ("Away", "Offer", "Busy", "Calm")
        )
        session.add(Absence(account_id=away.id, first_day=MOMENT.date(), last_day=MOMENT.date()))
        b.a_promise(session, away, now=MOMENT - DAY, due=Due(MOMENT + 3 * HOUR), statement="Away owes this.")
        offered = b.a_promise(session, offering, now=MOMENT - DAY, due=Due(MOMENT + 3 * HOUR), statement="Offered.")
        offer = HandOverPromise(promise_id=offered.id, actor=offering, seen_version=offered.row_version, to_id=calm.id)
        hand_over_promise(session, offer, MOMENT)
        _one_a_day(session, busy)
        for number in range(2):
            b.a_promise(session, busy, now=MOMENT - DAY, due=Due(MOMENT + 3 * HOUR), statement=f"Busy {number}.")
        b.a_promise(session, calm, now=MOMENT - DAY, due=Due(MOMENT + 3 * HOUR), statement="Calm work.")
        b.a_promise(session, calm, now=MOMENT - DAY, due=Due(MOMENT + 3 * DAY), statement="Another day.")
        stranger = b.an_agent(session)
        b.a_promise(session, stranger, now=MOMENT - DAY, due=Due(MOMENT + 10 * HOUR / 60), statement="Not theirs.")
        d.an_approval(session, calm, b.a_customer(session).id)
    return manager, calm


def _one_a_day(session, agent) -> None:
    promise = b.a_promise(session, agent, now=MOMENT - 4 * DAY, due=Due(MOMENT - 3 * DAY))
    ending = Settlement(outcome=State.KEPT, kept_at=MOMENT - 3 * DAY - HOUR)
    settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)
    fold_changes(session)


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_what_is_in_danger_stands_with_its_reasons(company, sign_in):
    page = _text(sign_in(company[0]).get("/today").text)

    assert "In danger today 4" in page
    assert "Absent today" in page
    assert "Hand-over not accepted" in page
    assert page.count("Owner overloaded") == 2
    assert "1 more promise is due today" in page
    assert "Calm work." not in page
    assert "Not theirs." not in page
    assert "1 approval waits" in page
    assert "Approvals that wait for you 1" in page


def test_flags_are_told_as_sentences_that_lead_to_them(company, sign_in, store):
    with store() as session:
        d.a_decision(session, company[1], "granted", days=12, now=MOMENT - DAY)
        refused = d.a_decision(session, company[1], "refused", days=11, reason="The basket.")
        number = d.flags_of(session, refused)[0].id

    page = sign_in(company[0]).get("/today").text

    assert "Flags that wait for you" in page
    assert re.search(rf'href="/flags/{number}"[^>]*>[^<]+: [^<]+</a>', page)
    assert "The basket." in page


def test_only_managers_have_such_a_day(company, sign_in):
    assert sign_in(company[1]).get("/today").status_code == 403
