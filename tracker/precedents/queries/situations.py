"""Situations and the versions of their policies."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.precedents.records import PolicyVersion, Situation, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.likeness import Scale
from tracker.precedents.rules.policies import in_force_at

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


def version_at(stored: Sequence[PolicyVersion], moment: datetime) -> PolicyVersion | None:
    """Return which of the versions of a situation is in force at a moment; see `rules.policies.in_force_at`."""
    found = in_force_at((each.facts() for each in stored), moment)
    return next((each for each in stored if found is not None and each.valid_from == found.valid_from), None)


def ending(stored: Sequence[PolicyVersion], now: datetime) -> list[PolicyVersion]:
    """Return the versions that will end as it was said, the newest first; one may be planned for a while on another.

    Not those that end because one begins that has no end, nor those that a later one replaces until the same end.
    """
    lasting = [each for each in stored if each.valid_to is not None and each.valid_to > now]
    as_said = [each for each in lasting if each.ends_at == each.valid_to]
    return [each for each in as_said if each.ends_at not in {followed_from(stored, each), *_later_ends(as_said, each)}]


def _later_ends(stored: Sequence[PolicyVersion], version: PolicyVersion) -> list[datetime | None]:
    return [each.ends_at for each in stored if each.number > version.number]


def followed_from(stored: Sequence[PolicyVersion], version: PolicyVersion) -> datetime | None:
    """Return when a later version begins that has no end, so that this one goes on no longer; None where none does."""
    later = (each.valid_from for each in stored if each.number > version.number and each.ends_at is None)
    return min(later, default=None)


def ending_by(session: Session, now: datetime, until: datetime) -> Sequence[PolicyVersion]:
    """Return the versions that end as it was said, and until when, each with who made it."""
    ends = (
        PolicyVersion.ends_at == PolicyVersion.valid_to,
        PolicyVersion.ends_at > now,
        PolicyVersion.ends_at <= until,
    )
    asked = select(PolicyVersion).where(*ends).options(joinedload(PolicyVersion.changed_by))
    return session.scalars(asked.order_by(PolicyVersion.ends_at, PolicyVersion.id)).all()


def versions_told_of(session: Session, version_ids: Collection[int]) -> Sequence[Row[PolicyVersion, Situation]]:
    """Return versions with their situations."""
    asked = select(PolicyVersion, Situation).join(Situation, Situation.id == PolicyVersion.situation_id)
    return session.execute(asked.where(PolicyVersion.id.in_(version_ids)).order_by(PolicyVersion.id)).all()


def version_shared(session: Session, version_id: int) -> PolicyVersion | None:
    """Return a version; it stays as it is until the end of the transaction."""
    return session.get(PolicyVersion, version_id, with_for_update={"read": True}, populate_existing=True)


def in_force(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition under which a version is the one that decisions of a moment go by: the last that began."""
    later = aliased(PolicyVersion)
    is_later = and_(later.situation_id == PolicyVersion.situation_id, later.valid_from > PolicyVersion.valid_from)
    has_later = exists().where(is_later, _valid(later, moment)).correlate(PolicyVersion)
    return and_(_valid(PolicyVersion, moment), ~has_later)


def _valid(version: type[PolicyVersion], moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return and_(version.valid_from <= moment, or_(version.valid_to.is_(None), version.valid_to > moment))


def policies_in_force(session: Session, moment: datetime) -> dict[int, PolicyVersion]:
    """Return the version in force of every situation that has one."""
    return {each.situation_id: each for each in session.scalars(select(PolicyVersion).where(in_force(moment)))}
