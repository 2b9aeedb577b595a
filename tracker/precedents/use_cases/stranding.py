"""Telling people of flags that nobody may settle, so that none ends unseen."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.affairs import Telling, tell_of
from tracker.alerts.use_cases.offices import Offices
from tracker.precedents.queries.answering import administrators_seeing
from tracker.precedents.queries.flags import waiting_for_nobody

AFFAIR = "flag"


def tell_of_stranded(session: Session, offices: Offices, now: datetime) -> None:
    """Tell who decided and who runs the installation, once of each flag."""
    for flag in waiting_for_nobody(session, now):
        telling = Telling(affair=AFFAIR, affair_id=flag.id, kind=NoticeKind.FLAG_STRANDED, step="stranded")
        decided_by = [flag.decision.decided_by_id] if flag.decision is not None else []
        tell_of(session, telling, [*decided_by, *administrators_seeing(session, flag.team_id)], offices, now=now)
