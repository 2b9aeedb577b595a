"""Finding requests for approval."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.customers.records import Customer
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.answering import WAITING, to_answer_by
from tracker.precedents.records import Approval
from tracker.precedents.rules.approvals import ApprovalState

NO_SUCH_APPROVAL = N_("There is no such request.")
MOST_SHOWN = 100
MOST_EARLIER = 5
WHOLE = (
    joinedload(Approval.situation),
    joinedload(Approval.customer),
    joinedload(Approval.asked_by),
    joinedload(Approval.answered_by),
)
ANSWER = (joinedload(Approval.decision),)


def approval(session: Session, viewer: Viewer, approval_id: int) -> Approval:
    """Return a request with everything that its page shows. Raises NotFound."""
    asked = select(Approval).where(Approval.id == approval_id, *_seen(viewer)).options(*WHOLE, *ANSWER)
    return _found(session.scalars(asked).one_or_none())


def asked_with(session: Session, viewer: Viewer, form_key: str) -> int | None:
    """Return the request that this person made with a form, None if the form was not sent yet."""
    asked = select(Approval.id).where(Approval.form_key == form_key, Approval.asked_by_id == viewer.id)
    return session.scalars(asked).one_or_none()


def approval_for_update(session: Session, viewer: Viewer, approval_id: int) -> Approval:
    """Return a request, locked until the end of the transaction. Raises NotFound."""
    asked = select(Approval).where(Approval.id == approval_id, *_seen(viewer)).with_for_update()
    return _found(session.scalars(asked, execution_options={"populate_existing": True}).one_or_none())


def to_answer(session: Session, viewer: Viewer, now: datetime) -> Sequence[Approval]:
    """Return what waits for the viewer's answer, the longest waiting first."""
    return listed(session, viewer, to_answer_by(session, viewer, now))


def listed(session: Session, viewer: Viewer, approval_ids: Collection[int]) -> Sequence[Approval]:
    """Return those of these requests that wait, the longest waiting first."""
    return _waiting(session, viewer, _is_one_of(approval_ids)) if approval_ids else []


def waiting(session: Session, viewer: Viewer, approval_ids: Collection[int]) -> Sequence[Approval]:
    """Return those of these requests, and of those that the viewer asked, that wait, the longest waiting first."""
    return _waiting(session, viewer, or_(_is_one_of(approval_ids), Approval.asked_by_id == viewer.id))


def _is_one_of(approval_ids: Collection[int]) -> ColumnElement[bool]:
    return Approval.id.in_(list(approval_ids)[:MOST_SHOWN])


def _waiting(session: Session, viewer: Viewer, concerns: ColumnElement[bool]) -> Sequence[Approval]:
    asked = select(Approval).where(Approval.state == ApprovalState.WAITING, concerns, *_seen(viewer))
    return session.scalars(asked.options(*WHOLE).order_by(Approval.answer_by, Approval.id).limit(MOST_SHOWN)).all()


def answered(session: Session, viewer: Viewer) -> Sequence[Approval]:
    """Return what was answered lately of what the viewer asked, the newest first."""
    asked = select(Approval).where(Approval.asked_by_id == viewer.id, Approval.state == ApprovalState.ANSWERED)
    return session.scalars(asked.options(*WHOLE).order_by(Approval.asked_at.desc(), Approval.id.desc()).limit(20)).all()


def earlier(session: Session, viewer: Viewer, approval: Approval) -> Sequence[Approval]:
    """Return what was asked before in this situation for the same customer, the newest first."""
    if approval.customer_id is None:
        return []
    kept = select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id == approval.customer_id)
    is_kept = or_(Customer.id == kept.scalar_subquery(), Customer.merged_into_id == kept.scalar_subquery())
    asked = select(Approval).where(
        Approval.customer_id.in_(select(Customer.id).where(is_kept)),
        Approval.situation_id == approval.situation_id,
        Approval.id < approval.id,
        *_seen(viewer),
    )
    return session.scalars(asked.options(*WHOLE, *ANSWER).order_by(Approval.id.desc()).limit(MOST_EARLIER)).all()


def how_many_wait(session: Session, viewer: Viewer, now: datetime) -> int:
    """Return how many requests wait for the viewer's answer."""
    return len(to_answer_by(session, viewer, now))


def waiting_ids(session: Session) -> Sequence[int]:
    """Return every request that waits, by its deadline."""
    asked = select(Approval.id).where(Approval.state == WAITING).order_by(Approval.answer_by, Approval.id)
    return session.scalars(asked).all()


def waiting_for_update(session: Session, approval_id: int) -> Approval | None:
    """Return a request that waits, locked until the end of the transaction; None when it waits no more."""
    asked = select(Approval).where(Approval.id == approval_id, Approval.state == WAITING).with_for_update()
    return session.scalars(asked, execution_options={"populate_existing": True}).one_or_none()


def note_told(session: Session, approval_id: int, until: datetime) -> None:
    """Note until when everything was told. The request stays at its version: whoever is about to answer may go on."""
    noted = update(Approval).where(Approval.id == approval_id).values(told_until=until)
    session.execute(noted, execution_options={"synchronize_session": False})


def note_put_to(session: Session, approval: Approval, role: str) -> None:
    """Note how high whoever answers has to stand now. The request stays at its version."""
    noted = update(Approval).where(Approval.id == approval.id).values(approver_role=role)
    session.execute(noted, execution_options={"synchronize_session": False})
    session.expire(approval, ["approver_role"])


def stands(session: Session, approval_id: int) -> ApprovalState | None:
    """Return how a request stands; it stays so until the end of the transaction."""
    asked = select(Approval.state).where(Approval.id == approval_id).with_for_update(read=True)
    found = session.scalars(asked).one_or_none()
    return None if found is None else ApprovalState(found)


def told_of(session: Session, approval_id: int) -> Approval:
    """Return a request with everything that a message says of it."""
    return session.scalars(select(Approval).where(Approval.id == approval_id).options(*WHOLE, *ANSWER)).one()


def approvals_of(session: Session, viewer: Viewer, approval_ids: Collection[int]) -> Sequence[Approval]:
    """Return requests with everything that a line shows, as far as they exist for the viewer."""
    asked = select(Approval).where(Approval.id.in_(approval_ids), *_seen(viewer)).options(*WHOLE)
    return session.scalars(asked).all()


def of_decision(session: Session, decision_id: int) -> Approval | None:
    """Return the request that a decision answers, if there is one, with who answered it."""
    asked = select(Approval).where(Approval.decision_id == decision_id).options(joinedload(Approval.answered_by))
    return session.scalars(asked).one_or_none()


def of_decisions(session: Session, decision_ids: Collection[int]) -> dict[int, Approval]:
    """Return the requests that decisions answer, as far as there are any, by the decision."""
    asked = select(Approval).where(Approval.decision_id.in_(decision_ids))
    return {each.decision_id: each for each in session.scalars(asked) if each.decision_id is not None}


def _seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [Approval.team_id.not_in(sorted(viewer.hidden_team_ids))] if viewer.hidden_team_ids else []


def _found(found: Approval | None) -> Approval:
    if found is None:
        raise NotFound(NO_SUCH_APPROVAL)
    return found
