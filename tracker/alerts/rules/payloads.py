"""What deliveries are about besides promises; each is told from the others by its key. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from tracker.alerts.rules.ladders import NoticeKind


class Matter(StrEnum):
    """The key that stands in a payload."""

    OCCASION = "kind"
    CATCH_UP = "catch_up"
    TRIAL = "trial"
    TROUBLE = "trouble"
    DIGEST = "digest"
    WRITTEN = "written"
    MINUTES = "minutes"
    AFFAIR = "affair"
    REPORT = "report"


class Trouble(StrEnum):
    """What went wrong while delivering."""

    UNDELIVERED = "undelivered"
    """Some notices could not be delivered at all."""
    UNREACHED = "unreached"
    """A mail to a customer was refused."""
    PAUSED = "paused"
    """An endpoint failed several times in a row and is left alone for a while."""
    DISABLED = "disabled"
    """An endpoint said that it is gone."""


@dataclass(frozen=True, slots=True)
class TrialRun:
    """A message that only shows whether an endpoint works."""

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.TRIAL: True})


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleReport:
    """A message about deliveries: what is wrong with which endpoint, and what was said last."""

    trouble: Trouble
    endpoint: str = ""
    said: str = ""

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.TROUBLE: self.trouble, "endpoint": self.endpoint, "said": self.said})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        return cls(trouble=Trouble(told[Matter.TROUBLE]), endpoint=told["endpoint"], said=told["said"])


@dataclass(frozen=True, slots=True, kw_only=True)
class AffairTold:
    """A message about something else than a promise: of which sort, which one, and what is told of it."""

    affair: str
    affair_id: int
    kind: NoticeKind

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.AFFAIR: self.affair, "id": self.affair_id, "told": self.kind})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        return cls(affair=told[Matter.AFFAIR], affair_id=told["id"], kind=NoticeKind(told["told"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenMail:
    """A mail to a customer whose words stand once it was written, whatever happens later.

    One that tells a date (`due_at`, as ISO 8601) goes out only while its promise is open and due then: what is taken
    hours later must not tell a date that has moved meanwhile.
    """

    email: str
    name: str
    language: str
    subject: str
    opening: str
    statement: str
    facts: Sequence[tuple[str, str]] = ()
    calendar: str = ""
    calendar_method: str = ""
    links: Sequence[tuple[str, str]] = ()
    reply_to: str = ""
    due_at: str = ""

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.WRITTEN: asdict(self)})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)[Matter.WRITTEN]
        pairs = {name: [(label, value) for label, value in told.get(name, ())] for name in ("facts", "links")}
        return cls(**told | pairs)


def matter_of(payload: str) -> Matter | None:
    """Return what a delivery is about, None for something that this version does not know."""
    told = json.loads(payload)
    return next((matter for matter in Matter if matter in told), None)
