"""Everything that was ever promised to one customer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.records import Account
from tracker.kernel.people import Viewer
from tracker.promises.measures import Course
from tracker.promises.queries.loading import after_key, rows
from tracker.promises.records import Informing, Promise, Renegotiation
from tracker.promises.rules import SETTLED, State

MOST_OPEN = 100
MOST_ON_A_RECORD = 500


def owed_to(session: Session, viewer: Viewer, customer_id: int) -> Sequence[Promise]:
    """Return the open promises to a customer, the longest overdue first."""
    asked = rows(viewer).where(Promise.customer_id == customer_id, Promise.state == State.OPEN)
    return session.scalars(asked.order_by(Promise.due_at, Promise.id).limit(MOST_OPEN)).all()


def settled_for(
    session: Session, viewer: Viewer, customer_id: int, *, after: tuple[object, ...] | None, limit: int
) -> Sequence[Promise]:
    """Return a page of the settled promises to a customer, the latest due first."""
    asked = rows(viewer).where(Promise.customer_id == customer_id, Promise.state.in_(sorted(SETTLED)))
    return session.scalars(after_key(asked, Promise.due_at, after, newest_first=True).limit(limit)).all()


def courses(session: Session, viewer: Viewer, customer_id: int, since: datetime) -> list[Course]:
    """Return how the promises to a customer that were due since a moment went, for the measures."""
    asked = rows(viewer).where(
        Promise.customer_id == customer_id, Promise.due_at >= since, Promise.state != State.DRAFT
    )
    return [
        Course(
            state=State(promise.state),
            due_at=promise.due_at,
            first_due_at=promise.first_due_at,
            tolerance=promise.tolerance,
            kept_at=promise.kept_at,
            settled_at=promise.settled_at,
            first_informed_at=promise.first_informed_at,
        )
        for promise in session.scalars(asked)
    ]


def record(
    session: Session, viewer: Viewer, customer_id: int, *, since: datetime, until: datetime
) -> Sequence[Promise]:
    """Return the promises made to a customer in a period, the first first, with who made them."""
    asked = (
        rows(viewer)
        .where(
            Promise.customer_id == customer_id,
            Promise.state != State.DRAFT,
            Promise.made_at >= since,
            Promise.made_at < until,
        )
        .options(joinedload(Promise.maker).load_only(Account.name))
        .order_by(Promise.made_at, Promise.id)
    )
    return session.scalars(asked.limit(MOST_ON_A_RECORD)).all()


def new_dates(session: Session, promise_ids: Sequence[int]) -> dict[int, list[Renegotiation]]:
    """Return every renegotiation of these promises, by promise, in order."""
    asked = select(Renegotiation).where(Renegotiation.promise_id.in_(promise_ids)).order_by(Renegotiation.level)
    found: dict[int, list[Renegotiation]] = {}
    for renegotiation in session.scalars(asked):
        found.setdefault(renegotiation.promise_id, []).append(renegotiation)
    return found


def informings(session: Session, promise_ids: Sequence[int]) -> dict[int, list[Informing]]:
    """Return every time the customer was told about these promises, by promise, in order."""
    asked = select(Informing).where(Informing.promise_id.in_(promise_ids)).order_by(Informing.at, Informing.id)
    found: dict[int, list[Informing]] = {}
    for informing in session.scalars(asked):
        found.setdefault(informing.promise_id, []).append(informing)
    return found
