"""Making, changing and ending calendar feeds."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.feeds import queries
from tracker.feeds.queries import Subscription
from tracker.feeds.records import Feed
from tracker.feeds.rules import Detail, fingerprint
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

SECRET_BYTES = 32
LONGEST_PROGRAM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFeed:
    """A new feed with its secret, which is known only now."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFeed:
    """Make a feed of an account's open promises. `actor_id` is None for the command line."""

    account_id: int
    actor_id: int | None
    detail: Detail = Detail.FULL
    with_alarm: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFeed:
    """Choose anew how a feed is written."""

    actor: Viewer
    feed_id: int
    detail: Detail
    with_alarm: bool


def make_feed(session: Session, make: MakeFeed, now: datetime) -> MadeFeed:
    """Make a further feed: others of the account stay valid, for somebody's phone may be using them.

    Raises NotFound where there is no such active account.
    """
    return _begin(session, make, now)


def change_feed(session: Session, change: ChangeFeed, now: datetime) -> None:
    """Write the feed's entries with other details, or with an alarm or without one. Raises NotFound."""
    feed = queries.live_feed(session, change.actor.id, change.feed_id)
    before = {"detail": feed.detail, "with_alarm": feed.with_alarm}
    after = {"detail": change.detail.value, "with_alarm": change.with_alarm}
    changes: dict[str, tuple[object, object]] = {
        name: (before[name], after[name]) for name in after if before[name] != after[name]
    }
    if not changes:
        return
    feed.detail, feed.with_alarm, feed.changed_at = change.detail.value, change.with_alarm, now
    record(session, _told("feed_changed", feed, change.actor.id, changes), now)


def rotate_feed(session: Session, actor: Viewer, feed_id: int, now: datetime) -> MadeFeed:
    """Replace a feed by one that is written alike: who has the old secret gets nothing more. Raises NotFound."""
    old = _end(session, actor, feed_id, now)
    make = MakeFeed(account_id=actor.id, actor_id=actor.id, detail=Detail(old.detail), with_alarm=old.with_alarm)
    return _begin(session, make, now)


def revoke_feed(session: Session, actor: Viewer, feed_id: int, now: datetime) -> None:
    """End a feed for good: programs are told so, and forget it. Raises NotFound."""
    _end(session, actor, feed_id, now)


def note_fetch(session: Session, fetched: Subscription, program: str, now: datetime) -> Subscription:
    """Store when and by which program a feed was fetched, and return the feed as it is now.

    An access stamp is no event. Where the account reads another language than at the last fetch,
    every entry counts as changed.
    """
    changed_at = fetched.changed_at if fetched.written_in == fetched.locale else now
    stamp = {
        "fetched_at": now,
        "fetched_by": program[:LONGEST_PROGRAM],
        "locale": fetched.locale,
        "changed_at": changed_at,
    }
    session.execute(update(Feed).where(Feed.id == fetched.feed_id).values(stamp))
    return replace(fetched, changed_at=changed_at)


def _begin(session: Session, make: MakeFeed, now: datetime) -> MadeFeed:
    account = session.get(Account, make.account_id)
    if account is None or not account.active:
        raise NotFound(N_("There is no such active account."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed(
        account_id=account.id,
        scope="mine",
        detail=make.detail.value,
        with_alarm=make.with_alarm,
        locale=account.locale,
        token_hash=fingerprint(secret),
        created_at=now,
        changed_at=now,
        fetched_by="",
    )
    session.add(feed)
    session.flush()
    record(session, _told("feed_made", feed, make.actor_id), now)
    return MadeFeed(id=feed.id, secret=secret)


def _end(session: Session, actor: Viewer, feed_id: int, now: datetime) -> Feed:
    feed = queries.live_feed(session, actor.id, feed_id)
    feed.revoked_at = now
    record(session, _told("feed_revoked", feed, actor.id), now)
    return feed


def _told(
    kind: str, feed: Feed, actor_id: int | None, changes: dict[str, tuple[object, object]] | None = None
) -> Happening:
    """Return the event; it tells neither the secret nor its hash."""
    told = changes or {"account_id": (None, feed.account_id)}
    return Happening(kind=kind, subject_type="feed", subject_id=feed.id, actor_id=actor_id, changes=told)
