"""The groups that reports tell apart, by number and name; and how large they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer, Tier
from tracker.kernel.people import Viewer
from tracker.promises.queries.crowds import able, crowds, people_of
from tracker.promises.records import Cause, Kind


@dataclass(frozen=True, slots=True)
class Names:
    """What a report names: teams by name, kinds and tiers in their order, and of customers those that are asked for.

    `people` says of how many people each team is that has promises: of whom rates would tell something.
    """

    teams: Sequence[tuple[int, str]]
    people: Mapping[int, int]
    kinds: Sequence[Kind]
    tiers: Sequence[Tier]
    customers: Mapping[int, str]


def names(session: Session, who: Viewer, customer_ids: Collection[int] = ()) -> Names:
    """Return what a report names for somebody: only customers that exist for them."""
    teams = crowds(session)
    customers = _customers(session, who, customer_ids) if customer_ids else {}
    named = [(team.id, team.name) for team in teams]
    return Names(named, people_of(teams), _kinds(session), _tiers(session), customers)


def _kinds(session: Session) -> Sequence[Kind]:
    """Return every kind in its order, also those that are no longer used."""
    return session.scalars(select(Kind).order_by(Kind.position, Kind.id)).all()


def people(session: Session, team_id: int) -> dict[int, str]:
    """Return who belongs to a team and may owe something, by name."""
    asked = select(Account.id, Account.name).where(Account.team_id == team_id, *able())
    return {row.id: row.name for row in session.execute(asked.order_by(Account.sort_key, Account.id))}


def causes(session: Session) -> Sequence[Cause]:
    """Return every cause."""
    return session.scalars(select(Cause).order_by(Cause.position, Cause.id)).all()


def _customers(session: Session, who: Viewer, customer_ids: Collection[int]) -> dict[int, str]:
    asked = select(Customer.id, Customer.name).where(Customer.id.in_(customer_ids), *exists_for(who))
    return {row.id: row.name for row in session.execute(asked)}


def _tiers(session: Session) -> Sequence[Tier]:
    """Return every tier in its order."""
    return session.scalars(select(Tier).order_by(Tier.rank, Tier.id)).all()
