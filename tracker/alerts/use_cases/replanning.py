"""Planning a team's promises anew after its hours, people or ladders changed: some at a time."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import planning
from tracker.alerts.queries import replanning as queries
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import TeamPlan
from tracker.alerts.rules.fingerprints import fingerprint
from tracker.promises.records import Promise

BITE = 50
"""How many promises are marked at once: what is logged meanwhile waits behind them, for about a second."""


def teams_to_replan(session: Session, now: datetime, _most: int) -> list[int]:
    """Return the next team whose promises have to be planned anew; none while a bite still waits to be planned.

    After an upgrade that brings other holidays it is every team's turn. Marked all at once, their promises would stand
    in the way of those that are logged now.
    """
    if len(planning.promises_to_plan(session, now, BITE)) >= BITE:
        return []
    plans, true = queries.plans(session), _true_now(session)
    return [team_id for team_id, word in true.items() if not _is_done(plans.get(team_id), word)][:1]


def replan_bite(session: Session, team_id: int, now: datetime) -> int:
    """Mark the next promises of a team for the sweep, and return how many; the last bite ends it.

    What changes again meanwhile begins anew: a fingerprint is written when its planning begins.
    """
    true = _true_now(session).get(team_id)
    if true is None:
        return 0
    plan = _plan_for_update(session, team_id)
    if _is_done(plan, true):
        return 0
    if plan.fingerprint != true:
        plan.fingerprint, plan.at_due_at, plan.at_promise_id = true, None, 0
    after = None if plan.at_due_at is None else (plan.at_due_at, plan.at_promise_id or 0)
    found = queries.open_of(session, team_id, after, BITE)
    if found:
        plan.at_due_at, plan.at_promise_id = found[-1]
        queries.mark(session, Promise.id.in_([number for _due, number in found]), now)
    if len(found) < BITE:
        plan.at_due_at, plan.at_promise_id = None, None
        queries.mark(session, queries.of_members_elsewhere(team_id), now)
        queries.mark(session, queries.drafts_of_members(team_id), now)
    session.flush()
    return len(found)


def postpone_team(session: Session, team_id: int, _now: datetime, _until: datetime) -> None:
    """Leave a team whose promises could not be marked as they are planned, until it changes again."""
    plan = _plan_for_update(session, team_id)
    plan.fingerprint, plan.at_due_at, plan.at_promise_id = _true_now(session)[team_id], None, None


def _plan_for_update(session: Session, team_id: int) -> TeamPlan:
    """Return a team's plan, locked, and a new one where it has none; two workers may find that at once."""
    plan = queries.plan_for_update(session, team_id)
    if plan is not None:
        return plan
    session.execute(insert_new(session, TeamPlan), {"team_id": team_id, "fingerprint": ""})
    return session.get_one(TeamPlan, team_id, with_for_update=True, populate_existing=True)


def _true_now(session: Session) -> dict[int, str]:
    ladders = planning.all_ladders(session)
    return {team_id: fingerprint(team_id, team, ladders) for team_id, team in queries.teams(session).items()}


def _is_done(plan: TeamPlan | None, true: str) -> bool:
    return plan is not None and plan.fingerprint == true and plan.at_promise_id is None
