"""Making, changing and ending calendar feeds."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.feeds.queries import links
from tracker.feeds.queries.subscriptions import Subscription
from tracker.feeds.records import Feed
from tracker.feeds.rules import MINE, Detail, Subject
from tracker.kernel.errors import Forbidden
from tracker.kernel.link_secrets import fingerprint, new_secret
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

LONGEST_PROGRAM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFeed:
    """A new feed with its secret, which is known only now."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a feed is written. Without a name it is called after what it shows."""

    name: str = ""
    detail: Detail = Detail.FULL
    with_alarm: bool = True

    def columns(self) -> dict[str, object]:
        """Return what is stored of it."""
        return {"name": self.name, "detail": self.detail.value, "with_alarm": self.with_alarm}


AS_USUAL = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFeed:
    """Somebody makes a feed of what they may see."""

    owner: Viewer
    subject: Subject = MINE
    style: Style = AS_USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFeed:
    """Choose anew how a feed is written."""

    actor: Viewer
    feed_id: int
    style: Style


def make_feed(session: Session, make: MakeFeed, now: datetime, *, by_shell: bool = False) -> MadeFeed:
    """Make a further feed: others of the account stay valid, for somebody's phone may be using them.

    Raises Forbidden for what the owner may not subscribe to.
    """
    _check_may_read(session, make.owner, make.subject)
    return _begin(session, make, now, actor_id=None if by_shell else make.owner.id)


def change_feed(session: Session, change: ChangeFeed, now: datetime) -> None:
    """Give the feed another name, write its entries with other details, or remind or not. Raises NotFound."""
    feed = links.live_feed(session, change.actor.id, change.feed_id)
    after = change.style.columns()
    changes = {name: (getattr(feed, name), value) for name, value in after.items() if getattr(feed, name) != value}
    if not changes:
        return
    for name, value in after.items():
        setattr(feed, name, value)
    feed.changed_at = now
    record(session, _told("feed_changed", feed, change.actor.id, changes), now)


def rotate_feed(session: Session, actor: Viewer, feed_id: int, now: datetime) -> MadeFeed:
    """Replace a feed by one that is written alike: who has the old secret gets nothing more.

    Raises NotFound, and Forbidden for what the actor may not read any more.
    """
    old = links.live_feed(session, actor.id, feed_id)
    _check_may_read(session, actor, links.subject_of(old))
    _end(session, actor, feed_id, now)
    style = Style(name=old.name, detail=Detail(old.detail), with_alarm=old.with_alarm)
    make = MakeFeed(owner=actor, subject=links.subject_of(old), style=style)
    return _begin(session, make, now, actor_id=actor.id)


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


def _begin(session: Session, make: MakeFeed, now: datetime, *, actor_id: int | None) -> MadeFeed:
    secret = new_secret()
    feed = Feed(
        account_id=make.owner.id,
        scope=make.subject.scope.value,
        scope_id=make.subject.id,
        locale=make.owner.locale,
        token_hash=fingerprint(secret),
        created_at=now,
        changed_at=now,
        fetched_by="",
        **make.style.columns(),
    )
    session.add(feed)
    session.flush()
    record(session, _told("feed_made", feed, actor_id, {"scope": (None, str(make.subject))}), now)
    return MadeFeed(id=feed.id, secret=secret)


def _check_may_read(session: Session, viewer: Viewer, subject: Subject) -> None:
    if links.abouts(session, viewer, [subject])[subject].is_over:
        raise Forbidden(N_("This calendar is not for you."))


def _end(session: Session, actor: Viewer, feed_id: int, now: datetime) -> None:
    feed = links.live_feed(session, actor.id, feed_id)
    feed.revoked_at = now
    record(session, _told("feed_revoked", feed, actor.id), now)


def _told(
    kind: str, feed: Feed, actor_id: int | None, changes: dict[str, tuple[object, object]] | None = None
) -> Happening:
    """Return the event; it tells neither the secret nor its hash."""
    told = {"account_id": (None, feed.account_id)} | (changes or {}) if kind == "feed_made" else changes or {}
    return Happening(kind=kind, subject_type="feed", subject_id=feed.id, actor_id=actor_id, changes=told)
