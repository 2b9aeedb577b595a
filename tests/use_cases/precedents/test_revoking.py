"""A grant that stands is revoked: from then on the customer holds it no longer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Viewer
from tracker.precedents.queries import holders
from tracker.precedents.records import Decision
from tracker.precedents.use_cases.revoking import Revoke, revoke

DAY = timedelta(days=1)


class Desk:
    """A team that granted something to a customer, who still holds it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        team = b.a_team(session)
        self.manager, self.agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        self.customer_id = b.a_customer(session).id
        self.granted = self.decides("granted", 9)

    def decides(self, outcome: str, days_ago: int, **given: object) -> Decision:
        """Answer the customer so many days ago."""
        at = MOMENT - days_ago * DAY
        return d.a_decision(self.session, self.agent, outcome, customer_id=self.customer_id, now=at, **given)  # type: ignore[arg-type]

    def revokes(self, decision: Decision, who: Viewer | None = None, reason: str = "Abused.", **given: int) -> None:
        """Revoke a decision."""
        seen = given.get("seen", decision.row_version)
        command = Revoke(actor=who or self.manager, decision_id=decision.id, seen_version=seen, reason=reason)
        revoke(self.session, command, MOMENT)

    def holds(self) -> bool:
        """Whether the customer holds it."""
        situation_id = self.granted.situation_id
        found = holders.grant_to(self.session, self.manager, situation_id, [self.customer_id], now=MOMENT)
        return found is not None


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_the_customer_holds_it_no_longer_and_it_stays_a_precedent(desk: Desk) -> None:
    assert desk.holds()

    desk.revokes(desk.granted)

    assert not desk.holds()
    assert (desk.granted.expires_at, desk.granted.revoked_at) == (MOMENT, MOMENT)
    assert (desk.granted.revoked_for, desk.granted.countable) == ("Abused.", True)


def test_only_the_manager_of_the_team_revokes_and_says_why(desk: Desk, session: Session) -> None:
    for who in (desk.agent, b.a_manager(session, of=b.a_team(session))):
        with pytest.raises(Forbidden):
            desk.revokes(desk.granted, who)
    with pytest.raises(Invalid, match="Say why"):
        desk.revokes(desk.granted, reason=".")
    with pytest.raises(ChangedMeanwhile):
        desk.revokes(desk.granted, seen=99)


def test_what_does_not_stand_cannot_be_revoked(desk: Desk) -> None:
    refused = desk.decides("refused", 5, reason="Enough.")
    once = desk.decides("granted", 3, is_one_off=True, reason="Once.")
    desk.decides("granted", 2)

    for each in (desk.granted, refused, once):
        with pytest.raises(Invalid, match="no grant that stands"):
            desk.revokes(each)


def test_it_is_revoked_once(desk: Desk) -> None:
    desk.revokes(desk.granted)

    with pytest.raises(Invalid, match="no grant that stands"):
        desk.revokes(desk.granted)
