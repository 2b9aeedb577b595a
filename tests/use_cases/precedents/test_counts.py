"""What is counted equals a recount, whatever was decided, corrected, taken back and erased, and in which order."""

import json
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.customers.records import Customer
from tracker.erasure.use_cases import EraseCustomer, erase_customer
from tracker.precedents.records import Decision, DecisionCount, SituationScale
from tracker.precedents.rules.extending import may_go_on
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.counting import recount
from tracker.precedents.use_cases.revoking import grant_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def counts(session: Session) -> list[tuple[object, ...]]:
    """Everything that is counted."""
    session.flush()
    cells = session.execute(select(*DecisionCount.__table__.columns)).all()
    sizes = session.execute(select(SituationScale.situation_id, SituationScale.decided)).all()
    return sorted((tuple(row) for row in (*cells, *sizes)), key=repr)


@pytest.mark.parametrize("seed", range(3))
def test_counts_equal_a_recount_after_any_history(session: Session, seed: int) -> None:
    history = History(session, Random(seed))
    for hour in range(40):
        history.go_on(MOMENT + 7 * hour * HOUR)
    kept = counts(session)

    wrong = recount(session)

    assert wrong == 0
    assert counts(session) == kept
    assert kept


def test_a_recount_says_how_many_counts_were_wrong(session: Session) -> None:
    d.a_decision(session, b.an_agent(session))
    session.execute(update(DecisionCount).values(asked=5))

    assert (recount(session), recount(session)) == (1, 0)


class History:
    """A team that decides, decides anew, takes back, erases, and changes its policy, as the dice fall."""

    def __init__(self, session: Session, dice: Random) -> None:
        self.session, self.dice = session, dice
        team = b.a_team(session)
        self.manager, self.agent = b.a_manager(session, of=team), b.an_agent(session, team=team)
        self.customers = [b.a_customer(session).id for _ in range(6)]
        self.standing: list[Decision] = []

    def go_on(self, now: datetime) -> None:
        """Do the next thing."""
        others = [self.decide_anew, self.take_back, self.rule, self.erase, *[self.extend] * 3]
        self.dice.choice([*[self.decide] * 6, *others])(now)

    def decide(self, now: datetime, corrects: Decision | None = None) -> None:
        """Let the agent refuse, or the manager give any answer."""
        who = self.dice.choice([self.manager, self.agent]) if corrects is None else self.manager
        outcome = "refused" if who is self.agent else self.dice.choice(["granted", "refused", "partial"])
        days = self.dice.choice([1, 10, 11, 50])
        whom = self.dice.choice([None, *self.customers]) if corrects is None else corrects.customer_id
        given = {"reason": "It differs.", "corrects_id": corrects and corrects.id}
        self.standing.append(d.a_decision(self.session, who, outcome, days=days, customer_id=whom, now=now, **given))

    def decide_anew(self, now: datetime) -> None:
        """Set the oldest decision right."""
        if self.standing and self.standing[0].extends_id is None:
            self.decide(now, self.standing.pop(0))

    def extend(self, now: datetime) -> None:
        """Let the newest grant that a customer holds go on; the manager may make exceptions."""
        for each in reversed(self.standing):
            if not may_go_on(grant_of(self.session, each), now):
                continue
            ends_at = (each.expires_at or now) + DAY
            extension = d.an_extension(self.session, self.manager, each, ends_at=ends_at, now=now)
            self.standing = [*(one for one in self.standing if one is not each), extension]
            return

    def take_back(self, now: datetime) -> None:
        """Let the manager take the newest decision back."""
        if self.standing:
            d.taken_back(self.session, self.manager, self.standing.pop(), now=now)

    def erase(self, now: datetime) -> None:
        """Erase the first customer there is."""
        if self.customers:
            erased = self.customers.pop(0)
            self.standing = [each for each in self.standing if each.customer_id != erased]
            reference = self.session.get_one(Customer, erased).reference
            erase_customer(self.session, EraseCustomer(actor=None, customer_id=erased, typed=reference), now)

    def rule(self, now: datetime) -> None:
        """Rule out other cases than before."""
        rule = RuleFacts(prohibited=d.more_than(d.DAYS, self.dice.randint(5, 60)), expires_after_days=9)
        d.a_policy(self.session, self.manager, rule, now=now)


def test_numbers_are_measured_on_what_is_known_of_the_situation(session: Session) -> None:
    agent = b.an_agent(session)

    for days in range(50):
        d.a_decision(session, agent, "granted", days=days, now=MOMENT + days * HOUR)

    scale = session.get_one(SituationScale, d.situation_id(session), populate_existing=True)
    assert (scale.decided, scale.scaled_at) == (50, 50)
    assert json.loads(scale.points)["days_past_expiry"] == list(range(50))
