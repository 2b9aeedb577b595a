"""Who answers for whom at a moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.queries.standing_in import responsible_on
from tracker.accounts.records import Account, Team
from tracker.worktime.zones import local_day


def responsible_now(session: Session, account_id: int, now: datetime) -> int:
    """Return who answers for somebody: themselves, else the deputy, else the manager. Days are theirs."""
    zone = session.scalars(select(Account.time_zone).where(Account.id == account_id)).one()
    return responsible_on(session, account_id, local_day(now, zone))


def manager_of(session: Session, team_id: int) -> int | None:
    """Return who manages a team, if anybody does."""
    return session.scalars(select(Team.manager_id).where(Team.id == team_id)).one()
