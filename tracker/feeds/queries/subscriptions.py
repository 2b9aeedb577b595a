"""A feed as a calendar program meets it: with what its account is now, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.queries.viewers import IS_NEAR, VIEWER, viewer_in
from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import Detail, Scope, Standing, Subject
from tracker.kernel.people import Viewer
from tracker.promises.records import SavedFilter

LANGUAGES = frozenset({"de", "en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed as a calendar program meets it.

    `about` is the name of the team, customer or filter, `reference` that of the customer, `query` what the
    filter asks for. `locale` is the language in which it is read now, `written_in` that of the last fetch.
    """

    feed_id: int
    standing: Standing
    name: str
    about: str
    reference: str
    query: str
    locale: str
    written_in: str
    detail: Detail
    with_alarm: bool
    created_at: datetime
    changed_at: datetime
    fetched_at: datetime | None
    revoked_at: datetime | None

    @property
    def viewer(self) -> Viewer:
        """The feed's account, with its present rights."""
        return self.standing.viewer

    @property
    def subject(self) -> Subject:
        """What the feed is about."""
        return self.standing.subject


def subscription(session: Session, token_hash: str) -> Subscription | None:
    """Return the feed behind a secret, revoked or not, in one query."""
    rows = session.execute(_ASKED, {"token_hash": token_hash}).all()
    return _subscription(rows) if rows else None


ScopeTeam = aliased(Team)
Named = aliased(Customer)
Kept = aliased(Customer)
"""A customer that was merged into another one lives on there, always in one step."""

_ASKED = (
    select(
        *(Feed, *VIEWER, ScopeTeam.name.label("team_name"), SavedFilter.name.label("filter_name")),
        *(SavedFilter.query, Kept.id.label("customer_id"), Kept.name.label("customer_name")),
        *(Kept.reference, Kept.language, Kept.team_id.label("customer_team_id")),
    )
    .join(Account, Account.id == Feed.account_id)
    .join(Team, IS_NEAR)
    .outerjoin(ScopeTeam, and_(Feed.scope == Scope.TEAM, ScopeTeam.id == Feed.scope_id))
    .outerjoin(
        SavedFilter,
        and_(Feed.scope == Scope.FILTER, SavedFilter.id == Feed.scope_id, SavedFilter.account_id == Account.id),
    )
    .outerjoin(Named, and_(Feed.scope.in_((Scope.CUSTOMER, Scope.FOR_CUSTOMER)), Named.id == Feed.scope_id))
    .outerjoin(Kept, Kept.id == func.coalesce(Named.merged_into_id, Named.id))
    .where(Feed.token_hash == bindparam("token_hash"))
)


def _subscription(rows: Sequence[Any]) -> Subscription:
    row = rows[0]
    feed: Feed = row.Feed
    standing = _standing(feed, rows)
    is_theirs = standing.subject.scope is Scope.FOR_CUSTOMER and row.language in LANGUAGES
    return Subscription(
        feed_id=feed.id,
        standing=standing,
        name=feed.name,
        about=row.team_name or row.customer_name or row.filter_name or "",
        reference=row.reference or "",
        query=row.query or "",
        locale=row.language if is_theirs else row.viewer_locale,
        written_in=feed.locale,
        detail=Detail(feed.detail),
        with_alarm=feed.with_alarm,
        created_at=feed.created_at,
        changed_at=feed.changed_at,
        fetched_at=feed.fetched_at,
        revoked_at=feed.revoked_at,
    )


def _standing(feed: Feed, rows: Sequence[Any]) -> Standing:
    row = rows[0]
    scope = Scope(feed.scope)
    return Standing(
        subject=Subject(scope, row.customer_id or feed.scope_id),
        viewer=viewer_in(rows),
        is_account_active=row.active,
        is_there=feed.scope_id is None or any((row.team_name, row.customer_id, row.filter_name)),
        team_id=row.customer_team_id,
    )
