"""What the report of consistency shows: grant rates at discretion, and how consistent decisions were."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.people import Role, Viewer
from tracker.precedents.records import Consistency, Decision, DecisionCount
from tracker.precedents.rules.policies import Zone

BEFORE = timedelta(days=28)
"""What consistency is held against lies at least so far back."""


class Rate(NamedTuple):
    """How often a team granted in a situation, of what it was asked."""

    situation_id: int
    team_id: int
    granted: int
    asked: int


class Decider(NamedTuple):
    """Somebody who decided in a situation, for a customer of a team."""

    situation_id: int
    team_id: int
    account_id: int


def rates(session: Session, viewer: Viewer, since: date) -> Sequence[Rate]:
    """Return the grants at discretion since a day, by situation and team, of teams that exist for the viewer."""
    counted = DecisionCount
    asked = (
        select(counted.situation_id, counted.team_id, func.sum(counted.granted), func.sum(counted.asked))
        .where(
            counted.zone == Zone.DISCRETION.value,
            counted.day >= since,
            counted.team_id.not_in(sorted(viewer.hidden_team_ids)),
        )
        .group_by(counted.situation_id, counted.team_id)
        .order_by(counted.situation_id, counted.team_id)
    )
    return [Rate(*row) for row in session.execute(asked)]


def deciders(session: Session, viewer: Viewer, since: datetime) -> Sequence[Decider]:
    """Return who decided at discretion since a moment, in which situation and team, each once."""
    asked = (
        select(Decision.situation_id, Decision.team_id, Decision.decided_by_id)
        .where(
            Decision.zone == Zone.DISCRETION.value,
            Decision.state == "decided",
            Decision.decided_at >= since,
            Decision.team_id.not_in(sorted(viewer.hidden_team_ids)),
        )
        .distinct()
    )
    return [Decider(*row) for row in session.execute(asked)]


def large_teams(session: Session, among: Collection[int]) -> dict[int, str]:
    """Return the names of those of these teams in which enough people decide for a rate not to be a person's."""
    deciding = (Account.active, Account.role != Role.ADMIN.value, Account.team_id.in_(sorted(among)))
    large = select(Account.team_id).where(*deciding).group_by(Account.team_id).having(func.count() >= FEWEST_PEOPLE)
    asked = select(Team.id, Team.name).where(Team.id.in_(large)).order_by(Team.name)
    return dict(session.execute(asked).all())


def noted(session: Session, now: datetime) -> dict[int, list[Consistency]]:
    """Return, by situation, how consistent decisions are by the newest note, and by one from four weeks earlier."""
    newest = select(func.max(Consistency.day)).scalar_subquery()
    earlier = select(func.max(Consistency.day)).where(Consistency.day <= now.date() - BEFORE).scalar_subquery()
    asked = select(Consistency).where(or_(Consistency.day == newest, Consistency.day == earlier))
    found: dict[int, list[Consistency]] = {}
    for each in session.scalars(asked.order_by(Consistency.situation_id, Consistency.day.desc())):
        found.setdefault(each.situation_id, []).append(each)
    return found
