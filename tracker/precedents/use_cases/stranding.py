"""Telling people of flags that nobody may settle, so that none ends unseen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.affairs import Telling, tell_of
from tracker.alerts.use_cases.offices import Offices
from tracker.precedents.queries.answering import administrators_seeing
from tracker.precedents.queries.stranded import waiting_for_nobody
from tracker.precedents.records import Flag

AFFAIR = "flag"


def tell_of_stranded(session: Session, offices: Offices, now: datetime) -> None:
    """Tell whom it is about and who runs the installation, once of each flag.

    How often a person grants is nobody else's matter: of that only they are told.
    """
    for flag in waiting_for_nobody(session, now):
        telling = Telling(affair=AFFAIR, affair_id=flag.id, kind=NoticeKind.FLAG_STRANDED, step="stranded")
        tell_of(session, telling, _people(session, flag), offices, now=now)


def _people(session: Session, flag: Flag) -> Sequence[int]:
    if flag.account_id is not None:
        return [flag.account_id]
    decided_by = [flag.decision.decided_by_id] if flag.decision is not None else []
    return [*decided_by, *administrators_seeing(session, flag.team_id)]
