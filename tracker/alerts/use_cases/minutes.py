"""Sending minutes: everybody reads what became of their promises, whoever sends them reads all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.minutes import waiting_or_sent
from tracker.alerts.queries.states import insert_new
from tracker.alerts.records import Delivery
from tracker.alerts.rules.minutes import MinutesOf
from tracker.alerts.use_cases.sendings import Row, by_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMinutes:
    """Which promises each reader (an account) is told of, from when to when; `key` tells these minutes from others.

    `path` is where whoever sends them reads them in the application.
    """

    by_id: int
    since: datetime
    until: datetime
    key: str
    path: str
    readers: Mapping[int, Sequence[int]]


def send_minutes(session: Session, send: SendMinutes, now: datetime) -> int:
    """Let the minutes wait to be sent, to each reader once a minute at most; return to how many they really go."""
    rows = [_row(send, account_id, promise_ids, now) for account_id, promise_ids in send.readers.items()]
    known = waiting_or_sent(session, [str(row["dedupe_key"]) for row in rows])
    rows = [row for row in rows if row["dedupe_key"] not in known]
    if rows:
        session.execute(insert_new(session, Delivery), rows)
    return len(rows)


def _row(send: SendMinutes, account_id: int, promise_ids: Sequence[int], now: datetime) -> Row:
    about = MinutesOf(
        by_id=send.by_id, since=send.since, until=send.until, promise_ids=tuple(promise_ids), path=send.path
    )
    key = f"{send.key}:{account_id}:{now.astimezone(UTC):%Y%m%d%H%M}"
    return by_mail(key, about.packed(), now) | {"recipient_id": account_id}
