"""What a decision is judged by: four questions to the database, none of which grows with the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer, Tier
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.situations import NO_SUCH_SITUATION, in_force
from tracker.precedents.records import Decision, PolicyVersion, Situation, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.expectations import REMEMBERED
from tracker.precedents.rules.likeness import Yardstick
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.scales import fitted
from tracker.precedents.rules.situations import TIER, VOLUME, Facts, SituationFacts

MOST_COMPARED = 400
MOST_OF_CUSTOMER = 50

CASE = (
    Decision.id,
    Decision.rule_key,
    Decision.zone,
    Decision.decided_at,
    Decision.outcome,
    Decision.facts,
    Decision.decided_by_id,
    Decision.team_id,
    Decision.customer_id,
    Decision.amount,
    Decision.one_off,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The situation, what its cases are compared by, and the policy in force.

    Without a policy everything is at discretion.
    """

    situation_id: int
    situation: SituationFacts
    yardstick: Yardstick
    rule: RuleFacts
    rule_key: str = ""
    version: PolicyVersion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The customer who asks, as far as the rules look at them.

    Nobody in particular is a customer of the lowest tier.
    """

    id: int | None = None
    name: str = ""
    team_id: int | None = None
    facts: Facts


def ground(session: Session, situation_id: int, moment: datetime) -> tuple[Situation, Ground]:
    """Return the situation and the ground of deciding in it at a moment. Raises NotFound."""
    asked = (
        select(Situation, SituationScale.points, PolicyVersion)
        .outerjoin(SituationScale, SituationScale.situation_id == Situation.id)
        .outerjoin(PolicyVersion, and_(PolicyVersion.situation_id == Situation.id, in_force(moment)))
        .where(Situation.id == situation_id)
    )
    row = session.execute(asked).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_SITUATION)
    situation, points = row[0], row[1]
    version: PolicyVersion | None = row[2]
    facts = situation.facts()
    return situation, Ground(
        situation_id=situation.id,
        situation=facts,
        yardstick=fitted(facts, schema.scales_from_json(points or "{}")),
        rule=schema.rule_from_json(version.rule) if version is not None else RuleFacts(),
        rule_key=version.rule_key if version is not None else "",
        version=version,
    )


def asker(session: Session, viewer: Viewer, customer_id: int | None) -> Asker:
    """Return the customer who asks; of one who was merged, the record that was kept. Raises NotFound."""
    if customer_id is None:
        return Asker(facts={TIER: 0.0, VOLUME: None})
    merged = aliased(Customer)
    is_meant = or_(
        and_(Customer.id == customer_id, Customer.merged_into_id.is_(None)),
        Customer.id == select(merged.merged_into_id).where(merged.id == customer_id).scalar_subquery(),
    )
    asked = (
        select(Customer.id, Customer.name, Customer.team_id, Customer.yearly_volume, Tier.rank)
        .join(Tier, Tier.id == Customer.tier_id)
        .where(is_meant, *exists_for(viewer))
    )
    row = session.execute(asked).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such customer."))
    volume = None if row.yearly_volume is None else float(row.yearly_volume)
    return Asker(id=row.id, name=row.name, team_id=row.team_id, facts={TIER: float(row.rank), VOLUME: volume})


def comparables(session: Session, ground: Ground, zone: Zone, *, viewer: Viewer, moment: datetime) -> list[Measured]:
    """Return the newest precedents of the same situation, rule and zone within its window, the newest first."""
    since = moment - timedelta(days=ground.situation.window_days)
    asked = (
        select(*CASE)
        .where(
            Decision.situation_id == ground.situation_id,
            Decision.rule_key == ground.rule_key,
            Decision.zone == zone,
            Decision.countable,
            Decision.decided_at >= since,
            Decision.decided_at <= moment,
            *of_teams_seen(viewer),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_COMPARED)
    )
    return _measured(session, asked, ground)


def of_customer(
    session: Session, ground: Ground, customer_id: int, *, viewer: Viewer, moment: datetime
) -> list[Measured]:
    """Return what was decided in this situation for the customer lately, the oldest first.

    What was decided for records that were merged into the customer is theirs as well.
    """
    records = select(Customer.id).where(or_(Customer.id == customer_id, Customer.merged_into_id == customer_id))
    asked = (
        select(*CASE)
        .where(
            Decision.customer_id.in_(records),
            Decision.situation_id == ground.situation_id,
            Decision.state == "decided",
            Decision.decided_at >= moment - REMEMBERED,
            Decision.decided_at <= moment,
            *of_teams_seen(viewer),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_OF_CUSTOMER)
    )
    return _measured(session, asked, ground)[::-1]


def of_teams_seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the condition under which a decision exists for the viewer: not of a team hidden from them."""
    return [Decision.team_id.not_in(sorted(viewer.hidden_team_ids))] if viewer.hidden_team_ids else []


def names_of_people(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """Return the names of these accounts."""
    wanted = sorted(set(numbers))
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all()) if wanted else {}


def _measured(session: Session, asked: Any, ground: Ground) -> list[Measured]:
    return [Measured.of(_case(row, ground), ground.yardstick) for row in session.execute(asked)]


def _case(row: Row[Any], ground: Ground) -> Case:
    return Case(
        id=row.id,
        situation=ground.situation.key,
        rule_id=row.rule_key,
        zone=Zone(row.zone),
        decided_at=row.decided_at,
        outcome=Outcome(row.outcome),
        facts=schema.facts_from_json(row.facts),
        agent_id=row.decided_by_id,
        team_id=row.team_id,
        customer_id=row.customer_id,
        amount=None if row.amount is None else float(row.amount),
        is_one_off=row.one_off,
    )
