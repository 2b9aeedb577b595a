"""Whoever may answer finds it, and whoever finds it may answer, however a company is built."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT, TODAY
from tracker.accounts.queries.viewers import viewer_of
from tracker.accounts.records import Absence, Account, Team
from tracker.kernel.people import Role
from tracker.precedents.queries import approvals as queries
from tracker.precedents.queries.answering import answers_to
from tracker.precedents.queries.lines import ABOVE, line_of
from tracker.precedents.records import Approval
from tracker.precedents.rules.answering import settles_above

TEAMS, PEOPLE = 7, 10
SEEDS = range(12)


class Company:
    """Teams, some of them closed or without a manager, and people, some away or gone, in lines that may be circles."""

    def __init__(self, session: Session, seed: int) -> None:
        random = Random(seed)
        self.session = session
        self.teams = [b.a_team(session, is_closed=random.random() < 0.2) for _ in range(TEAMS)]
        roles = [Role.MANAGER if random.random() < 0.7 else Role.AGENT for _ in range(PEOPLE)]
        self.people = [b.an_account(session, team=random.choice(self.teams), role=role) for role in roles]
        for team in self.teams:
            team.manager_id = random.choice([None, *(each.id for each in self.people)])
        for each in self.people:
            each.active = random.random() < 0.7
            others = [None, *(other.id for other in self.people if other is not each)]
            each.deputy_id = random.choice(others)
            if random.random() < 0.3:
                deputy_id = random.choice(others)
                session.add(Absence(account_id=each.id, first_day=TODAY, last_day=TODAY, deputy_id=deputy_id))
        session.flush()

    def asks(self, who: Account, team: Team, approver: str) -> Approval:
        """Let a request wait, whatever the policy says."""
        approval = d.an_approval(self.session, b.viewer_of(who), b.a_customer(self.session).id)
        approval.team_id, approval.approver_role = team.id, approver
        return approval

    def chief_of(self, team: Team) -> int | None:
        """Walk up from a team, one step after the other, to the first one above who is here and knows of it."""
        accounts = {each.id: each for each in self.session.scalars(select(Account))}
        teams = {each.id: each for each in self.session.scalars(select(Team))}
        manager, seen = team.manager_id, {team.id}
        while manager is not None and accounts[manager].team_id not in seen:
            seen.add(accounts[manager].team_id)
            manager = teams[accounts[manager].team_id].manager_id
            if manager is None or manager == team.manager_id or not accounts[manager].active:
                continue
            if not team.is_closed or accounts[manager].team_id == team.id:
                return manager
        return None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_question_and_the_rule_name_the_same_one_above(session: Session, seed: int) -> None:
    company = Company(session, seed)
    asked = {row.team_id: row.account_id for row in session.execute(select(ABOVE))}

    line = line_of(session, [each.id for each in company.teams], MOMENT)

    for team in company.teams:
        assert asked.get(team.id) == settles_above(line, team.id) == company.chief_of(team)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("hours", [0, 9], ids=["in time", "late"])
def test_a_request_stands_on_the_lists_of_those_who_are_next_and_may_answer(
    session: Session, seed: int, hours: int
) -> None:
    # given a request of everybody in some team, put to the manager or to one above
    company, random = Company(session, seed), Random(seed)
    waiting = [
        company.asks(each, random.choice(company.teams), random.choice(["manager", "above"])) for each in company.people
    ]
    session.flush()
    now = MOMENT + timedelta(hours=hours)

    # when everybody looks at their list
    lists = {
        each.id: {found.id for found in queries.to_answer(session, viewer_of(session, each.id), now)}
        for each in company.people
        if each.active
    }

    # then each stands with the first step of those who may, and once it is late with the next one up, and nobody else
    for approval in waiting:
        line = answers_to(session, approval, now)
        expected = {each for step in line[: 2 if hours else 1] for each in step}
        assert {each for each, found in lists.items() if approval.id in found} == expected
