"""The register of exceptions: what was granted against the policy, until when, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.kernel.people import Viewer
from tracker.precedents.queries.families import is_extended
from tracker.precedents.queries.holders import in_force
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.promises.queries.finding import HAS_REFERENCE
from tracker.promises.records import Promise
from tracker.promises.rules import State


class Kind(StrEnum):
    """What of the register is looked at."""

    ALL = "all"
    NEVER_ENDING = "never"
    """It has no end."""
    ENDING_SOON = "soon"
    """It ends in a few days, unless it is extended."""
    STILL_OWED = "owed"
    """It has ended, and what was promised by it is still open."""


@dataclass(frozen=True, slots=True)
class Health:
    """How many exceptions there are, never end, end soon, or ended but are still owed; and who waits longest."""

    all: int
    never_ending: int
    ending_soon: int
    still_owed: int
    waiting_since: datetime | None


class Entry(NamedTuple):
    """An exception, whether it has ended and is still owed, and whether a customer holds it, who may hold it longer."""

    decision: Decision
    is_owed: bool
    stands: bool

    def may_go_on(self) -> bool:
        """Whether it can be extended."""
        return self.stands and self.decision.expires_at is not None


def health(session: Session, viewer: Viewer, now: datetime) -> Health:
    """Return how the exceptions of the viewer's teams stand."""
    kinds = (Decision.expires_at.is_(None), _ending_soon(now), _still_owed(now))
    counted = (func.count(), *(func.sum(case((each, 1), else_=0)) for each in kinds))
    row = session.execute(select(*counted).where(*_registered(viewer))).one()
    is_waiting = (Approval.state == ApprovalState.WAITING.value, Approval.team_id.in_(sorted(viewer.managed_team_ids)))
    waiting = session.scalar(select(func.min(Approval.asked_at)).where(*is_waiting))
    return Health(row[0], row[1] or 0, row[2] or 0, row[3] or 0, waiting)


def exceptions(
    session: Session, viewer: Viewer, kind: Kind, *, now: datetime, after: tuple[object, ...] | None, limit: int
) -> Sequence[Entry]:
    """Return a page of the register, the newest first."""
    narrowed = {
        Kind.NEVER_ENDING: Decision.expires_at.is_(None),
        Kind.ENDING_SOON: _ending_soon(now),
        Kind.STILL_OWED: _still_owed(now),
    }
    asked = select(Decision, _still_owed(now), and_(*in_force(now))).where(*_registered(viewer))
    if kind in narrowed:
        asked = asked.where(narrowed[kind])
    if after is not None:
        asked = asked.where(tuple_(Decision.decided_at, Decision.id) < tuple_(*after))
    loaded = (joinedload(Decision.situation), joinedload(Decision.decided_by), joinedload(Decision.customer))
    ordered = asked.options(*loaded).order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(limit)
    return [Entry(decision, bool(is_owed), bool(stands)) for decision, is_owed, stands in session.execute(ordered)]


def _registered(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the condition of what stands in the register: of what was extended the last extension."""
    return [
        Decision.departure == Departure.EXCEPTED.value,
        Decision.outcome != "refused",
        Decision.state == "decided",
        Decision.team_id.in_(sorted(viewer.managed_team_ids)),
        ~is_extended(),
    ]


def _ending_soon(now: datetime) -> ColumnElement[bool]:
    return and_(Decision.expires_at <= now + TOLD_BEFORE, *in_force(now))


def _still_owed(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an exception has ended, but a promise that names it is open.

    What was promised by a grant goes on with it, and names the grant or one of its extensions.
    """
    one = aliased(Decision)
    is_of_it = or_(one.id == Decision.id, one.id == Decision.extends_id, one.extends_id == Decision.extends_id)
    reference = literal("D-").concat(func.cast(one.id, Text))
    is_open = (HAS_REFERENCE, Promise.source_reference == reference, Promise.state == State.OPEN.value)
    return (Decision.expires_at <= now) & exists().where(is_of_it, *is_open)
