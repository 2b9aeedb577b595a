"""Telling people that what they wrote or granted ends soon, so that nothing ends unseen."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.alerts.queries.endpoints import administrators
from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.affairs import Telling, tell_of
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.people import Role
from tracker.precedents.queries import holders
from tracker.precedents.queries.answering import administrators_seeing
from tracker.precedents.queries.situations import ending_by
from tracker.precedents.records import Decision, PolicyVersion
from tracker.precedents.rules.extending import TOLD_BEFORE

AFFAIR = "policy"
GRANT = "grant"


def tell_of_ending(session: Session, offices: Offices, now: datetime) -> None:
    """Tell of every policy that ends soon, once for each end that was said."""
    for version in ending_by(session, now, now + TOLD_BEFORE):
        tell_of(session, _telling(version), _people(session, version), offices, now=now)


def tell_of_grants_ending(session: Session, offices: Offices, now: datetime) -> None:
    """Tell of every grant that ends soon, once; not of one so short that it is still remembered."""
    for grant in holders.ending_by(session, now, now + TOLD_BEFORE):
        if grant.expires_at is not None and grant.expires_at - grant.decided_at >= 2 * TOLD_BEFORE:
            telling = Telling(affair=GRANT, affair_id=grant.id, kind=NoticeKind.GRANT_ENDS, step="ends")
            tell_of(session, telling, _granters(session, grant), offices, now=now)


def _granters(session: Session, grant: Decision) -> list[int]:
    """Return who granted it; where they are not here any more, the manager of the team, or the administrators."""
    granted_by = grant.decided_by
    if granted_by.active and granted_by.role != Role.ADMIN.value:
        return [granted_by.id]
    manager_id = session.get_one(Team, grant.team_id).manager_id
    return [manager_id] if manager_id is not None else list(administrators_seeing(session, grant.team_id))


def _telling(version: PolicyVersion) -> Telling:
    step = f"ends-{version.ends_at:%Y%m%d%H%M}"
    return Telling(affair=AFFAIR, affair_id=version.id, kind=NoticeKind.POLICY_ENDS, step=step)


def _people(session: Session, version: PolicyVersion) -> list[int]:
    """Return who wrote it; the administrators where they are not here any more, or may not change it."""
    author = version.changed_by
    is_here = author.active and author.role != Role.AGENT.value
    return [author.id] if is_here else list(administrators(session))
