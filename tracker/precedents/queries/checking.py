"""What a decision is judged by: four questions to the database, none of which grows with the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import Customer, Tier
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries.reading import CASE, CASES, IN_ANY_CELL, NEWEST_FIRST, read
from tracker.precedents.queries.situations import NO_SUCH_SITUATION, in_force
from tracker.precedents.records import Decision, PolicyVersion, Situation, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.expectations import REMEMBERED
from tracker.precedents.rules.likeness import ALIKE, Yardstick, no_stronger, no_weaker
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.practice import WIDEST, Measured
from tracker.precedents.rules.scales import fitted
from tracker.precedents.rules.situations import TIER, VOLUME, Facts, SituationFacts

MOST_COMPARED = 400
MOST_OF_CUSTOMER = 50
MOST_AT_DISCRETION = 1_000
LATELY = timedelta(days=365)

IN_CELL = CASE.where(CASES.rule_key == bindparam("rule_key"), CASES.zone == bindparam("zone"))
COMPARABLE = IN_CELL.where(CASES.countable).order_by(*NEWEST_FIRST).limit(MOST_COMPARED)
COMPARABLE_ANEW = (
    IN_CELL.where(or_(CASES.countable, CASES.overruled_by_id == bindparam("corrects")), CASES.state == "decided")
    .where(CASES.id != bindparam("corrects"))
    .order_by(*NEWEST_FIRST)
    .limit(MOST_COMPARED)
)
"""What stands against a decision that takes the place of another one: not that one, but what it overruled again."""
OF_CUSTOMER = (
    IN_ANY_CELL.where(CASES.customer_id.in_(bindparam("customers", expanding=True)), CASES.state == "decided")
    .order_by(*NEWEST_FIRST)
    .limit(MOST_OF_CUSTOMER)
)
AT_DISCRETION = (
    IN_ANY_CELL.where(CASES.zone == Zone.DISCRETION.value, CASES.extends_id.is_(None))
    .order_by(*NEWEST_FIRST)
    .limit(MOST_AT_DISCRETION)
)
AS_THEY_STAND = AT_DISCRETION.where(CASES.state == "decided")
AS_AT_FIRST = AT_DISCRETION.where(CASES.state != "retracted", CASES.corrects_id.is_(None))

GROUND = (
    select(Situation, SituationScale.points, PolicyVersion)
    .outerjoin(SituationScale, SituationScale.situation_id == Situation.id)
    .outerjoin(PolicyVersion, and_(PolicyVersion.situation_id == Situation.id, in_force(bindparam("moment"))))
    .where(Situation.id == bindparam("situation_id"))
)
MERGED = aliased(Customer)
KEPT = (
    select(func.coalesce(MERGED.merged_into_id, MERGED.id))
    .where(MERGED.id == bindparam("customer_id"))
    .scalar_subquery()
)
RECORDS = (
    select(
        *(Customer.id, Customer.merged_into_id, Customer.erased_at, Customer.name, Customer.language),
        *(Customer.team_id, Customer.yearly_volume, Customer.region, Tier.rank),
    )
    .join(Tier, Tier.id == Customer.tier_id)
    .where(or_(Customer.id == KEPT, Customer.merged_into_id == KEPT))
)
"""The record of a customer that was kept, and those that were merged into it."""


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

    @property
    def version_id(self) -> int | None:
        """The number of the version in force."""
        return None if self.version is None else self.version.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The customer who asks, as far as the rules look at them.

    Nobody in particular is a customer of the lowest tier. `records` are the numbers of the customer and of those
    merged into it.
    """

    id: int | None = None
    name: str = ""
    language: str = ""
    team_id: int | None = None
    region: str | None = None
    facts: Facts
    records: tuple[int, ...] = ()


def ground(session: Session, situation_id: int, moment: datetime) -> tuple[Situation, Ground]:
    """Return the situation and the ground of deciding in it at a moment. Raises NotFound."""
    row = session.execute(GROUND, {"situation_id": situation_id, "moment": moment}).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_SITUATION)
    situation, points = row[0], row[1]
    version: PolicyVersion | None = row[2]
    facts = situation.facts()
    return situation, Ground(
        situation_id=situation.id,
        situation=facts,
        yardstick=_yardstick(facts, points or "{}"),
        rule=schema.rule_from_json(version.rule) if version is not None else RuleFacts(),
        rule_key=version.rule_key if version is not None else "",
        version=version,
    )


