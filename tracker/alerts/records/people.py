"""Who is on it, how people want to be told, and by which hours a team's alerts are planned."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import BigId, Record


class Acknowledgement(Record):
    """Somebody is on it until a moment: until then nothing climbs further, then the promise comes back."""

    __tablename__ = "acknowledgement"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_acknowledgement_promise_id", "promise_id", "id"),
        CheckConstraint("at < until", name="order"),
    )


class AnsweredLink(Record):
    """A link of a mail that was used: the delivery it came with, and what it did. Each is good for one answer."""

    __tablename__ = "answered_link"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str] = mapped_column(String(12), primary_key=True)
    answered_at: Mapped[datetime]


class NoticeSettings(Record):
    """How somebody wants to be told. Minutes are those of the local day; without a row the defaults count."""

    __tablename__ = "notice_settings"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    lets_urgent_through: Mapped[bool] = mapped_column(server_default=text("false"))
    daily_at: Mapped[int | None]
    weekly_on: Mapped[int | None]
    weekly_at: Mapped[int | None]
    with_sound: Mapped[bool] = mapped_column(server_default=text("false"))
    with_count: Mapped[bool] = mapped_column(server_default=text("true"))
    row_version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
        CheckConstraint("(weekly_on IS NULL) = (weekly_at IS NULL)", name="weekly"),
        CheckConstraint("weekly_on IS NULL OR weekly_on BETWEEN 0 AND 6", name="weekly_on"),
    )
    __mapper_args__ = {"version_id_col": row_version}


class Unwanted(Record):
    """Somebody does not want notices of one kind on one channel."""

    __tablename__ = "unwanted"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12), primary_key=True)


class TeamPlan(Record):
    """By which hours and ladders the alerts of a team's promises are planned.

    When the fingerprint is no longer true, the team's promises are planned anew in small bites, by due and number;
    `at_due_at` and `at_promise_id` are how far that has come. Number None: it is done; due None: it begins.
    """

    __tablename__ = "team_plan"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    at_due_at: Mapped[datetime | None]
    at_promise_id: Mapped[int | None] = mapped_column(BigInteger)
