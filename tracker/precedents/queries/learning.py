"""What is learned from how flags ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
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


def changed_since(session: Session, flag: Flag) -> int | None:
    """Return the newest version of the policy that was written since a flag was raised where it belongs, if any."""
    situation_id = select(Decision.situation_id).where(Decision.id == flag.decision_id).scalar_subquery()
    belongs = PolicyVersion.situation_id == (flag.situation_id if flag.decision_id is None else situation_id)
    asked = select(PolicyVersion.id).where(belongs, PolicyVersion.created_at >= flag.created_at)
    return session.scalars(asked.order_by(PolicyVersion.number.desc()).limit(1)).one_or_none()
