"""What ticking off a task needs to know of its promise."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.promises.queries.finding import NO_SUCH_PROMISE
from tracker.promises.records import Cause, Promise
from tracker.promises.rules import PromiseFacts, State

OTHER_CAUSE = "other"
"""The cause of what was kept late when nobody could be asked."""


@dataclass(frozen=True, slots=True)
class Task:
    """One of somebody's own open promises, and the cause to give when it was kept late."""

    facts: PromiseFacts
    other_cause_id: int | None


def open_task(session: Session, viewer: Viewer, promise_id: int) -> Task:
    """Return an open promise of the viewer's own. Raises NotFound: in a list of tasks there is nothing else."""
    mine = select(Promise).where(Promise.id == promise_id, Promise.owner_id == viewer.id, Promise.state == State.OPEN)
    promise = session.scalars(mine).one_or_none()
    if promise is None:
        raise NotFound(NO_SUCH_PROMISE)
    other = select(Cause.id).where(Cause.key == OTHER_CAUSE, Cause.active)
    return Task(promise.facts(), session.scalars(other).one_or_none())
