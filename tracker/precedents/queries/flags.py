"""Finding flags: of one decision, one of them, and those that wait for the manager of a team."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.queries.lines import ABOVE
from tracker.precedents.records import Decision, Flag, FlagEvidence
from tracker.precedents.rules.answering import NOBODY
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState, FlagType

_OF_UNIT = (joinedload(Flag.situation), joinedload(Flag.account), joinedload(Flag.team))
NO_SUCH_FLAG = N_("There is no such flag.")


def flag(session: Session, viewer: Viewer, flag_id: int) -> Flag:
    """Return a flag with its evidence and who closed it. Raises NotFound."""
    asked = (
        select(Flag)
        .outerjoin(Decision, Decision.id == Flag.decision_id)
        .where(Flag.id == flag_id, flag_exists_for(viewer))
        .options(selectinload(Flag.evidence), joinedload(Flag.closed_by), joinedload(Flag.policy_version), *_OF_UNIT)
    )
    return _found(session.scalars(asked).one_or_none())


def flag_for_update(session: Session, viewer: Viewer, flag_id: int) -> Flag:
    """Return a flag, locked until the end of the transaction. Raises NotFound."""
    asked = select(Flag).outerjoin(Decision, Decision.id == Flag.decision_id)
    asked = asked.where(Flag.id == flag_id, flag_exists_for(viewer)).with_for_update(of=Flag)
    return _found(session.scalars(asked, execution_options={"populate_existing": True}).one_or_none())


def flag_exists_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a flag exists for somebody.

    One about a decision does where the decision does, for who made it, the team's manager, and for whom it waits;
    another one for the team's manager, and for whom it is about. What was found against colleagues is theirs.
    """
    is_of_team = Flag.team_id.in_(_teams_of(viewer))
    is_theirs = or_(Decision.decided_by_id == viewer.id, is_of_team, _waits_for(viewer))
    is_of_decision = and_(Decision.id.is_not(None), *of_teams_seen(viewer), is_theirs)
    is_of_unit = and_(Flag.decision_id.is_(None), or_(is_of_team, Flag.account_id == viewer.id))
    return or_(is_of_decision, is_of_unit)


def _found(found: Flag | None) -> Flag:
    if found is None:
        raise NotFound(NO_SUCH_FLAG)
    return found


def shown_of(session: Session, viewer: Viewer, decision_ids: Collection[int]) -> Sequence[Flag]:
    """Return the flags of decisions, as far as they exist for the viewer."""
    asked = select(Flag).join(Decision, Decision.id == Flag.decision_id)
    asked = asked.where(Flag.decision_id.in_(decision_ids), flag_exists_for(viewer))
    return session.scalars(asked.order_by(Flag.id)).all()


def of_decision(session: Session, decision_id: int) -> Sequence[Flag]:
    """Return the flags of one decision."""
    return session.scalars(select(Flag).where(Flag.decision_id == decision_id).order_by(Flag.id)).all()


def open_about(session: Session, decision_id: int) -> Sequence[Flag]:
    """Return the open flags of one decision, locked."""
    asked = select(Flag).where(Flag.decision_id == decision_id, Flag.state == FlagState.OPEN)
    return session.scalars(asked.order_by(Flag.id).with_for_update()).all()


def settled_by_another_answer(session: Session, decision_id: int) -> Sequence[Flag]:
    """Return the flags of one decision that ended because the customer got another answer, locked."""
    asked = select(Flag).where(Flag.decision_id == decision_id, Flag.state == FlagState.CORRECTED)
    return session.scalars(asked.order_by(Flag.id).with_for_update()).all()


def answered_by(session: Session, version_id: int) -> Sequence[Flag]:
    """Return the flags that were answered by a version of a policy, locked."""
    asked = select(Flag).where(Flag.policy_version_id == version_id).order_by(Flag.id)
    return session.scalars(asked.with_for_update(), execution_options={"populate_existing": True}).all()


def open_shown_only_by(session: Session, decision_id: int) -> Sequence[Flag]:
    """Return the open flags about decisions, locked, for which no other evidence stands than this decision."""
    return _open_without(session, [decision_id], _stands(FlagEvidence.decision_id != decision_id))


def open_without_evidence(session: Session, decision_ids: Collection[int]) -> Sequence[Flag]:
    """Return the open flags about decisions, locked, that one of these showed, and nothing that stands does now."""
    return _open_without(session, decision_ids, _stands())


def _open_without(session: Session, decision_ids: Collection[int], stands: ColumnElement[bool]) -> Sequence[Flag]:
    asked = select(Flag).where(Flag.id.in_(_shown_by(decision_ids)), Flag.state == FlagState.OPEN, ~stands)
    return session.scalars(asked.where(Flag.decision_id.is_not(None)).order_by(Flag.id).with_for_update()).all()


def closed_with_evidence(session: Session, decision_ids: Collection[int]) -> Sequence[Flag]:
    """Return the flags of standing decisions, locked, that ended for want of evidence, and have some.

    One of these decisions shows them, or they are about one of these.
    """
    asked = select(Flag).join(Decision, Decision.id == Flag.decision_id).where(Decision.state == "decided")
    asked = asked.where(or_(Flag.id.in_(_shown_by(decision_ids)), Flag.decision_id.in_(decision_ids)))
    asked = asked.where(Flag.state == FlagState.EVIDENCE_REMOVED, _stands())
    return session.scalars(asked.order_by(Flag.id).with_for_update(of=Flag)).all()


