"""Requests that nobody answered in time, on the pages of the one above."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.precedents.rules import schema

SAID = {
    "en": "Nobody answered in time: now it waits for you as well.",
    "de": "Niemand hat rechtzeitig geantwortet: Jetzt wartet es auch auf Sie.",
}
FORTY = {"en": "40.50\N{NO-BREAK SPACE}€", "de": "40,50\N{NO-BREAK SPACE}€"}
ASKED_IN = {"en": "Amount (€)", "de": "Betrag (€)"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_the_manager_did_not_answer_in_time_waits_for_the_one_above_and_says_why(
    store: Store, sign_in: SignIn, language: str
) -> None:
    # given a request that should have been answered an hour ago
    with store() as session:
        board, team = b.a_team(session), b.a_team(session)
        chief, manager = b.a_manager(session, of=board), b.a_manager(session, of=team)
        session.get_one(Account, manager.id).team_id = board.id
        session.get_one(Account, chief.id).locale = language
        agent = b.an_agent(session, team=team)
        asked = d.an_approval(session, agent, b.a_customer(session).id, now=MOMENT - timedelta(hours=9))
        asked.situation_id, asked.amount = d.situation_id(session, "fee_reversal"), Decimal("40.5")
        asked.facts = schema.written({"fee": 60.0, "earlier_reversals": 0.0, "is_our_fault": 1.0})
    above, beside = sign_in(chief), sign_in(manager)

    # then the one above finds it in the list, in the day and counted, and is told why; the manager as before
    places = ["/approvals", "/today", f"/approvals/{asked.id}"]
    assert [SAID[language] in above.get(each).text for each in places] == [True] * 3
    assert [SAID["en"] in beside.get(each).text for each in places] == [False] * 3
    assert f'href="/approvals/{asked.id}"' in beside.get("/approvals").text

    # and what it is about has the unit of what amounts are measured against, in full cents; so has the field for less
    assert FORTY[language] in above.get(places[-1]).text
    assert ASKED_IN[language] in above.get(places[-1]).text
