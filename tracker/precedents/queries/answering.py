"""Who may answer requests for approval today, and what so waits for whom, as it is stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account, Team
from tracker.alerts.queries.states import fixed
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries.lines import line_of
from tracker.precedents.records import Approval
from tracker.precedents.rules.answering import NOBODY, Steps, is_listed, is_passed_up, steps_of
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.ranks import Rank

WAITING = fixed(ApprovalState.WAITING.value)


def answers_to(session: Session, approval: Approval, now: datetime) -> list[list[int]]:
    """Return who may answer a request, step by step up the line; see `rules.answering`."""
    steps = _steps(session, approval.team_id, approval.asked_by_id, now)
    return steps.put_to(approval.approver_role)


class Standing(NamedTuple):
    """How high somebody stands over a team, and whether anybody stands above its manager at all."""

    rank: Rank
    has_above: bool


def standing_of(session: Session, viewer: Viewer, team_id: int, now: datetime) -> Standing:
    """Return how a manager, or who answers as one today, stands over a team, by the line alone.

    Who answers for nothing there stands no higher than an agent.
    """
    steps = _steps(session, team_id, NOBODY, now)
    is_above = not steps.is_last and any(viewer.id in step for step in steps.above)
    beneath = Rank.MANAGER if any(viewer.id in step for step in steps.all) else Rank.AGENT
    return Standing(Rank.ABOVE if is_above else beneath, has_above=not steps.is_last)


def _steps(session: Session, team_id: int, asked_by_id: int, now: datetime) -> Steps:
    return steps_of(line_of(session, [team_id], now), team_id, asked_by_id)


def administrators_seeing(session: Session, team_id: int) -> Sequence[int]:
    """Return who runs the installation, as far as a team exists for them."""
    is_open = or_(~Team.is_closed, Account.team_id == team_id)
    asked = select(Account.id).join(Team, Team.id == team_id)
    asked = asked.where(Account.role == Role.ADMIN.value, Account.active, is_open)
    return session.scalars(asked.order_by(Account.id)).all()


def to_answer_by(session: Session, viewer: Viewer, now: datetime) -> dict[int, bool]:
    """Return the requests that stand on somebody's list, the longest waiting first: by the rule that says who may.

    True for one that nobody answered in time, so that it stands on the list of the next one up the line as well.
    """
    if viewer.role is Role.ADMIN:
        return {}
    line = line_of(session, select(Approval.team_id).where(Approval.state == WAITING), now)
    near = [each for each in line.managers if _is_in(steps_of(line, each, NOBODY).all, viewer.id)]
    if not near:
        return {}
    asked = select(Approval.id, Approval.team_id, Approval.asked_by_id, Approval.approver_role, Approval.answer_by)
    asked = asked.where(Approval.state == WAITING, Approval.team_id.in_(near))
    found = {}
    for each in session.execute(asked.order_by(Approval.answer_by, Approval.id)):
        steps = steps_of(line, each.team_id, each.asked_by_id).put_to(each.approver_role)
        is_late = each.answer_by < now
        if is_listed(steps, viewer.id, is_late=is_late):
            found[each.id] = is_passed_up(steps, viewer.id, is_late=is_late)
    return found


def _is_in(steps: list[list[int]], account_id: int) -> bool:
    return any(account_id in step for step in steps)


def teams_without_manager(session: Session, viewer: Viewer, now: datetime) -> list[str]:
    """Return the names of the teams in which nobody answers, not even one above: without a manager who is here."""
    return [name for name, steps in _all_steps(session, viewer, now) if not steps.all]


def teams_without_above(session: Session, viewer: Viewer, now: datetime) -> list[str]:
    """Return the names of the teams above whose manager nobody stands."""
    return [name for name, steps in _all_steps(session, viewer, now) if steps.all and steps.is_last]


def _all_steps(session: Session, viewer: Viewer, now: datetime) -> list[tuple[str, Steps]]:
    """Return who answers in each team that exists for somebody, by its name."""
    hidden = sorted(viewer.hidden_team_ids)
    asked = select(Team.id, Team.name).where(Team.id.not_in(hidden)).order_by(Team.name, Team.id)
    teams = session.execute(asked).all()
    line = line_of(session, [each.id for each in teams], now)
    return [(each.name, steps_of(line, each.id, NOBODY)) for each in teams]
