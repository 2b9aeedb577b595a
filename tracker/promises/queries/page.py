"""What the page of one promise shows besides the promise itself."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.audit.records import Event
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.promises.queries.finding import NO_SUCH_PROMISE, visible
from tracker.promises.records import HandOver, Informing, Promise


def last_event(session: Session, viewer: Viewer, promise_id: int) -> int:
    """Return the number of the last event of a promise: it changes whenever the promise does. Raises NotFound."""
    latest = select(func.max(Event.id)).where(Event.subject_type == "promise", Event.subject_id == promise_id)
    asked = visible(select(Promise).where(Promise.id == promise_id), viewer)
    found = session.execute(asked.with_only_columns(Promise.id, latest.scalar_subquery())).one_or_none()
    if found is None:
        raise NotFound(NO_SUCH_PROMISE)
    return int(found[1] or 0)


def offer_waiting(session: Session, promise_id: int) -> HandOver | None:
    """Return the hand-over that waits for an answer, with the person asked."""
    asked = select(HandOver).where(HandOver.promise_id == promise_id, HandOver.state == "waiting")
    return session.scalars(asked.options(joinedload(HandOver.to))).one_or_none()


def chained(session: Session, viewer: Viewer, promise: Promise) -> Sequence[Promise]:
    """Return the promises that this one makes good, or that make it good, in the order they were made."""
    near = or_(Promise.makes_good_id == promise.id, Promise.id == promise.makes_good_id)
    asked = visible(select(Promise).where(near), viewer).options(
        joinedload(Promise.customer), joinedload(Promise.kind), joinedload(Promise.owner)
    )
    return session.scalars(asked.order_by(Promise.id)).all()


def is_date_told(session: Session, promise: Promise) -> bool:
    """Return whether the customer was told the date that is agreed now; the first one was said when it was promised."""
    if not promise.renegotiations:
        return True
    told = select(Informing.id).where(Informing.promise_id == promise.id, Informing.level == promise.renegotiations)
    return session.scalars(told.limit(1)).one_or_none() is not None
