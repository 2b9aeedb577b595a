"""Marking notices as read, and taking that back."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.alerts.records import Notice

UNTOUCHED = {"synchronize_session": False}


def mark_read(session: Session, account_id: int, notice_id: int, now: datetime) -> None:
    """Mark one of one's own notices as read; somebody else's is not there."""
    one = update(Notice).where(Notice.id == notice_id, Notice.account_id == account_id, Notice.read_at.is_(None))
    session.execute(one.values(read_at=now), execution_options=UNTOUCHED)


def mark_all_read(session: Session, account_id: int, newest_id: int, now: datetime) -> None:
    """Mark every notice up to the newest that was shown as read: what came meanwhile stays new."""
    shown = update(Notice).where(Notice.account_id == account_id, Notice.id <= newest_id, Notice.read_at.is_(None))
    session.execute(shown.values(read_at=now), execution_options=UNTOUCHED)


def mark_unread(session: Session, account_id: int, read_at: datetime) -> None:
    """Take back one marking: all notices that were marked at that moment are new again."""
    together = update(Notice).where(Notice.account_id == account_id, Notice.read_at == read_at)
    session.execute(together.values(read_at=None), execution_options=UNTOUCHED)
