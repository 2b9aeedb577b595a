"""Histories from elsewhere that were uploaded, and what would have been flagged in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account
from tracker.kernel.storage import Numbered, Record


class PastHistory(Numbered, Record):
    """A history that waits to be judged, or was. The upload is forgotten as soon as it is; `flags` is CSV."""

    __tablename__ = "past_history"

    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), server_default="waiting")
    upload: Mapped[bytes | None] = mapped_column(LargeBinary)
    judged_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(Text, server_default="")
    decisions: Mapped[int] = mapped_column(server_default="0")
    flags: Mapped[str] = mapped_column(Text, server_default="")

    by: Mapped[Account] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'judged', 'failed')", name="state"),
        CheckConstraint("(state = 'waiting') = (upload IS NOT NULL)", name="upload"),
        Index("ix_past_history_asked_at", "asked_at", "id"),
    )
