"""The register of exceptions: what was granted against the policy, until when, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, case, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker.kernel.people import Viewer
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.deciding import Departure
from tracker.promises.queries.finding import HAS_REFERENCE
from tracker.promises.records import Promise
from tracker.promises.rules import State


class Kind(StrEnum):
    """What of the register is looked at."""

    ALL = "all"
    NEVER_ENDING = "never"
    """It has no end."""
    STILL_OWED = "owed"
    """It has ended, and what was promised by it is still open."""


@dataclass(frozen=True, slots=True)
class Health:
    """How many exceptions there are, how many never end, how many ended but are still owed; and who waits longest."""

    all: int
    never_ending: int
    still_owed: int
    waiting_since: datetime | None


def health(session: Session, viewer: Viewer, now: datetime) -> Health:
    """Return how the exceptions of the viewer's teams stand."""
    never, owed = Decision.expires_at.is_(None), _still_owed(now)
    counted = (func.count(), func.sum(case((never, 1), else_=0)), func.sum(case((owed, 1), else_=0)))
    row = session.execute(select(*counted).where(*_registered(viewer))).one()
    is_waiting = (Approval.state == ApprovalState.WAITING.value, Approval.team_id.in_(sorted(viewer.managed_team_ids)))
    waiting = session.scalar(select(func.min(Approval.asked_at)).where(*is_waiting))
    return Health(row[0], row[1] or 0, row[2] or 0, waiting)


def exceptions(
    session: Session, viewer: Viewer, kind: Kind, *, now: datetime, after: tuple[object, ...] | None, limit: int
) -> Sequence[tuple[Decision, bool]]:
    """Return a page of the register, the newest first, each with whether it has ended and is still owed."""
    narrowed = {Kind.NEVER_ENDING: Decision.expires_at.is_(None), Kind.STILL_OWED: _still_owed(now)}
    asked = select(Decision, _still_owed(now)).where(*_registered(viewer))
    if kind in narrowed:
        asked = asked.where(narrowed[kind])
    if after is not None:
        asked = asked.where(tuple_(Decision.decided_at, Decision.id) < tuple_(*after))
    loaded = (joinedload(Decision.situation), joinedload(Decision.decided_by), joinedload(Decision.customer))
    ordered = asked.options(*loaded).order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit)
    return [(decision, bool(is_owed)) for decision, is_owed in session.execute(ordered)]


def _registered(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [
        Decision.departure == Departure.EXCEPTED.value,
        Decision.outcome != "refused",
        Decision.state == "decided",
        Decision.team_id.in_(sorted(viewer.managed_team_ids)),
    ]


def _still_owed(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an exception has ended, but a promise that names it is open."""
    reference = literal("D-").concat(func.cast(Decision.id, Text))
    names_it = exists().where(HAS_REFERENCE, Promise.source_reference == reference, Promise.state == State.OPEN.value)
    return (Decision.expires_at <= now) & names_it