def _stands(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that evidence of a flag stands: any, or of these."""
    shows = aliased(Decision)
    shown = exists().where(FlagEvidence.flag_id == Flag.id, *which)
    return shown.where(shows.id == FlagEvidence.decision_id, shows.state == "decided").correlate(Flag)


def _shown_by(decision_ids: Collection[int]) -> Select[int]:
    return select(FlagEvidence.flag_id).where(FlagEvidence.decision_id.in_(decision_ids))


def flags(
    session: Session,
    viewer: Viewer,
    *,
    only_open: bool,
    now: datetime,
    after: tuple[object, ...] | None,
    limit: int,
) -> Sequence[Flag]:
    """Return a page of the flags that wait or waited for the viewer, the newest first, with their decisions.

    Of those that are settled also the ones about the viewer's own decisions.
    """
    is_shown = _waits_for(viewer) if only_open else or_(Flag.team_id.in_(_teams_of(viewer)), _waits_for(viewer))
    asked = select(Flag).where(is_shown)
    if only_open:
        asked = asked.where(Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO)
    if after is not None:
        asked = asked.where(tuple_(Flag.created_at, Flag.id) < tuple_(*after))
    about = joinedload(Flag.decision)
    decision = (Decision.situation, Decision.decided_by, Decision.customer)
    asked = asked.options(*_OF_UNIT, *(about.joinedload(each) for each in decision))
    return session.scalars(asked.order_by(Flag.created_at.desc(), Flag.id.desc()).limit(limit)).all()


def how_many_open(session: Session, viewer: Viewer, now: datetime) -> int:
    """Return how many flags wait for the viewer."""
    waiting = (Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO)
    asked = select(func.count()).select_from(Flag).where(_waits_for(viewer), *waiting)
    return session.scalar(asked) or 0


def waits_for(session: Session, viewer: Viewer, flag_id: int) -> bool:
    """Whether a flag, while it is open, waits for this manager."""
    return session.scalar(select(Flag.id).where(Flag.id == flag_id, _waits_for(viewer))) is not None


def wait_about(session: Session, viewer: Viewer, decision_id: int) -> bool:
    """Whether an open flag about a decision waits for this manager."""
    asked = select(Flag.id).where(Flag.decision_id == decision_id, Flag.state == FlagState.OPEN, _waits_for(viewer))
    return session.scalars(asked.limit(1)).one_or_none() is not None


def _waits_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a flag is settled by a manager: those of their teams.

    Nobody settles what is about themselves. That goes to the nearest manager above, where there is one; so does what
    waits for a manager who has left.
    """
    about = aliased(Decision)
    decided_by = select(about.decided_by_id).where(about.id == Flag.decision_id).correlate(Flag).scalar_subquery()
    person = func.coalesce(Flag.account_id, decided_by, NOBODY)
    is_above = exists().where(ABOVE.c.team_id == Flag.team_id, ABOVE.c.account_id == viewer.id)
    is_above = is_above.where(or_(ABOVE.c.manager_id == person, ABOVE.c.has_left))
    return and_(person != viewer.id, or_(Flag.team_id.in_(_teams_of(viewer)), is_above))


def state_shared(session: Session, flag_id: int) -> FlagState | None:
    """Return how a flag stands; it stays so until the end of the transaction."""
    found = session.scalars(select(Flag.state).where(Flag.id == flag_id).with_for_update(read=True)).one_or_none()
    return None if found is None else FlagState(found)


def alignable(session: Session, viewer: Viewer, flag_id: int) -> Flag | None:
    """Return a flag about unequal treatment that waits for the viewer, or ended by other answers; with evidence."""
    asked = select(Flag).where(Flag.id == flag_id, Flag.type == FlagType.TREATMENT.value, _waits_for(viewer))
    by_answers = (FlagState.CORRECTED.value, FlagState.EVIDENCE_REMOVED.value)
    asked = asked.where(Flag.state.in_([FlagState.OPEN.value, *by_answers]))
    return session.scalars(asked.options(selectinload(Flag.evidence))).one_or_none()


def of_drift(session: Session, viewer: Viewer) -> dict[tuple[int, int], Flag]:
    """Return the flags about drift in the teams that the viewer answers for, by situation and team."""
    asked = select(Flag).where(Flag.type == FlagType.DRIFT.value, Flag.team_id.in_(_teams_of(viewer)))
    return {(each.situation_id or 0, each.team_id): each for each in session.scalars(asked)}


def of_grant_rates(session: Session, viewer: Viewer, now: datetime) -> Sequence[Flag]:
    """Return the open flags about grant rates: of the viewer's teams, of people in them, and of the viewer."""
    is_theirs = or_(Flag.team_id.in_(_teams_of(viewer)), Flag.account_id == viewer.id)
    is_open = (Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO)
    asked = select(Flag).where(Flag.type == FlagType.LEANING.value, is_theirs, *is_open).options(*_OF_UNIT)
    return session.scalars(asked.order_by(Flag.account_id.is_not(None), Flag.team_id, Flag.id)).all()


def about_person(session: Session, viewer: Viewer, now: datetime) -> int | None:
    """Return the number of the open flag about the viewer's own grant rate, if there is one."""
    is_open = (Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO)
    return session.scalars(select(Flag.id).where(Flag.account_id == viewer.id, *is_open)).one_or_none()


def _teams_of(viewer: Viewer) -> Collection[int]:
    return sorted(viewer.managed_team_ids)
