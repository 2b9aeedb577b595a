"""Situations and the versions of their policies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.precedents.records import PolicyVersion, Situation, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.likeness import Scale

NO_SUCH_SITUATION = N_("There is no such situation.")


def situations(session: Session, *, only_active: bool = False) -> Sequence[Situation]:
    """Return the situations in their order."""
    asked = select(Situation).order_by(Situation.position, Situation.id)
    return session.scalars(asked.where(Situation.active) if only_active else asked).all()


def situation(session: Session, situation_id: int) -> Situation:
    """Return one situation. Raises NotFound."""
    found = session.get(Situation, situation_id)
    if found is None:
        raise NotFound(NO_SUCH_SITUATION)
    return found


def situation_for_update(session: Session, situation_id: int) -> Situation:
    """Return one situation, locked until the end of the transaction. Raises NotFound."""
    found = session.get(Situation, situation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(NO_SUCH_SITUATION)
    return found


def scales(session: Session, situation_id: int) -> dict[str, Scale]:
    """Return where the numbers of a situation's cases usually lie."""
    found = session.get(SituationScale, situation_id)
    return schema.scales_from_json(found.points) if found is not None else {}


def versions(session: Session, situation_id: int) -> Sequence[PolicyVersion]:
    """Return the versions of a situation's policy, the newest first, each with who made it."""
    asked = select(PolicyVersion).where(PolicyVersion.situation_id == situation_id)
    asked = asked.order_by(PolicyVersion.number.desc()).options(joinedload(PolicyVersion.changed_by))
    return session.scalars(asked).all()


def in_force(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition under which a version is the one that decisions of a moment go by."""
    is_not_over = or_(PolicyVersion.valid_to.is_(None), PolicyVersion.valid_to > moment)
    return (PolicyVersion.valid_from <= moment) & is_not_over


def policies_in_force(session: Session, moment: datetime) -> dict[int, PolicyVersion]:
    """Return the version in force of every situation that has one."""
    return {each.situation_id: each for each in session.scalars(select(PolicyVersion).where(in_force(moment)))}