@lru_cache(maxsize=schema.KNOWN)
def _yardstick(situation: SituationFacts, points: str) -> Yardstick:
    return fitted(situation, schema.scales_from_json(points))


def asker(session: Session, viewer: Viewer, customer_id: int | None) -> Asker:
    """Return the customer who asks; of one who was merged, the record that was kept. Raises NotFound."""
    if customer_id is None:
        return Asker(facts={TIER: 0.0, VOLUME: None})
    asked = RECORDS.where(*exists_for(viewer)) if viewer.hidden_team_ids else RECORDS
    rows = session.execute(asked, {"customer_id": customer_id}).all()
    row = next((each for each in rows if each.merged_into_id is None and each.erased_at is None), None)
    if row is None:
        raise NotFound(N_("There is no such customer."))
    volume = None if row.yearly_volume is None else float(row.yearly_volume)
    return Asker(
        id=row.id,
        name=row.name,
        language=row.language,
        team_id=row.team_id,
        region=row.region or None,
        facts={TIER: float(row.rank), VOLUME: volume},
        records=tuple(each.id for each in rows),
    )


def comparables(session: Session, ground: Ground, case: Case, *, viewer: Viewer) -> list[Measured]:
    """Return, of the newest precedents of the same situation, rule and zone within its window, those that can matter.

    Grants in stronger and refusals in weaker cases say nothing, and are left out before anything is made of them.
    """
    since = case.decided_at - timedelta(days=ground.situation.window_days)
    among: dict[str, object] = {"situation_id": ground.situation_id, "rule_key": ground.rule_key}
    among |= (
        {"zone": case.zone.value} if case.corrects is None else {"zone": case.zone.value, "corrects": case.corrects}
    )
    asked = COMPARABLE if case.corrects is None else COMPARABLE_ANEW
    asked = asked.where(*of_teams_seen(viewer)) if viewer.hidden_team_ids else asked
    within = {"since": since, "until": case.decided_at}
    rows, than = read(session, asked, {**among, **within}, ground.yardstick), ground.yardstick.measure(case.facts)
    cell = (ground.rule_key, case.zone.value)
    reach = WIDEST if ground.situation.has_amount else ALIKE
    grants = no_stronger([each for each in rows if each.is_grant], than, reach)
    refusals = no_weaker([each for each in rows if not each.is_grant], than, reach)
    return [each.measured(ground.situation.key, cell) for each in (*grants, *refusals)]


def of_customer(session: Session, ground: Ground, case: Case, *, viewer: Viewer, asker: Asker) -> list[Measured]:
    """Return what was decided in this situation for the customer lately, the oldest first.

    What was decided for records that were merged into the customer is theirs as well.
    """
    asked = OF_CUSTOMER.where(*of_teams_seen(viewer)) if viewer.hidden_team_ids else OF_CUSTOMER
    among = {"situation_id": ground.situation_id, "customers": asker.records}
    within = {"since": case.decided_at - REMEMBERED, "until": case.decided_at}
    rows = read(session, asked, {**among, **within}, ground.yardstick)
    return [each.measured(ground.situation.key) for each in reversed(rows) if each.row.id != case.corrects]


def at_discretion(session: Session, ground: Ground, until: datetime, *, at_first: bool = False) -> list[Measured]:
    """Return the newest decisions of a situation, whoever made them, in which the policy left a choice.

    Of what was decided anew the last answer, which stands, or the one that was given at first; a grant that goes on
    counts once.
    """
    within = {"situation_id": ground.situation_id, "since": until - LATELY, "until": until}
    rows = read(session, AS_AT_FIRST if at_first else AS_THEY_STAND, within, ground.yardstick)
    return [each.measured(ground.situation.key) for each in rows]


def of_teams_seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the condition under which a decision exists for the viewer: not of a team hidden from them."""
    return [Decision.team_id.not_in(sorted(viewer.hidden_team_ids))] if viewer.hidden_team_ids else []


def names_of_people(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    """Return the names of these accounts."""
    wanted = sorted(set(numbers))
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all()) if wanted else {}
