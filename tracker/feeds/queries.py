"""Reading feeds, and what they show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.accounts.records import Account, Team
from tracker.audit.records import Event
from tracker.customers.records import Customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import LOOK_BACK, MOST_ENTRIES, Detail, Entry, most_wanted
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.promises.records import Kind, Promise

APPOINTMENT = "appointment"
"""The key of the kind whose due is the beginning of something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed as a calendar program meets it, with what its account is now."""

    feed_id: int
    account_id: int
    is_account_active: bool
    locale: str
    written_in: str
    detail: Detail
    with_alarm: bool
    created_at: datetime
    changed_at: datetime
    fetched_at: datetime | None
    revoked_at: datetime | None


def subscription(session: Session, token_hash: str) -> Subscription | None:
    """Return the feed behind a secret, revoked or not."""
    asked = (
        select(Feed, Account.active, Account.locale)
        .join(Account, Account.id == Feed.account_id)
        .where(Feed.token_hash == token_hash)
    )
    row = session.execute(asked).one_or_none()
    return None if row is None else _subscription(*row)


def _subscription(feed: Feed, is_account_active: bool, locale: str) -> Subscription:  # noqa: FBT001
    return Subscription(
        feed_id=feed.id,
        account_id=feed.account_id,
        is_account_active=is_account_active,
        locale=locale,
        written_in=feed.locale,
        detail=Detail(feed.detail),
        with_alarm=feed.with_alarm,
        created_at=feed.created_at,
        changed_at=feed.changed_at,
        fetched_at=feed.fetched_at,
        revoked_at=feed.revoked_at,
    )


def my_open(session: Session, asked: Subscription, now: datetime) -> list[Entry]:
    """Return the account's open promises, the most wanted first, as many as a calendar takes.

    A promise or customer that went to a closed team, of which the account is no part, is left out.
    """
    kind_name = Kind.name_de if asked.locale == "de" else Kind.name_en
    columns = (
        *(Promise.id, Promise.statement, Promise.due_at, Promise.due_day, Promise.created_at, Promise.changed_at),
        *(Customer.name, Customer.reference, Kind.key, kind_name.label("kind_name")),
        _last_event("customer", Customer.id).label("customer_changed_at"),
        _last_event("kind", Kind.id).label("kind_changed_at"),
    )
    rows = session.execute(
        select(*columns)
        .join(Customer, Customer.id == Promise.customer_id)
        .join(Kind, Kind.id == Promise.kind_id)
        .join(Account, Account.id == Promise.owner_id)
        .where(Promise.id.in_(_near_ones(asked.account_id, now)), ~_closed_to_owner().exists())
    )
    return most_wanted((_entry(row, asked) for row in rows), now)


def _near_ones(owner_id: int, now: datetime) -> Select[int]:
    """Return the numbers of at most twice as many promises as are shown, read from one index."""
    mine = select(Promise.id).where(Promise.owner_id == owner_id, Promise.state == "open")
    since = now - LOOK_BACK
    recent = mine.where(Promise.due_at >= since).order_by(Promise.due_at, Promise.id)
    older = mine.where(Promise.due_at < since).order_by(Promise.due_at.desc(), Promise.id.desc())
    halves = [half.limit(MOST_ENTRIES).subquery() for half in (recent, older)]
    return select(union_all(*(select(half.c.id) for half in halves)).subquery().c.id)


def _closed_to_owner() -> Select[int]:
    """Find a closed team behind the promise or its customer that the owner neither belongs to nor manages."""
    return select(Team.id).where(
        or_(Team.id == Promise.team_id, Team.id == Customer.team_id),
        Team.is_closed,
        Team.id != Account.team_id,
        Team.manager_id.is_distinct_from(Account.id),
    )


def _last_event(subject_type: str, subject_id: InstrumentedAttribute[int]) -> ScalarSelect[datetime]:
    """Return when a record last changed: every change is an event, so nobody has to keep a second stamp."""
    is_its_own: ColumnElement[bool] = Event.subject_id == subject_id
    asked = select(Event.at).where(Event.subject_type == subject_type, is_its_own)
    return asked.order_by(Event.id.desc()).limit(1).scalar_subquery()


def _entry(row: Row[*tuple[Any, ...]], asked: Subscription) -> Entry:
    moments = (row.changed_at, row.customer_changed_at, row.kind_changed_at, asked.changed_at)
    return Entry(
        id=row.id,
        statement=row.statement,
        customer=row.name,
        customer_reference=row.reference,
        kind=row.kind_name,
        is_appointment=row.key == APPOINTMENT,
        due_at=row.due_at,
        due_day=row.due_day,
        created_at=row.created_at,
        changed_at=max(moment for moment in moments if moment is not None),
    )


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
