"""Minutes by mail: what happened to some promises within a time, told to somebody."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from tracker.alerts.rules.payloads import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesOf:
    """What minutes are about, as the payload of a delivery: the promises, from when to when, who sends them.

    `path` is where whoever sends them reads them in the application; nobody else can.
    """

    by_id: int
    since: datetime
    until: datetime
    promise_ids: tuple[int, ...]
    path: str = ""

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        told = {"since": self.since.isoformat(), "until": self.until.isoformat(), "promises": list(self.promise_ids)}
        return json.dumps({Matter.MINUTES: self.by_id, "path": self.path, **told})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        return cls(
            by_id=told[Matter.MINUTES],
            since=datetime.fromisoformat(told["since"]),
            until=datetime.fromisoformat(told["until"]),
            promise_ids=tuple(told["promises"]),
            path=told.get("path", ""),
        )
