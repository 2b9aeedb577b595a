"""An account's own calendar links, and what it may make further ones of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.customers.records import Customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import Scope, Standing, Subject
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
    """What a feed may be about, by name; `reference` is the customer's."""

    subject: Subject
    name: str = ""
    reference: str = ""


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


def names_of(session: Session, feeds: Sequence[Feed]) -> dict[int, About]:
    """Return what each of these feeds is about, by the feed's number, with the names there are now."""
    teams = _names(session, Team, feeds, Scope.TEAM)
    filters = _names(session, SavedFilter, feeds, Scope.FILTER)
    customers = _names(session, Customer, feeds, Scope.CUSTOMER, Scope.FOR_CUSTOMER)
    named = {Scope.TEAM: teams, Scope.FILTER: filters, Scope.CUSTOMER: customers, Scope.FOR_CUSTOMER: customers}
    return {feed.id: _about(feed, named) for feed in feeds}


def _names(
    session: Session, record: type[Team | SavedFilter | Customer], feeds: Sequence[Feed], *scopes: Scope
) -> dict[int, str]:
    ids = {feed.scope_id for feed in feeds if feed.scope in scopes and feed.scope_id is not None}
    return dict(session.execute(select(record.id, record.name).where(record.id.in_(ids))).all()) if ids else {}


def _about(feed: Feed, named: dict[Scope, dict[int, str]]) -> About:
    subject = Subject(Scope(feed.scope), feed.scope_id)
    return About(subject, named.get(subject.scope, {}).get(subject.id or 0, ""))


def standing_of(session: Session, viewer: Viewer, subject: Subject) -> Standing:
    """Return what decides whether the viewer may make a feed of something."""
    found = _found(session, viewer, subject)
    team_id = found.team_id if isinstance(found, Customer) else None
    return Standing(subject=subject, viewer=viewer, is_account_active=True, is_there=found is not None, team_id=team_id)


def _found(session: Session, viewer: Viewer, subject: Subject) -> object | None:
    match subject.scope:
        case Scope.TEAM:
            return session.get(Team, subject.id)
        case Scope.FILTER:
            saved = session.get(SavedFilter, subject.id)
            return saved if saved is not None and saved.account_id == viewer.id else None
        case Scope.CUSTOMER | Scope.FOR_CUSTOMER:
            return session.get(Customer, subject.id)
        case _:
            return viewer
