"""What somebody has to do: open promises, drafts, hand-overs that wait for an answer, what was just done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.promises.queries.finding import visible
from tracker.promises.queries.loading import ROW, rows
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State

MOST_ON_A_DAY = 150


@dataclass(frozen=True, slots=True)
class OnADay:
    """What somebody owes up to a moment, and how much more is overdue than is shown."""

    promises: Sequence[Promise]
    more_overdue: int = 0


def open_until(session: Session, viewer: Viewer, until: datetime, now: datetime) -> OnADay:
    """Return the viewer's open promises due up to a moment, the longest overdue first.

    Where there are too many, those that are overdue are cut, and what is still ahead is asked for by itself.
    """
    mine = (Promise.owner_id == viewer.id, Promise.state == State.OPEN)
    asked = rows(viewer).where(*mine, Promise.due_at < until).order_by(Promise.due_at, Promise.id).limit(MOST_ON_A_DAY)
    found = session.scalars(asked).all()
    if len(found) < MOST_ON_A_DAY:
        return OnADay(found)
    overdue = [promise for promise in found if promise.late_at is not None and promise.late_at < now]
    ahead = session.scalars(asked.where(or_(Promise.late_at >= now, Promise.late_at.is_(None)))).all()
    many = session.scalar(select(func.count()).select_from(Promise).where(*mine, Promise.late_at < now)) or 0
    return OnADay([*overdue, *ahead], many - len(overdue))


def open_of(session: Session, viewer: Viewer, owner_ids: Sequence[int], until: datetime) -> Sequence[Promise]:
    """Return the open promises of others due up to a moment, the longest overdue first."""
    if not owner_ids:
        return []
    asked = rows(viewer).where(Promise.owner_id.in_(owner_ids), Promise.state == State.OPEN, Promise.due_at < until)
    return session.scalars(asked.order_by(Promise.due_at, Promise.id).limit(MOST_ON_A_DAY)).all()


def first_open_after(session: Session, viewer: Viewer, moment: datetime) -> tuple[int, Promise | None]:
    """Return how many open promises of the viewer are due later, and the first of them."""
    later = (Promise.owner_id == viewer.id, Promise.state == State.OPEN, Promise.due_at >= moment)
    many = session.scalar(select(func.count()).select_from(Promise).where(*later)) or 0
    first = rows(viewer).where(*later).order_by(Promise.due_at, Promise.id).limit(1)
    return many, session.scalars(first).one_or_none() if many else None


def drafts(session: Session, viewer: Viewer) -> Sequence[Promise]:
    """Return the viewer's drafts, the oldest first."""
    asked = rows(viewer).where(Promise.owner_id == viewer.id, Promise.state == State.DRAFT)
    return session.scalars(asked.order_by(Promise.id).limit(MOST_ON_A_DAY)).all()


def handed_to(session: Session, viewer: Viewer) -> Sequence[tuple[HandOver, Promise]]:
    """Return the hand-overs that wait for the viewer's answer, each with its promise, the soonest due first."""
    asked = (
        visible(select(HandOver, Promise).join(Promise, HandOver.promise_id == Promise.id), viewer)
        .where(HandOver.to_id == viewer.id, HandOver.state == "waiting")
        .options(*ROW)
        .order_by(Promise.due_at, Promise.id)
    )
    return [(hand_over, promise) for hand_over, promise in session.execute(asked)]


def settled_since(session: Session, viewer: Viewer, since: datetime) -> Sequence[Promise]:
    """Return what the viewer settled since a moment, the latest first."""
    asked = rows(viewer).where(Promise.settled_by_id == viewer.id, Promise.settled_at >= since)
    return session.scalars(asked.order_by(Promise.settled_at.desc(), Promise.id.desc()).limit(5)).all()


def waiting_answers(session: Session, promise_ids: Sequence[int]) -> dict[int, HandOver]:
    """Return the unanswered hand-overs among these promises, by promise, with who was asked."""
    asked = (
        select(HandOver)
        .where(HandOver.promise_id.in_(promise_ids), HandOver.state == "waiting")
        .options(joinedload(HandOver.to).load_only(Account.name))
    )
    return {hand_over.promise_id: hand_over for hand_over in session.scalars(asked)} if promise_ids else {}
