"""The groups that reports tell apart, by number and name; and how large they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.customers.records import Tier
from tracker.kernel.people import Role
from tracker.promises.records import Cause, Kind
from tracker.reports.rules.figures import FEWEST_PEOPLE


@dataclass(frozen=True, slots=True)
class Names:
    """What a report always names: teams by name, which of them are large enough, kinds and tiers in their order."""

    teams: Sequence[tuple[int, str]]
    large: frozenset[int]
    kinds: Sequence[Kind]
    tiers: Sequence[Tier]


def names(session: Session) -> Names:
    """Return what a report always names."""
    teams = _teams(session)
    large = frozenset(team_id for team_id, _, people in teams if people >= FEWEST_PEOPLE)
    return Names([(team_id, name) for team_id, name, _ in teams], large, _kinds(session), _tiers(session))


def _teams(session: Session) -> Sequence[tuple[int, str, int]]:
    """Return every team by name, with how many people it has of whom rates would tell something."""
    is_able = and_(Account.team_id == Team.id, Account.active, Account.role != Role.ADMIN.value)
    asked = select(Team.id, Team.name, func.count(Account.id)).outerjoin(Account, is_able)
    rows = session.execute(asked.group_by(Team.id, Team.name).order_by(Team.name))
    return [(team_id, name, people) for team_id, name, people in rows]


def _kinds(session: Session) -> Sequence[Kind]:
    """Return every kind in its order, also those that are no longer used."""
    return session.scalars(select(Kind).order_by(Kind.position, Kind.id)).all()


def causes(session: Session) -> Sequence[Cause]:
    """Return every cause."""
    return session.scalars(select(Cause).order_by(Cause.position, Cause.id)).all()


def _tiers(session: Session) -> Sequence[Tier]:
    """Return every tier in its order."""
    return session.scalars(select(Tier).order_by(Tier.rank, Tier.id)).all()
