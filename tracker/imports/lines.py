"""One row of the file as the promise it tells of. Pure: cells and mapping in, a line or a refusal out."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tracker.imports.fingerprints import fingerprint
from tracker.promises.rules import Channel, Due, State


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A row cannot be imported; the message names field and columns."""


class PassedOver(Exception):  # noqa: N818
    """The mapping says that such a row is no promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLine:
    """Whom the row names. None means that the file has nothing to say."""

    id: str
    name: str
    reference: str | None
    region: str | None
    language: str | None
    time_zone: str | None
    tier: str | None
    phone: str | None
    mail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the promise ended, and when."""

    state: State
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Line:
    """A promise as the file tells it. Names of kinds, tiers, teams and accounts are still the file's."""

    external_id: str
    customer: CustomerLine
    kind: str
    statement: str
    made_at: datetime
    is_made_now: bool
    due: Due
    ending: Ending | None
    note: str | None
    missing: str | None
    reference: str | None
    conditions: str | None
    channel: Channel
    owner: str
    maker: str | None
    team: str | None

    @property
    def state(self) -> State:
        """The state that the ending means."""
        return self.ending.state if self.ending else State.OPEN

    def told(self) -> Dictionary[str, object]:
        """Return what the file says, by the name under which a change of it is recognised."""
        return {
            "customer": self.customer,
            "kind": self.kind,
            "statement": self.statement,
            "made_at": None if self.is_made_now else self.made_at,
            "due": self.due,
            "ending": self.ending,
            "note": self.note,
            "missing": self.missing,
            "reference": self.reference,
            "conditions": self.conditions,
            "channel": self.channel.value,
            "owner": (self.owner, self.maker, self.team),
        }

    @cached_property
    def fingerprint(self) -> str:
        """The print by which the next import sees what has changed."""
        return fingerprint(self.told())
