"""What the parts of a quick line are."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a part of a line is about."""

    LITERAL = "literal"
    URGENT = "urgent"
    OWNER = "owner"
    CUSTOMER = "customer"
    REFERENCE = "reference"
    KIND = "kind"
    SCOPE = "scope"
    TOPIC = "topic"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a part of a line.

    The group `value` of the pattern is what is said, or else `value`, or else all that is matched. `example` must be
    read by the rule. An `open` rule knows where its words begin; where they end, others decide.
    """

    name: str
    sort: Sort
    pattern: str
    example: str
    value: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line and what it says; `said_from` is where its value begins, after words like "only for"."""

    sort: Sort
    start: int
    end: int
    value: str
    said_from: int
    rule: str = ""
    is_open: bool = False

    def covers(self, other: "Part") -> bool:
        """Whether the two share a letter."""
        return self.start < other.end and other.start < self.end
