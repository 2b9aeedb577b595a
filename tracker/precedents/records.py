"""Situations, the policies for them, decisions with what they are compared by, and flags."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.kernel.storage import BigId, Numbered, Record, partial_index
from tracker.precedents.rules import schema
from tracker.precedents.rules.policies import VersionFacts
from tracker.precedents.rules.situations import SituationFacts


class Situation(Numbered, Record):
    """A kind of request that comes up again. `factors` is the JSON of what is asked about its cases.

    `customer_fields` names, with commas, what of the customer is compared; `amount_basis` the factor that
    amounts are measured against.
    """

    __tablename__ = "situation"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    title_de: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(80))
    factors: Mapped[str] = mapped_column(Text, server_default="[]")
    customer_fields: Mapped[str] = mapped_column(String(60), server_default="tier_rank")
    has_amount: Mapped[bool] = mapped_column(server_default=text("false"))
    amount_basis: Mapped[str | None] = mapped_column(String(40))
    window_days: Mapped[int] = mapped_column(server_default="365")
    position: Mapped[int] = mapped_column(server_default="100")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    row_version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (CheckConstraint("window_days > 0", name="window"),)
    __mapper_args__ = {"version_id_col": row_version}

    def facts(self) -> SituationFacts:
        """Return what the rules need to know."""
        return SituationFacts(
            key=self.key,
            factors=schema.factors_from_json(self.factors),
            customer_fields=tuple(filter(None, self.customer_fields.split(","))),
            has_amount=self.has_amount,
            amount_basis=self.amount_basis,
            window_days=self.window_days,
        )

    def title_in(self, language: str) -> str:
        """Return the title in one of our languages, `de` or `en`."""
        return self.title_de if language == "de" else self.title_en


class SituationScale(Record):
    """How many decisions a situation has, and the scales of its numbers, made when there were `scaled_at`."""

    __tablename__ = "situation_scale"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"), primary_key=True)
    decided: Mapped[int] = mapped_column(server_default="0")
    scaled_at: Mapped[int] = mapped_column(server_default="0")
    points: Mapped[str] = mapped_column(Text, server_default="{}")


class PolicyVersion(Numbered, Record):
    """One version of what is written about a situation; append-only, but for its end.

    `rule_key` is the same for versions that decide alike, however they are worded.
    """

    __tablename__ = "policy_version"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situation.id"))
    number: Mapped[int]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    rule: Mapped[str] = mapped_column(Text)
    rule_key: Mapped[str] = mapped_column(String(16))
    text_de: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default="")
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    changed_by: Mapped[Account] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("situation_id", "number"),
        UniqueConstraint("situation_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="validity"),
        partial_index("uq_policy_version_open", "situation_id", where="valid_to IS NULL", unique=True),
    )

    def facts(self) -> VersionFacts:
        """Return what the rules need to know."""
        return VersionFacts(
            rule=schema.rule_from_json(self.rule),
            rule_id=self.rule_key,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )

    def text_in(self, language: str) -> str:
        """Return the wording in one of our languages, `de` or `en`."""
        return self.text_de if language == "de" else self.text_en


class Decision(Record):
    """A request for special treatment and its answer.

    `facts` is the JSON of what was known, the customer's tier and volume of that day included. `countable` says
    that later cases are held against it. A correction names the decision that it sets right.
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
    approver_role: Mapped[str | None] = mapped_column(String(10))
    one_off: Mapped[bool] = mapped_column(server_default=text("false"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    overruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    form_key: Mapped[str | None] = mapped_column(String(40))
    retracted_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(server_default="1")

    situation: Mapped[Situation] = relationship(lazy="raise")
    policy_version: Mapped[PolicyVersion | None] = relationship(lazy="raise")
    decided_by: Mapped[Account] = relationship(lazy="raise")
    team: Mapped[Team] = relationship(lazy="raise")
    customer: Mapped[Customer | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("state IN ('decided', 'retracted')", name="state"),
        CheckConstraint("(state = 'retracted') = (retracted_at IS NOT NULL)", name="retracted"),
        CheckConstraint("state = 'decided' OR NOT countable", name="countable"),
        CheckConstraint("outcome IN ('granted', 'partial', 'refused')", name="outcome"),
        CheckConstraint("zone IN ('E', 'P', 'D', 'U')", name="zone"),
        CheckConstraint("departure IN ('', 'distinguished', 'overruled', 'excepted')", name="departure"),
        CheckConstraint("departure = '' OR reason <> ''", name="reason"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        CheckConstraint("corrects_id IS NULL OR corrects_id <> id", name="correction"),
        Index("ix_decision_precedents", "situation_id", "rule_key", "zone", "countable", "decided_at", "id"),
        partial_index(
            "ix_decision_customer", "customer_id", "situation_id", "decided_at", where="customer_id IS NOT NULL"
        ),
        Index("ix_decision_decided_at", "decided_at", "id"),
        Index("ix_decision_situation_id", "situation_id", "decided_at", "id"),
        partial_index("uq_decision_form_key", "form_key", where="form_key IS NOT NULL", unique=True),
        partial_index("uq_decision_corrects_id", "corrects_id", where="corrects_id IS NOT NULL", unique=True),
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


class Flag(Numbered, Record):
    """A finding against a decision. `numbers` is the JSON of what explains it; no word of a person is in it."""

    __tablename__ = "flag"

    type: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16), server_default="open")
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    numbers: Mapped[str] = mapped_column(Text, server_default="{}")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, server_default="")
    row_version: Mapped[int] = mapped_column(server_default="1")

    decision: Mapped[Decision] = relationship(lazy="raise")
    closed_by: Mapped[Account | None] = relationship(lazy="raise")
    evidence: Mapped[list["FlagEvidence"]] = relationship(
        lazy="raise", order_by="FlagEvidence.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("decision_id", "type"),
        CheckConstraint("type IN ('policy', 'expectation', 'treatment', 'amount')", name="type"),
        CheckConstraint("severity IN ('notice', 'strong')", name="severity"),
        CheckConstraint(
            "state IN ('open', 'justified', 'corrected', 'policy_changed', 'accepted_once', 'not_comparable',"
            " 'evidence_removed')",
            name="state",
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        Index("ix_flag_created_at", "created_at", "id"),
        partial_index("ix_flag_open", "team_id", "created_at", "id", where="state = 'open'"),
    )
    __mapper_args__ = {"version_id_col": row_version}


class FlagEvidence(Record):
    """A decision that a flag is shown by; the nearest comes first."""

    __tablename__ = "flag_evidence"

    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    position: Mapped[int]

    __table_args__ = (Index("ix_flag_evidence_decision_id", "decision_id"),)
