"""Digests: what is owed in one message, daily for a person, weekly for whoever manages teams."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from tracker.alerts.rules.payloads import Matter
from tracker.alerts.rules.preferences import Preferences

GRACE = timedelta(hours=6)
"""So long after its hour a digest still goes out when no worker was there; later it would tell of yesterday."""
A_WEEK = timedelta(days=7)


class Digest(StrEnum):
    """Which digest it is."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOf:
    """A digest of one day, as the payload of a delivery."""

    digest: Digest
    day: date

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.DIGEST: self.digest, "day": self.day.isoformat()})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        return cls(digest=Digest(told[Matter.DIGEST]), day=date.fromisoformat(told["day"]))


def digests_due(wish: Preferences, wall: datetime, *, is_working_day: bool, manages: bool) -> Iterator[DigestOf]:
    """Yield the digests whose hour has come on the local wall clock of a person.

    The daily one comes on working days, the weekly one on its day whatever that is; weekly ones are for
    whoever manages a team.
    """
    if is_working_day and _has_come(wish.daily_at, wall):
        yield DigestOf(digest=Digest.DAILY, day=wall.date())
    if manages and wish.weekly_on == wall.weekday() and _has_come(wish.weekly_at, wall):
        yield DigestOf(digest=Digest.WEEKLY, day=wall.date())


def _has_come(minute: int | None, wall: datetime) -> bool:
    if minute is None:
        return False
    waited = timedelta(minutes=wall.hour * 60 + wall.minute - minute)
    return timedelta(0) <= waited <= GRACE
