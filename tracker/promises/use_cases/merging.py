"""What hangs on a customer when two customers become one."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record_all
from tracker.kernel.people import Viewer
from tracker.promises.queries import finding
from tracker.promises.records import Promise


def hold_promises(session: Session, customer_id: int) -> None:
    """Lock the promises of a customer that is about to be merged, before anything is told of it.

    Everybody locks a promise first and the head of the history last; the other way round two would wait
    for each other.
    """
    session.execute(select(Promise.id).where(Promise.customer_id == customer_id).order_by(Promise.id).with_for_update())


def move_promises(session: Session, *, from_id: int, to_id: int, actor: Viewer, now: datetime) -> int:
    """Give all promises of one customer to another, each with its event; return how many the actor knows of.

    Other people's drafts come along unseen: nobody is told of them.
    """
    theirs = select(Promise.id).where(Promise.customer_id == from_id)
    ids = list(session.scalars(theirs.order_by(Promise.id)))
    known = len(session.scalars(finding.visible(theirs, actor)).all())
    if not ids:
        return 0
    moved = (
        update(Promise)
        .where(Promise.customer_id == from_id)
        .values(customer_id=to_id, changed_at=now, row_version=Promise.row_version + 1)
    )
    session.execute(moved, execution_options={"synchronize_session": False})
    told = [_told(promise_id, from_id, to_id, actor) for promise_id in ids]
    record_all(session, [(happening, now) for happening in told])
    return known


def _told(promise_id: int, from_id: int, to_id: int, actor: Viewer) -> Happening:
    return Happening(
        kind="customer_merged",
        subject_type="promise",
        subject_id=promise_id,
        actor_id=actor.id,
        changes={"customer_id": (from_id, to_id)},
    )
