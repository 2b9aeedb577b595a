"""A session in which promises are gone through, and the promises in their order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import Numbered, Record
from tracker.review.rules import ReviewFacts, ReviewKind


class Review(Numbered, Record):
    """Somebody goes through promises: what is overdue, or what `about_id` owes until the moment `until`."""

    __tablename__ = "review"

    kind: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    until: Mapped[datetime | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_review_account_id", "account_id", "id"),
        CheckConstraint("kind IN ('overdue', 'absence')", name="kind"),
        CheckConstraint("(kind = 'absence') = (about_id IS NOT NULL AND until IS NOT NULL)", name="about"),
    )

    def facts(self) -> ReviewFacts:
        """Return what the rules need to know."""
        return ReviewFacts(
            kind=ReviewKind(self.kind), started_at=self.started_at, about_id=self.about_id, until=self.until
        )


class ReviewItem(Record):
    """One promise of a review; whether it is decided is read from the promise, only skipping is kept here."""

    __tablename__ = "review_item"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    skipped_at: Mapped[datetime | None]
