"""How one event is written down and chained to the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to a record and belongs into its history.

    `changes` maps a field to its value before and after; `words` holds what a person said about it.
    """

    kind: str
    subject_type: str
    subject_id: int
    actor_id: int | None
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)

    def details(self) -> str:
        """Return changes and words as canonical JSON: sorted keys, no spaces, moments in UTC."""
        told: dict[str, object] = {}
        if self.changes:
            told["changes"] = {name: list(pair) for name, pair in self.changes.items()}
        if self.words:
            told["words"] = dict(self.words)
        return _canonical(told)


def plain(value: object) -> object:
    """Return the JSON form of a value that JSON does not know. Raises TypeError for a stranger."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case Decimal():
            return str(value)
        case Enum():
            return value.value
    raise TypeError(f"an event cannot hold a {type(value).__name__}")


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain).encode


def digest(details: str) -> str:
    """Return the SHA-256 of an event's details, in hex."""
    return hashlib.sha256(details.encode()).hexdigest()


def chain(previous: str, event_id: int, at: datetime, told: str) -> str:
    """Return the hash of an event: SHA-256 over the hash before it, its number, moment and what it tells.

    `told` joins actor, kind, subject and the digest of the details.
    """
    line = f"{previous}|{event_id}|{at.astimezone(UTC).isoformat(timespec='microseconds')}|{told}"
    return hashlib.sha256(line.encode()).hexdigest()


def told(actor_id: int | None, kind: str, subject: tuple[str, int], details_digest: str) -> str:
    """Return what an event tells, in the one spelling that the chain covers."""
    return f"{actor_id or ''}|{kind}|{subject[0]}:{subject[1]}|{details_digest}"
