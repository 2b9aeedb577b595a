"""Flags that nobody may settle: nobody manages the team, or nobody stands above who it is about."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.accounts.records import Account, Team
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.queries.lines import ABOVE
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules.answering import NOBODY
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState

DECISION = joinedload(Flag.decision)
WHOLE = (
    DECISION.joinedload(Decision.situation),
    DECISION.joinedload(Decision.decided_by),
    joinedload(Flag.team),
)


def waiting_for_nobody(session: Session, now: datetime) -> Sequence[Flag]:
    """Return the open flags that nobody may settle, each with its decision, where it is about one.

    The team has no manager, or one who has left or is who it is about, and nobody stands above. What is about a team
    as a whole is its manager's matter, whoever decided.
    """
    team, manager = aliased(Team), aliased(Account)
    person = func.coalesce(Flag.account_id, Decision.decided_by_id, NOBODY)
    manages = exists().where(team.id == Flag.team_id, manager.id == team.manager_id)
    manages = manages.where(manager.id != person, manager.active)
    stands_above = exists().where(ABOVE.c.team_id == Flag.team_id, ABOVE.c.account_id != person)
    stands_above = stands_above.where(or_(ABOVE.c.manager_id == person, ABOVE.c.has_left))
    asked = select(Flag).outerjoin(Decision, Decision.id == Flag.decision_id).options(DECISION)
    asked = asked.where(Flag.state == FlagState.OPEN, Flag.created_at > now - LOOKED_INTO, ~or_(manages, stands_above))
    return session.scalars(asked.order_by(Flag.id)).all()


def told_of(session: Session, viewer: Viewer | None, flag_ids: Collection[int]) -> Sequence[Flag]:
    """Return flags with what a message says of them, as far as that may be known to the viewer.

    One about a decision where the decision exists for them, one about a person by that person alone, one about a team
    by those who run the installation.
    """
    asked = select(Flag).outerjoin(Decision, Decision.id == Flag.decision_id).where(Flag.id.in_(flag_ids))
    if viewer is not None:
        is_of_decision = and_(Flag.decision_id.is_not(None), *of_teams_seen(viewer))
        is_of_team = and_(Flag.decision_id.is_(None), Flag.account_id.is_(None), *_runs(viewer))
        asked = asked.where(or_(is_of_decision, Flag.account_id == viewer.id, is_of_team))
    return session.scalars(asked.options(*WHOLE).order_by(Flag.id)).all()


def _runs(viewer: Viewer) -> list[ColumnElement[bool]]:
    hidden = sorted(viewer.hidden_team_ids)
    return [Flag.team_id.not_in(hidden)] if viewer.role is Role.ADMIN else [false()]
