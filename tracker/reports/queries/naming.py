"""The groups that reports tell apart, by number and name; and how large they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.customers.records import Tier
from tracker.kernel.people import Role
from tracker.promises.records import Cause, Kind
from tracker.reports.rules.figures import FEWEST_PEOPLE


@dataclass(frozen=True, slots=True)
class Names:
    """What a report always names: teams by name, those of them that are large enough, kinds in their order."""

    teams: Sequence[tuple[int, str]]
    large: frozenset[int]
    kinds: Sequence[Kind]


def names(session: Session) -> Names:
    """Return what a report always names."""
    return Names(_teams(session), _large_teams(session), _kinds(session))


def _teams(session: Session) -> Sequence[tuple[int, str]]:
    """Return every team by name."""
    return [(row.id, row.name) for row in session.execute(select(Team.id, Team.name).order_by(Team.name))]


def _large_teams(session: Session) -> frozenset[int]:
    """Return the teams with enough people for rates of the team not to be rates of persons."""
    able = select(Account.team_id).where(Account.active, Account.role != Role.ADMIN.value)
    return frozenset(session.scalars(able.group_by(Account.team_id).having(func.count() >= FEWEST_PEOPLE)))


def _kinds(session: Session) -> Sequence[Kind]:
    """Return every kind in its order, also those that are no longer used."""
    return session.scalars(select(Kind).order_by(Kind.position, Kind.id)).all()


def causes(session: Session) -> Sequence[Cause]:
    """Return every cause."""
    return session.scalars(select(Cause).order_by(Cause.position, Cause.id)).all()


def tiers(session: Session) -> Sequence[Tier]:
    """Return every tier in its order."""
    return session.scalars(select(Tier).order_by(Tier.rank, Tier.id)).all()
