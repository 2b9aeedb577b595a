"""Decisions as the rules see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.situations import Facts


class Outcome(StrEnum):
    """How a request was answered."""

    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED = "refused"

    @property
    def is_grant(self) -> bool:
        """Whether the customer got something."""
        return self is not Outcome.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One decision: what was known, and what was decided by whom. `facts` include those about the customer.

    `role` is the role of who decided, `approver_role` that of who approved it.
    `is_reasoned` says that it departs for a reason that was accepted, `corrects` which decision it sets right,
    `extends` which grant goes on by it.
    """

    id: int
    situation: str
    rule_id: str
    zone: Zone
    decided_at: datetime
    outcome: Outcome
    facts: Facts
    agent_id: int | None = None
    team_id: int | None = None
    customer_id: int | None = None
    role: str = "agent"
    amount: float | None = None
    approver_role: str | None = None
    is_reasoned: bool = False
    is_one_off: bool = False
    corrects: int | None = None
    extends: int | None = None

    @property
    def is_grant(self) -> bool:
        """Whether the customer got something."""
        return self.outcome.is_grant

    @property
    def is_countable(self) -> bool:
        """Whether it is a precedent: made on nobody's special approval, and for no reason of its own.

        What is later corrected, deleted or marked otherwise is taken out by who holds the archive.
        """
        return self.approver_role is None and not self.is_reasoned and not self.is_one_off
