"""Flags, and the decisions that show them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account, Team
from tracker.kernel.storage import Numbered, Record, partial_index
from tracker.precedents.records.decisions import Decision
from tracker.precedents.records.situations import PolicyVersion, Situation


class Flag(Numbered, Record):
    """A finding. `numbers` is the JSON of what explains it; no word of a person is in it.

    It is about a decision; or, for drift, about a situation in the team; or, for a different grant rate, about a
    person or, without one, about the team itself. Of each there is one flag, which new evidence opens again.
    `factor` names what told the cases apart, `policy_version_id` the version that answered it.
    """

    __tablename__ = "flag"

    type: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16), server_default="open")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    situation_id: Mapped[int | None] = mapped_column(ForeignKey("situation.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    numbers: Mapped[str] = mapped_column(Text, server_default="{}")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, server_default="")
    factor: Mapped[str] = mapped_column(String(40), server_default="")
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"))
    row_version: Mapped[int] = mapped_column(server_default="1")

    decision: Mapped[Decision | None] = relationship(lazy="raise")
    situation: Mapped[Situation | None] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[account_id])
    team: Mapped[Team] = relationship(lazy="raise")
    policy_version: Mapped[PolicyVersion | None] = relationship(lazy="raise")
    closed_by: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[closed_by_id])
    evidence: Mapped[list["FlagEvidence"]] = relationship(
        lazy="raise", order_by="FlagEvidence.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("decision_id", "type"),
        CheckConstraint(
            "type IN ('policy', 'expectation', 'treatment', 'amount', 'drift', 'agent_noise')", name="type"
        ),
        CheckConstraint(
            "(decision_id IS NULL) = (type IN ('drift', 'agent_noise'))"
            " AND (situation_id IS NOT NULL) = (type = 'drift')"
            " AND (account_id IS NULL OR type = 'agent_noise')",
            name="about",
        ),
        CheckConstraint("severity IN ('notice', 'strong')", name="severity"),
        CheckConstraint(
            "state IN ('open', 'justified', 'corrected', 'policy_changed', 'accepted_once', 'not_comparable',"
            " 'evidence_removed', 'passed')",
            name="state",
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        Index("ix_flag_created_at", "created_at", "id"),
        partial_index("uq_flag_drift", "situation_id", "team_id", where="type = 'drift'", unique=True),
        partial_index("uq_flag_team_rate", "team_id", where="type = 'agent_noise' AND account_id IS NULL", unique=True),
        partial_index("uq_flag_account_rate", "account_id", where="account_id IS NOT NULL", unique=True),
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
