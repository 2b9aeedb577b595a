"""Secret links of customers, what customers said on the page behind them, and confirmations that they got by mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account
from tracker.kernel.storage import Numbered, Record, partial_index
from tracker.portal.rules import LinkFacts


class CustomerLink(Numbered, Record):
    """A link to a customer's page with a secret of its own; only the SHA-256 of the secret is kept.

    `opened_at` is an access stamp, written at most once a minute.
    """

    __tablename__ = "customer_link"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    made_by: Mapped[Account] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_customer_link_customer_id", "customer_id"),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("created_at < expires_at", name="order"),
    )

    def facts(self) -> LinkFacts:
        """Return what the rules need to know."""
        return LinkFacts(expires_at=self.expires_at, revoked_at=self.revoked_at, opened_at=self.opened_at)


class CustomerWord(Numbered, Record):
    """What a customer said about a promise on their page. It settles nothing.

    `told_from` is when somebody here can know of it, where that was not at once.
    """

    __tablename__ = "customer_word"

    link_id: Mapped[int] = mapped_column(ForeignKey("customer_link.id", ondelete="CASCADE"))
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, server_default="")
    told_from: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_customer_word_link_id", "link_id", "at"),
        Index("ix_customer_word_promise_id", "promise_id", "at"),
        CheckConstraint("kind IN ('objects', 'call', 'thanks')", name="kind"),
    )


class Confirmation(Numbered, Record):
    """A mail that confirmed a promise to its customer: the date it told, and its level, 0 for the first one.

    `noted_at` is when it was noted that the mail arrived, or that it did not.
    """

    __tablename__ = "confirmation"

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    level: Mapped[int]
    due_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    delivery_key: Mapped[str] = mapped_column(String(120), unique=True)
    sent_at: Mapped[datetime]
    noted_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_confirmation_promise_id", "promise_id", "id"),
        partial_index("ix_confirmation_waiting", "id", where="noted_at IS NULL"),
    )
