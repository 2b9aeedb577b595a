"""The many colleagues of a large company: they own what is made in bulk, and cannot sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.accounts.use_cases.accounts import AddAccount, add_account
from tracker.accounts.use_cases.teams import team_named
from tracker.demo.bulk import names
from tracker.demo.people import TEAMS
from tracker.kernel.people import Role

A_TEAM = 10


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who owns promises, in the zone of the team."""

    id: int
    team_id: int
    zone: str


def hire(session: Session, many: int, dice: Random, at: datetime) -> list[Owner]:
    """Add so many agents, ten to a team."""
    known = len(session.scalars(select(Team.id)).all())
    places = [TEAMS[number % len(TEAMS)] for number in range(-(-many // A_TEAM))]
    teams = [(team_named(session, f"Team {known + n}", place.zone, at), place) for n, place in enumerate(places, 1)]
    owners = []
    for number in range(many):
        team_id, place = teams[number // A_TEAM]
        wish = AddAccount(
            email=f"team{team_id}-{number % A_TEAM}@demo.example",
            name=names.person(dice),
            role=Role.AGENT,
            team_id=team_id,
            locale=place.language,
            time_zone=place.zone,
        )
        owners.append(Owner(add_account(session, wish, None, at).id, team_id, place.zone))
    return owners


def owners(session: Session) -> Sequence[Owner]:
    """Return everybody who promises something: those who lead do not, here as in the company without its bulk."""
    asked = select(Account.id, Account.team_id, Team.time_zone).join(Team, Team.id == Account.team_id)
    able = asked.where(Account.active, Account.role == Role.AGENT.value).order_by(Account.id)
    return [Owner(*row) for row in session.execute(able)]
