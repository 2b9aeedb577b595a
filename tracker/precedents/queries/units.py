"""What is asked to judge situations in teams, teams and persons, and the flags about them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.accounts.records import Account
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.people import Role
from tracker.precedents.queries.situations import in_force
from tracker.precedents.records import Decision, Flag, PolicyVersion
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.drift import LOOKED_BACK
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.units import Unit

MOST_GRANTS = 2_000


def flags_of_units(session: Session, kind: FlagType) -> Sequence[Flag]:
    """Return all flags of a type, locked, with their evidence."""
    asked = select(Flag).where(Flag.type == kind.value).options(selectinload(Flag.evidence)).order_by(Flag.id)
    return session.scalars(asked.with_for_update(), execution_options={"populate_existing": True}).all()


def grants_ruled_out(session: Session, unit: Unit, now: datetime) -> tuple[tuple[datetime, int], ...]:
    """Return moments and numbers of what a team lately granted that the policy in force rules out, the newest first."""
    asked = (
        select(Decision.decided_at, Decision.id)
        .join(PolicyVersion, and_(PolicyVersion.situation_id == Decision.situation_id, in_force(now)))
        .where(
            Decision.rule_key == PolicyVersion.rule_key,
            Decision.situation_id == unit.situation_id,
            Decision.team_id == unit.team_id,
            Decision.zone == Zone.PROHIBITED.value,
            Decision.outcome != Outcome.REFUSED.value,
            Decision.state == "decided",
            Decision.extends_id.is_(None),
            Decision.decided_at > now - LOOKED_BACK,
            Decision.decided_at <= now,
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(MOST_GRANTS)
    )
    return tuple((row.decided_at, row.id) for row in session.execute(asked))


def homes(session: Session) -> dict[int, int]:
    """Return the team of everybody who decides in a team of enough people."""
    deciding = (Account.active, Account.role != Role.ADMIN.value)
    large = select(Account.team_id).where(*deciding).group_by(Account.team_id).having(func.count() >= FEWEST_PEOPLE)
    asked = select(Account.id, Account.team_id).where(*deciding, Account.team_id.in_(large))
    return dict(session.execute(asked).all())
