"""An account's own calendar links, and what it may make further ones of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Team
from tracker.customers.records import Customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import Scope, Standing, Subject, may_read
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.records import SavedFilter


def live_feeds(session: Session, account_id: int) -> list[Feed]:
    """Return the account's feeds that nobody revoked, the newest first."""
    mine = select(Feed).where(Feed.account_id == account_id, Feed.revoked_at.is_(None))
    return list(session.scalars(mine.order_by(Feed.id.desc())))


def live_feed(session: Session, account_id: int, feed_id: int) -> Feed:
    """Return one of the account's feeds, locked until the end of the transaction. Raises NotFound."""
    mine = select(Feed).where(Feed.id == feed_id, Feed.account_id == account_id, Feed.revoked_at.is_(None))
    feed = session.scalars(mine.with_for_update()).one_or_none()
    if feed is None:
        raise NotFound(N_("There is no such calendar link."))
    return feed


@dataclass(frozen=True, slots=True)
class About:
    """What a feed may be about, by name; `reference` is the customer's.

    `is_over` where the viewer may not read it, or not any more: it has no name then.
    """

    subject: Subject
    name: str = ""
    reference: str = ""
    is_over: bool = False


def subjects_for(session: Session, viewer: Viewer, customer_id: int | None = None) -> list[About]:
    """Return what the viewer may make a feed of: their own, their teams', one customer's, their saved filters'."""
    overdue = [About(Subject(Scope.OVERDUE))] if viewer.managed_team_ids else []
    customers = _customers(session, viewer, customer_id) if customer_id else []
    filters = select(SavedFilter.id, SavedFilter.name).where(SavedFilter.account_id == viewer.id)
    saved = session.execute(filters.order_by(SavedFilter.name)).all()
    return [
        *customers,
        About(Subject()),
        *(About(Subject(Scope.TEAM, team.id), team.name) for team in _teams(session, viewer)),
        *overdue,
        *(About(Subject(Scope.FILTER, filter_id), name) for filter_id, name in saved),
    ]


def _teams(session: Session, viewer: Viewer) -> Sequence[Team]:
    near = {viewer.team_id, *viewer.managed_team_ids}
    return session.scalars(select(Team).where(Team.id.in_(near)).order_by(Team.name)).all()


def _customers(session: Session, viewer: Viewer, customer_id: int) -> list[About]:
    customer = session.get(Customer, customer_id)
    if customer is None or customer.merged_into_id is not None or customer.erased_at is not None:
        return []
    if not viewer.may_see(customer.team_id):
        return []
    both = (Subject(Scope.CUSTOMER, customer.id), Subject(Scope.FOR_CUSTOMER, customer.id))
    return [About(subject, customer.name, customer.reference) for subject in both]


def abouts(session: Session, viewer: Viewer, subjects: Collection[Subject]) -> dict[Subject, About]:
    """Return what each of these is about for the viewer, with the names and the rights there are now."""
    known = {
        **_known(session, subjects, (Scope.TEAM,), select(Team.id, Team.name)),
        **_known(session, subjects, (Scope.FILTER,), select(SavedFilter.id, SavedFilter.name).where(_is_of(viewer))),
        **_known(session, subjects, (Scope.CUSTOMER, Scope.FOR_CUSTOMER), _CUSTOMERS),
    }
    return {subject: _about(viewer, subject, known.get(subject)) for subject in subjects}


def subject_of(feed: Feed) -> Subject:
    """Return what a feed is about."""
    return Subject(Scope(feed.scope), feed.scope_id)


Named = aliased(Customer)
_CUSTOMERS = select(Named.id, Customer.name, Customer.reference, Customer.team_id).join(
    Customer, Customer.id == func.coalesce(Named.merged_into_id, Named.id)
)
"""A customer that was merged into another one lives on there, always in one step."""


def _is_of(viewer: Viewer) -> ColumnElement[bool]:
    return SavedFilter.account_id == viewer.id


def _known(
    session: Session, subjects: Collection[Subject], scopes: tuple[Scope, ...], asked: Select[*tuple[Any, ...]]
) -> dict[Subject, Row[*tuple[Any, ...]]]:
    """Return what is found of these scopes by one query, which begins with the number and the name."""
    wanted = [subject for subject in subjects if subject.scope in scopes]
    if not wanted:
        return {}
    number: Any = asked.selected_columns[0]
    rows = session.execute(asked.where(number.in_({subject.id for subject in wanted}))).all()
    by_number = {row[0]: row for row in rows}
    return {subject: by_number[subject.id] for subject in wanted if subject.id in by_number}


def _about(viewer: Viewer, subject: Subject, known: Row[*tuple[Any, ...]] | None) -> About:
    is_there = subject.id is None or known is not None
    team_id = getattr(known, "team_id", None)
    standing = Standing(subject=subject, viewer=viewer, is_account_active=True, is_there=is_there, team_id=team_id)
    if not may_read(standing):
        return About(subject, is_over=True)
    return About(subject) if known is None else About(subject, known.name, getattr(known, "reference", ""))
