"""Mails that asked customers two questions, what was answered, and who wants no more of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import Numbered, Record
from tracker.surveys.rules import SurveyFacts


class Survey(Numbered, Record):
    """A mail with two questions. What was answered to the second one is an expectation, and stands there.

    `about_id` is the promise under which the mail is known, and through whose owner an answer reaches us.
    """

    __tablename__ = "survey"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(5))
    delivery_key: Mapped[str] = mapped_column(String(120), unique=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    kept: Mapped[str | None] = mapped_column(String(6))
    expectation_id: Mapped[int | None] = mapped_column(ForeignKey("expectation.id", ondelete="SET NULL"))

    __table_args__ = (
        Index("ix_survey_customer_id", "customer_id", "sent_at"),
        Index("ix_survey_sent_at", "sent_at"),
        CheckConstraint("kept IN ('yes', 'partly', 'no')", name="kept"),
        CheckConstraint("(kept IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("sent_at < expires_at", name="order"),
    )

    def facts(self) -> SurveyFacts:
        """Return what the rules need to know."""
        return SurveyFacts(expires_at=self.expires_at, answered_at=self.answered_at)


class SurveyRefusal(Record):
    """A customer wants no more such mails."""

    __tablename__ = "survey_refusal"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
