"""What one account is responsible for, whoever looks."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State

UNSETTLED = (State.OPEN.value, State.DRAFT.value)


def unsettled_count(session: Session, account_id: int) -> int:
    """Return how many open promises and drafts an account owns."""
    asked = select(func.count()).where(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED))
    return session.scalar(asked) or 0


def unsettled_for_update(session: Session, account_id: int) -> Sequence[Promise]:
    """Return the open promises and drafts of an account, locked in the order of their numbers."""
    asked = select(Promise).where(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED)).order_by(Promise.id)
    return session.scalars(asked.with_for_update()).all()


def offers_to(session: Session, account_id: int) -> Sequence[HandOver]:
    """Return the hand-overs that wait for an answer of this account."""
    asked = select(HandOver).where(HandOver.to_id == account_id, HandOver.state == "waiting")
    return session.scalars(asked.order_by(HandOver.promise_id)).all()


def hold_concerning(session: Session, account_id: int) -> None:
    """Lock what an account owns or is asked to own, in the order of the numbers."""
    offered = select(HandOver.promise_id).where(HandOver.to_id == account_id, HandOver.state == "waiting")
    owned = and_(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED))
    asked = select(Promise.id).where(or_(owned, Promise.id.in_(offered)))
    session.execute(asked.order_by(Promise.id).with_for_update())


def kept_behind(session: Session, account_id: int, team_id: int) -> int:
    """Return how much of what an account owns is closed teams' business, of which it is no part in another team."""
    asked = (
        select(func.count(Promise.id.distinct()))
        .outerjoin(Customer, Customer.id == Promise.customer_id)
        .join(Team, or_(Team.id == Promise.team_id, Team.id == Customer.team_id))
        .where(Promise.owner_id == account_id, Promise.state.in_(UNSETTLED))
        .where(Team.is_closed, Team.id != team_id, Team.manager_id.is_distinct_from(account_id))
    )
    return session.scalar(asked) or 0


class Hidden(NamedTuple):
    """A promise that would vanish for somebody who owns it or is asked to; the words of a draft are its owner's."""

    promise_id: int
    is_draft: bool
    statement: str
    person: str


def hidden_by_closing(session: Session, team_id: int, customer_id: int | None = None) -> Sequence[Hidden]:
    """Return what people outside of a team could not see any more: one customer's promises, or all of the team's."""
    those = (
        Promise.customer_id == customer_id
        if customer_id
        else or_(Promise.team_id == team_id, Customer.team_id == team_id)
    )
    asked = (
        select(Promise.id, Promise.state == State.DRAFT.value, Promise.statement, Account.name)
        .outerjoin(Customer, Customer.id == Promise.customer_id)
        .outerjoin(HandOver, and_(HandOver.promise_id == Promise.id, HandOver.state == "waiting"))
        .join(Account, or_(Account.id == Promise.owner_id, Account.id == HandOver.to_id))
        .join(Team, Team.id == team_id)
        .where(those, Promise.state.in_(UNSETTLED), Account.team_id != Team.id)
        .where(Team.manager_id.is_distinct_from(Account.id))
        .order_by(Promise.id, Account.sort_key)
    )
    return [Hidden(*row) for row in session.execute(asked)]
