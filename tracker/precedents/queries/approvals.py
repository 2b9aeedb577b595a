"""Finding requests for approval."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.records import Approval
from tracker.precedents.rules.approvals import ApprovalState

NO_SUCH_APPROVAL = N_("There is no such request.")
MOST_SHOWN = 100
WHOLE = (
    joinedload(Approval.situation),
    joinedload(Approval.customer),
    joinedload(Approval.asked_by),
    joinedload(Approval.answered_by),
)


def approval(session: Session, viewer: Viewer, approval_id: int) -> Approval:
    """Return a request with everything that its page shows. Raises NotFound."""
    asked = select(Approval).where(Approval.id == approval_id, *_seen(viewer)).options(*WHOLE)
    return _found(session.scalars(asked).one_or_none())


def approval_for_update(session: Session, viewer: Viewer, approval_id: int) -> Approval:
    """Return a request, locked until the end of the transaction. Raises NotFound."""
    asked = select(Approval).where(Approval.id == approval_id, *_seen(viewer)).with_for_update()
    return _found(session.scalars(asked, execution_options={"populate_existing": True}).one_or_none())


def waiting(session: Session, viewer: Viewer) -> Sequence[Approval]:
    """Return what waits for the viewer's answer or was asked by the viewer, the longest waiting first."""
    asked = select(Approval).where(Approval.state == ApprovalState.WAITING, _concerns(viewer), *_seen(viewer))
    return session.scalars(asked.options(*WHOLE).order_by(Approval.answer_by, Approval.id).limit(MOST_SHOWN)).all()


def answered(session: Session, viewer: Viewer) -> Sequence[Approval]:
    """Return what was answered lately of what the viewer asked, the newest first."""
    asked = select(Approval).where(Approval.asked_by_id == viewer.id, Approval.state == ApprovalState.ANSWERED)
    return session.scalars(asked.options(*WHOLE).order_by(Approval.asked_at.desc(), Approval.id.desc()).limit(20)).all()


def how_many_wait(session: Session, viewer: Viewer) -> int:
    """Return how many requests wait for the viewer's answer."""
    is_theirs = (Approval.team_id.in_(sorted(viewer.managed_team_ids)), Approval.asked_by_id != viewer.id)
    asked = select(func.count()).select_from(Approval).where(Approval.state == ApprovalState.WAITING, *is_theirs)
    return session.scalar(asked) or 0


def of_decision(session: Session, decision_id: int) -> Approval | None:
    """Return the request that a decision answers, if there is one, with who answered it."""
    asked = select(Approval).where(Approval.decision_id == decision_id).options(joinedload(Approval.answered_by))
    return session.scalars(asked).one_or_none()


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    return or_(Approval.team_id.in_(sorted(viewer.managed_team_ids)), Approval.asked_by_id == viewer.id)


def _seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [Approval.team_id.not_in(sorted(viewer.hidden_team_ids))] if viewer.hidden_team_ids else []


def _found(found: Approval | None) -> Approval:
    if found is None:
        raise NotFound(NO_SUCH_APPROVAL)
    return found
