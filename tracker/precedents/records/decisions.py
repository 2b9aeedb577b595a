"""Decisions, requests that wait for somebody who may make exceptions, and what is counted."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.kernel.storage import BigId, Numbered, Record, partial_index
from tracker.precedents.records.situations import PolicyVersion, Situation


class Decision(Record):
    """A request for special treatment and its answer.

    `facts` is the JSON of what was known, the customer's tier and volume of that day included. `countable` says
    that later cases are held against it. What was granted ends at `expires_at`, or never. A correction names the
    decision that it sets right, which is `corrected` then and counts nowhere until the correction is taken back.
    `overruled_by_id` names the decision that, while it stands, takes its force. `told` is what the customer was told.
    An extension (`extends_id`) names the grant that goes on by it, the first one where it was extended before.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"))
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"))
    rule_key: Mapped[str] = mapped_column(String(16), server_default="")
    zone: Mapped[str] = mapped_column(String(1))
    state: Mapped[str] = mapped_column(String(10), server_default="decided")
    outcome: Mapped[str] = mapped_column(String(8))
    countable: Mapped[bool]
    decided_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    channel: Mapped[str] = mapped_column(String(12), server_default="phone")
    request: Mapped[str] = mapped_column(Text, server_default="")
    facts: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    departure: Mapped[str] = mapped_column(String(14), server_default="")
    reason: Mapped[str] = mapped_column(Text, server_default="")
    told: Mapped[str] = mapped_column(Text, server_default="")
    assessment: Mapped[str] = mapped_column(Text, server_default="{}")
    approver_role: Mapped[str | None] = mapped_column(String(10))
    one_off: Mapped[bool] = mapped_column(server_default=text("false"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    overruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    extends_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    form_key: Mapped[str | None] = mapped_column(String(40))
    retracted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_for: Mapped[str] = mapped_column(Text, server_default="")
    """When and why a grant was ended before its time: `expires_at` is that moment then."""
    row_version: Mapped[int] = mapped_column(server_default="1")

    situation: Mapped[Situation] = relationship(lazy="raise")
    policy_version: Mapped[PolicyVersion | None] = relationship(lazy="raise")
    decided_by: Mapped[Account] = relationship(lazy="raise")
    team: Mapped[Team] = relationship(lazy="raise")
    customer: Mapped[Customer | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("state IN ('decided', 'corrected', 'retracted')", name="state"),
        CheckConstraint("(state = 'retracted') = (retracted_at IS NOT NULL)", name="retracted"),
        CheckConstraint("state = 'decided' OR NOT countable", name="countable"),
        CheckConstraint("outcome IN ('granted', 'partial', 'refused')", name="outcome"),
        CheckConstraint("zone IN ('E', 'P', 'D', 'U')", name="zone"),
        CheckConstraint("departure IN ('', 'distinguished', 'overruled', 'excepted')", name="departure"),
        CheckConstraint("departure = '' OR reason <> ''", name="reason"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        CheckConstraint("corrects_id IS NULL OR corrects_id <> id", name="correction"),
        CheckConstraint("extends_id IS NULL OR (extends_id <> id AND corrects_id IS NULL)", name="extension"),
        Index("ix_decision_precedents", "situation_id", "rule_key", "zone", "countable", "decided_at", "id"),
        partial_index(
            "ix_decision_customer", "customer_id", "situation_id", "decided_at", where="customer_id IS NOT NULL"
        ),
        Index("ix_decision_decided_at", "decided_at", "id"),
        partial_index("ix_decision_expires_at", "expires_at", "id", where="expires_at IS NOT NULL"),
        partial_index("ix_decision_extends_id", "extends_id", where="extends_id IS NOT NULL"),
        Index("ix_decision_situation_id", "situation_id", "decided_at", "id"),
        partial_index(
            "ix_decision_exception",
            "team_id",
            "decided_at",
            "id",
            where="departure = 'excepted' AND outcome <> 'refused'",
        ),
        partial_index("uq_decision_form_key", "form_key", where="form_key IS NOT NULL", unique=True),
        partial_index(
            "uq_decision_corrects_id",
            "corrects_id",
            where="corrects_id IS NOT NULL AND state <> 'retracted'",
            unique=True,
        ),
    )
    __mapper_args__ = {"version_id_col": row_version}


class DecisionCount(Record):
    """How often was asked and granted, by day: what reports and drift read instead of the archive."""

    __tablename__ = "decision_count"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"), primary_key=True)
    rule_key: Mapped[str] = mapped_column(String(16), primary_key=True)
    zone: Mapped[str] = mapped_column(String(1), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    asked: Mapped[int]
    granted: Mapped[int]

    __table_args__ = (
        CheckConstraint("asked >= granted AND granted >= 0", name="shares"),
        Index("ix_decision_count_day", "zone", "day"),
    )


class Consistency(Record):
    """How consistent the decisions of a situation were on a day; see `rules.consistency`."""

    __tablename__ = "consistency"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    cases: Mapped[int]
    agreed: Mapped[float]

    __table_args__ = (
        CheckConstraint("agreed >= 0 AND agreed <= cases", name="share"),
        Index("ix_consistency_day", "day"),
    )


class Approval(Numbered, Record):
    """A request that who was asked may not grant alone: it waits for somebody who may.

    `outcome` and `amount` are what the requester wants to give, `one_off` for once, `told` in which words,
    `corrects_id` instead of which answer; `extends_id` is the grant that shall go on until `ends_at`; `decision_id` is
    the answer. `approver_role` is how high whoever answers has to stand at least. Whatever reminds of it until
    `told_until` has been told of; None is nothing yet.
    """

    __tablename__ = "approval"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    told_until: Mapped[datetime | None]
    request: Mapped[str] = mapped_column(Text, server_default="")
    channel: Mapped[str] = mapped_column(String(12), server_default="phone")
    facts: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    approver_role: Mapped[str] = mapped_column(String(10), server_default="manager")
    reason: Mapped[str] = mapped_column(Text)
    one_off: Mapped[bool] = mapped_column(server_default=text("false"))
    told: Mapped[str] = mapped_column(Text, server_default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    extends_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    ends_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10), server_default="waiting")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, server_default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    form_key: Mapped[str | None] = mapped_column(String(40))
    assessment: Mapped[str] = mapped_column(Text, server_default="{}")
    row_version: Mapped[int] = mapped_column(server_default="1")

    situation: Mapped[Situation] = relationship(lazy="raise")
    customer: Mapped[Customer | None] = relationship(lazy="raise")
    asked_by: Mapped[Account] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    answered_by: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[answered_by_id])
    decision: Mapped[Decision | None] = relationship(lazy="raise", foreign_keys=[decision_id])

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'answered', 'withdrawn')", name="state"),
        CheckConstraint("outcome IN ('granted', 'partial')", name="outcome"),
        CheckConstraint("approver_role IN ('manager', 'above')", name="approver"),
        CheckConstraint("ends_at IS NULL OR extends_id IS NOT NULL", name="extension"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(state = 'answered') = (decision_id IS NOT NULL)", name="decision"),
        CheckConstraint("answered_by_id IS NULL OR state <> 'answered' OR answered_by_id <> asked_by_id", name="other"),
        partial_index("ix_approval_waiting", "team_id", "answer_by", "id", where="state = 'waiting'"),
        Index("ix_approval_asked_by_id", "asked_by_id", "asked_at", "id"),
        partial_index("uq_approval_decision_id", "decision_id", where="decision_id IS NOT NULL", unique=True),
        partial_index("uq_approval_form_key", "form_key", where="form_key IS NOT NULL", unique=True),
    )
    __mapper_args__ = {"version_id_col": row_version}
