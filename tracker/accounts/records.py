"""Accounts, teams with their hours, absences, sign-in sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.kernel.storage import Numbered, Record


class Team(Numbered, Record):
    """A team: its zone, holidays and manager. A closed team's customers and promises are its own business."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    time_zone: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2), server_default="")
    region: Mapped[str] = mapped_column(String(12), server_default="")
    is_closed: Mapped[bool] = mapped_column(server_default=text("false"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", use_alter=True))
    row_version: Mapped[int] = mapped_column(server_default="1")

    slots: Mapped[list["OfficeSlot"]] = relationship(
        lazy="raise", order_by="OfficeSlot.weekday, OfficeSlot.opens_minute", cascade="all, delete-orphan"
    )
    closing_days: Mapped[list["ClosingDay"]] = relationship(
        lazy="raise", order_by="ClosingDay.day", cascade="all, delete-orphan"
    )
    addresses: Mapped[list["TeamAddress"]] = relationship(
        lazy="raise", order_by="TeamAddress.address", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version}


class TeamAddress(Record):
    """An address to which copies of mails to a team's customers are sent, as accounts' addresses are stored."""

    __tablename__ = "team_address"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)


class OfficeSlot(Numbered, Record):
    """One stretch of office hours on one weekday (0 is Monday), in minutes of the local day."""

    __tablename__ = "office_slot"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]

    __table_args__ = (
        UniqueConstraint("team_id", "weekday", "opens_minute"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens_minute AND opens_minute < closes_minute AND closes_minute <= 1440", name="order"),
    )


class ClosingDay(Numbered, Record):
    """A day on which a team is closed besides its public holidays."""

    __tablename__ = "closing_day"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80), server_default="")

    __table_args__ = (UniqueConstraint("team_id", "day"),)


class Account(Numbered, Record):
    """A person who signs in. Inactive accounts keep their history and cannot sign in."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(String(80))
    password: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    locale: Mapped[str] = mapped_column(String(5), server_default="de")
    time_zone: Mapped[str] = mapped_column(String(40))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(server_default="1")

    team: Mapped[Team] = relationship(lazy="raise", foreign_keys=[team_id])

    __table_args__ = (
        Index("ix_account_team_id", "team_id"),
        CheckConstraint("role IN ('agent', 'manager', 'admin')", name="role"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> id", name="deputy"),
    )
    __mapper_args__ = {"version_id_col": row_version}


class Absence(Numbered, Record):
    """Days, first and last included, in the account's zone, on which somebody else answers."""

    __tablename__ = "absence"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        Index("ix_absence_account_id_last_day", "account_id", "last_day"),
        CheckConstraint("first_day <= last_day", name="order"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> account_id", name="deputy"),
    )


class SignInSession(Numbered, Record):
    """One signed-in browser; the cookie holds the secret, the table its hash."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    program: Mapped[str] = mapped_column(String(200), server_default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_sign_in_session_account_id", "account_id", "ended_at"),)


class SignInAttempt(Record):
    """How often sign-in failed lately under one key (an address, a network); the throttle counts here."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime]
    failures: Mapped[int]
