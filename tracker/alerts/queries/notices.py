"""The in-app inbox of one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.alerts.records import Notice, NoticeSettings
from tracker.alerts.rules.preferences import USUAL
from tracker.kernel.people import Viewer
from tracker.promises.queries import loading
from tracker.promises.records import Promise


@dataclass(frozen=True, slots=True)
class InboxState:
    """Changes whenever the inbox does."""

    newest_id: int
    unread: int
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class JustRead:
    """The notices that were marked as read together, last of all."""

    read_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Bell:
    """What the bell shows: how much is new, the newest of it, and how somebody wants to learn of it."""

    unread: int
    newest_id: int
    with_count: bool
    with_sound: bool


def bell(session: Session, account_id: int, now: datetime) -> Bell:
    """Return what the bell on every page shows, answered from partial indexes."""
    new = select(func.count(), func.max(Notice.id)).where(*_new_to(account_id, now))
    count, newest_id = session.execute(new).one()
    wish = select(NoticeSettings.with_count, NoticeSettings.with_sound).where(NoticeSettings.account_id == account_id)
    said = session.execute(wish).one_or_none()
    with_count, with_sound = said or (USUAL.with_count, USUAL.with_sound)
    return Bell(count, newest_id or 0, with_count, with_sound)


def news(session: Session, account_id: int, since: int, most: int, *, now: datetime) -> list[Notice]:
    """Return the newest notices after one."""
    asked = select(Notice).where(*_new_to(account_id, now), Notice.id > since)
    return list(session.scalars(asked.order_by(Notice.id.desc()).limit(most)))


def count_unread(session: Session, account_id: int, now: datetime) -> int:
    """Return how many notices wait for somebody; asked on every page, answered from a partial index.

    What is held back until they are at work again does not count yet.
    """
    return session.scalars(select(func.count()).where(*_new_to(account_id, now))).one()


def inbox_state(session: Session, account_id: int, now: datetime) -> InboxState:
    """Return what tells two states of an inbox apart."""
    newest = select(func.max(Notice.id), func.max(Notice.read_at)).where(Notice.account_id == account_id)
    newest_id, last_read_at = session.execute(newest).one()
    return InboxState(newest_id or 0, count_unread(session, account_id, now), last_read_at)


def inbox(session: Session, account_id: int, after: tuple[bool, int] | None, most: int) -> list[Notice]:
    """Return notices, unread ones first, the newest first among each; `after` is (is read, number) of the last seen."""
    was_read, last_id = after or (False, None)
    unread = [] if was_read else _newest(session, _of(account_id).where(Notice.read_at.is_(None)), last_id, most)
    read = _of(account_id).where(Notice.read_at.is_not(None))
    return unread + _newest(session, read, last_id if was_read else None, most - len(unread))


def promises_of(session: Session, viewer: Viewer, notices: Collection[Notice]) -> dict[int, Promise]:
    """Return the promises that notices are about, as far as they exist for the viewer, with what a row shows."""
    ids = {notice.promise_id for notice in notices if notice.promise_id is not None}
    found = session.scalars(loading.rows(viewer).where(Promise.id.in_(ids)))
    return {promise.id: promise for promise in found}


def just_read(session: Session, account_id: int, since: datetime) -> JustRead | None:
    """Return what was marked as read last, if that was after `since`."""
    asked = (
        select(Notice.read_at, func.count())
        .where(Notice.account_id == account_id, Notice.read_at >= since)
        .group_by(Notice.read_at)
        .order_by(Notice.read_at.desc())
        .limit(1)
    )
    row = session.execute(asked).one_or_none()
    return JustRead(row[0], row[1]) if row is not None and row[0] is not None else None


def _new_to(account_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what is new to somebody who is at work."""
    is_told = or_(Notice.held_until.is_(None), Notice.held_until <= now)
    return Notice.account_id == account_id, Notice.read_at.is_(None), is_told


def _of(account_id: int) -> Select[Notice]:
    return select(Notice).where(Notice.account_id == account_id)


def _newest(session: Session, asked: Select[Notice], last_id: int | None, most: int) -> list[Notice]:
    older = asked if last_id is None else asked.where(Notice.id < last_id)
    return list(session.scalars(older.order_by(Notice.id.desc()).limit(most)))
