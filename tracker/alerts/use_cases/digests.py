"""Writing the digests whose hour has come; what they say is gathered when they go out."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries import digests as queries
from tracker.alerts.queries.digests import Reader
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.digests import DigestOf, digests_due
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.sendings import Row, by_mail
from tracker.worktime.working_days import is_working_day
from tracker.worktime.zones import local


def write_digests(session: Session, offices: Offices, now: datetime) -> int:
    """Let every digest whose hour has come wait to be sent, each once a day; return how many are due now.

    Whoever is away gets none: the deputy has a digest of their own.
    """
    rows = [
        _row(reader, each, now) for reader in queries.readers(session) for each in _due(session, reader, offices, now)
    ]
    if rows:
        session.execute(insert_new(session, Delivery), rows)
    return len(rows)


def _due(session: Session, reader: Reader, offices: Offices, now: datetime) -> Iterable[DigestOf]:
    wall = local(now, reader.zone)
    works = is_working_day(wall.date(), offices.calendar(session, reader.team_id))
    found = list(digests_due(reader.wish, wall, is_working_day=works, manages=reader.manages))
    is_there = not found or offices.responsible(session, reader.account_id, now) == reader.account_id
    return found if is_there else []


def _row(reader: Reader, digest: DigestOf, now: datetime) -> Row:
    key = f"digest:{digest.digest}:{reader.account_id}:{digest.day:%Y%m%d}"
    return by_mail(key, digest.packed(), now) | {"recipient_id": reader.account_id}
