"""Noting how consistent decisions are, so that a report need not compare them all."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.precedents.records import Consistency
from tracker.precedents.rules.consistency import Agreement

KEPT = timedelta(days=800)


def note_consistency(session: Session, found: Mapping[int, Agreement], now: datetime) -> None:
    """Store the agreement of each situation as that of today; notes of more than two years are forgotten."""
    today = now.astimezone(UTC).date()
    is_over = (Consistency.day == today) | (Consistency.day < today - KEPT)
    session.execute(delete(Consistency).where(is_over))
    rows = [
        {"situation_id": number, "day": today, "cases": each.cases, "agreed": each.agreed}
        for number, each in found.items()
        if each.cases
    ]
    if rows:
        session.execute(insert(Consistency), rows)
