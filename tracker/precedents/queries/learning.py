"""What is learned from how flags ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries.situations import in_force
from tracker.precedents.records import Decision, Flag, PolicyVersion
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.learning import LOOKED_BACK, SETTLED_BY_FACTOR

MOST_NAMED = 1_000


def ended(session: Session, viewer: Viewer) -> dict[tuple[FlagType, FlagState], int]:
    """Return how many flags of the viewer's teams ended how, by type."""
    asked = select(Flag.type, Flag.state, func.count())
    asked = asked.where(Flag.team_id.in_(sorted(viewer.managed_team_ids)), Flag.state != FlagState.OPEN.value)
    rows = session.execute(asked.group_by(Flag.type, Flag.state))
    return {(FlagType(kind), FlagState(state)): many for kind, state, many in rows}


def named_factors(session: Session, viewer: Viewer, now: datetime) -> Sequence[tuple[int, str]]:
    """Return situation and factor of the flags of the viewer's teams that a factor ended lately."""
    asked = select(Decision.situation_id, Flag.factor).join(Decision, Decision.id == Flag.decision_id)
    asked = asked.where(
        Flag.team_id.in_(sorted(viewer.managed_team_ids)),
        Flag.factor != "",
        Flag.state.in_([each.value for each in SETTLED_BY_FACTOR]),
        Flag.closed_at >= now - LOOKED_BACK,
    )
    newest = asked.order_by(Flag.closed_at.desc()).limit(MOST_NAMED)
    return [(situation_id, factor) for situation_id, factor in session.execute(newest)]


def version_in_force(session: Session, flag: Flag, now: datetime) -> int | None:
    """Return the version of the policy that is in force where a flag belongs, None where nothing is written."""
    situation_id = select(Decision.situation_id).where(Decision.id == flag.decision_id).scalar_subquery()
    belongs = PolicyVersion.situation_id == (flag.situation_id if flag.decision_id is None else situation_id)
    return session.scalars(select(PolicyVersion.id).where(belongs, in_force(now))).one_or_none()
