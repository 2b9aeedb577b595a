"""Calendar subscriptions, passwords for task programs, and invitations that were sent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import Numbered, Record, partial_index


class Feed(Numbered, Record):
    """A calendar subscription with a secret of its own; only the SHA-256 of the secret is kept.

    `scope_id` is the number of the team, customer or saved filter that it is about; `name` is empty until its
    owner gives it one. `changed_at` is when the way its entries are written last changed: by choice, or because
    its reader reads another language than `locale`, that of the last fetch. `fetched_at` and `fetched_by` are
    access stamps, written at most once a minute.
    """

    __tablename__ = "feed"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(12), server_default="mine")
    scope_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60), server_default="")
    detail: Mapped[str] = mapped_column(String(10), server_default="full")
    with_alarm: Mapped[bool] = mapped_column(server_default=text("true"))
    locale: Mapped[str] = mapped_column(String(5))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str] = mapped_column(String(200), server_default="")
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_feed_account_id", "account_id"),
        CheckConstraint(
            "scope IN ('mine', 'team', 'overdue', 'customer', 'for_customer', 'filter')"
            " AND (scope_id IS NULL) = (scope IN ('mine', 'overdue'))",
            name="scope",
        ),
        CheckConstraint("detail IN ('reference', 'initials', 'full')", name="detail"),
    )


class AppPassword(Numbered, Record):
    """A password that a program was given instead of its owner's own; only the SHA-256 of it is kept.

    `used_at` and `used_by` are access stamps, written at most once a minute.
    """

    __tablename__ = "app_password"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str] = mapped_column(String(200), server_default="")
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_app_password_account_id", "account_id"),)


class Invitation(Record):
    """A customer was invited to the appointment that was promised; their calendar follows it until `ended_at`.

    Statement and due are those that the customer's calendar was told last, `sequence` the number of that message.
    `cancelled_at` is when it was told that the appointment is off: it holds none any more.
    """

    __tablename__ = "invitation"

    promise_id: Mapped[int] = mapped_column(
        ForeignKey("promise.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(5))
    sequence: Mapped[int]
    statement: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    due_day: Mapped[date | None]
    sent_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (partial_index("ix_invitation_followed", "promise_id", where="ended_at IS NULL"),)
