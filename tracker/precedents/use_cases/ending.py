"""Telling people that what they wrote ends soon, so that nothing ends unseen."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.alerts.queries.endpoints import administrators
from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.affairs import Telling, tell_of
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.people import Role
from tracker.precedents.queries.situations import ending_by
from tracker.precedents.records import PolicyVersion

AFFAIR = "policy"
TOLD_BEFORE = timedelta(days=7)
"""So long before the end there is time to extend it, or to write another one."""


def tell_of_ending(session: Session, offices: Offices, now: datetime) -> None:
    """Tell of every policy that ends soon, once for each end that was said."""
    for version in ending_by(session, now, now + TOLD_BEFORE):
        tell_of(session, _telling(version), _people(session, version), offices, now=now)


def _telling(version: PolicyVersion) -> Telling:
    step = f"ends-{version.ends_at:%Y%m%d%H%M}"
    return Telling(affair=AFFAIR, affair_id=version.id, kind=NoticeKind.POLICY_ENDS, step=step)


def _people(session: Session, version: PolicyVersion) -> list[int]:
    """Return who wrote it; the administrators where they are not here any more, or may not change it."""
    author = version.changed_by
    is_here = author.active and author.role != Role.AGENT.value
    return [author.id] if is_here else list(administrators(session))
