"""What is really done: decisions of late, and how often was granted what the policy rules out."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.accounts.records import Team
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.precedents.queries.checking import of_teams_seen
from tracker.precedents.queries.situations import in_force
from tracker.precedents.records import Decision, DecisionCount, PolicyVersion, Situation
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.drift import BEFORE, LOOKED_BACK, Drift
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.previewing import Tried
from tracker.precedents.rules.situations import CHANNEL, REGION

MOST_LATELY = 2_000


def lately_decided(session: Session, viewer: Viewer, situation_id: int, now: datetime) -> list[Tried]:
    """Return what is to be known of the decisions of the last ninety days in a situation, the newest first."""
    asked = (
        select(Decision.facts, Decision.channel, Customer.region, Decision.outcome, Decision.amount, Decision.role)
        .outerjoin(Customer, Customer.id == Decision.customer_id)
        .where(
            Decision.situation_id == situation_id,
            Decision.decided_at > now - LOOKED_BACK,
            Decision.decided_at <= now,
            Decision.state == "decided",
            *of_teams_seen(viewer),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_LATELY)
    )
    return [
        Tried(
            {CHANNEL: row.channel, REGION: row.region or None, **schema.facts_from_json(row.facts)},
            Outcome(row.outcome),
            None if row.amount is None else float(row.amount),
            row.role,
        )
        for row in session.execute(asked)
    ]


def exceptions(session: Session, viewer: Viewer, now: datetime) -> list[Drift]:
    """Return how often was granted what the policy rules out, by situation and team that the viewer answers for.

    Only decisions under the rule in force count: once the policy was changed, what it ruled out before is past.
    """
    return _exceptions(session, now, DecisionCount.team_id.in_(sorted(viewer.managed_team_ids)))


def all_exceptions(session: Session, now: datetime) -> list[Drift]:
    """Return the same for every team."""
    return _exceptions(session, now)


def _exceptions(session: Session, now: datetime, *of_teams: ColumnElement[bool]) -> list[Drift]:
    today = now.astimezone(UTC).date()
    is_late = DecisionCount.day > today - LOOKED_BACK
    granted, asked = DecisionCount.granted, DecisionCount.asked
    found = (
        select(
            *(Situation.key, DecisionCount.team_id),
            *(_total(granted, is_late), _total(asked, is_late), _total(granted, ~is_late), _total(asked, ~is_late)),
        )
        .join(Situation, Situation.id == DecisionCount.situation_id)
        .join(PolicyVersion, and_(PolicyVersion.situation_id == Situation.id, in_force(now)))
        .where(
            DecisionCount.rule_key == PolicyVersion.rule_key,
            DecisionCount.zone == Zone.PROHIBITED,
            DecisionCount.day > today - LOOKED_BACK - BEFORE,
            *of_teams,
        )
        .group_by(Situation.key, DecisionCount.team_id)
        .order_by(Situation.key, DecisionCount.team_id)
    )
    return [
        Drift((key, team_id), lately, asked_lately, before, asked_before)
        for key, team_id, lately, asked_lately, before, asked_before in session.execute(found)
    ]


def _total(counted: InstrumentedAttribute[int], when: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((when, counted), else_=0))


def team_names(session: Session, viewer: Viewer) -> dict[int, str]:
    """Return the names of the teams that the viewer answers for."""
    asked = select(Team.id, Team.name).where(Team.id.in_(sorted(viewer.managed_team_ids)))
    return dict(session.execute(asked).all())
