"""Flags, and the decisions that show them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account
from tracker.kernel.storage import Numbered, Record, partial_index
from tracker.precedents.records.decisions import Decision


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
