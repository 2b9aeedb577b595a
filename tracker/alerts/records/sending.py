"""Ladders, planned alerts, deliveries and their attempts, the in-app inbox, workers and their ticks."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.alerts.rules.ladders import Audience, Channel, RungFacts, listed
from tracker.kernel.storage import BigId, Numbered, Record, partial_index


class Ladder(Numbered, Record):
    """Which notices go out. The most specific one counts: team and kind, team, kind (of promises), neither."""

    __tablename__ = "ladder"

    about: Mapped[str] = mapped_column(String(10), server_default="promise")
    name: Mapped[str] = mapped_column(String(80))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id", ondelete="CASCADE"))
    row_version: Mapped[int] = mapped_column(server_default="1")

    rungs: Mapped[list["Rung"]] = relationship(lazy="raise", order_by="Rung.position", cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("about IN ('promise', 'approval')", name="about"),
        CheckConstraint("about = 'promise' OR kind_id IS NULL", name="kind"),
    )


class Rung(Numbered, Record):
    """One step: so many seconds before (negative) or after the due, in office or clock time, to whom, how.

    It repeats every `repeat_s` seconds, at most `repeat_most` times, until the promise is handled. An urgent rung
    reaches people outside their working time who allow that; a mandatory one cannot be switched off by them.
    """

    __tablename__ = "rung"

    ladder_id: Mapped[int] = mapped_column(ForeignKey("ladder.id", ondelete="CASCADE"))
    position: Mapped[int]
    offset_s: Mapped[int]
    in_office_time: Mapped[bool] = mapped_column(server_default=text("true"))
    audience: Mapped[str] = mapped_column(String(80))
    channels: Mapped[str] = mapped_column(String(80))
    repeat_s: Mapped[int | None]
    repeat_most: Mapped[int | None]
    is_urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    is_mandatory: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        UniqueConstraint("ladder_id", "position"),
        CheckConstraint("repeat_s IS NULL OR repeat_s > 0", name="repeat"),
        CheckConstraint("repeat_most IS NULL OR repeat_most > 0", name="repeat_most"),
    )

    def facts(self) -> RungFacts:
        """Return what the rules need to know."""
        return RungFacts(
            id=self.id,
            offset=timedelta(seconds=self.offset_s),
            in_office_time=self.in_office_time,
            audience=frozenset(map(Audience, listed(self.audience))),
            channels=frozenset(map(Channel, listed(self.channels))),
            repeat=None if self.repeat_s is None else timedelta(seconds=self.repeat_s),
            repeat_most=self.repeat_most,
            is_urgent=self.is_urgent,
            is_mandatory=self.is_mandatory,
        )


class Alert(Record):
    """A planned notice about a promise, for one version of its schedule."""

    __tablename__ = "alert"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    schedule_version: Mapped[int]
    rung_key: Mapped[str] = mapped_column(String(20))
    occurrence: Mapped[int] = mapped_column(server_default="0")
    rung_id: Mapped[int | None] = mapped_column(ForeignKey("rung.id", ondelete="SET NULL"))
    fire_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(40), server_default="")
    fired_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("promise_id", "schedule_version", "rung_key", "occurrence"),
        CheckConstraint("state IN ('planned', 'fired', 'superseded', 'suppressed', 'cancelled')", name="state"),
        partial_index("ix_alert_fire_at", "fire_at", "id", where="state = 'planned'"),
    )


class Delivery(Record):
    """One alert on one channel to one person. The dedupe key makes a repeat recognisable everywhere.

    It waits while its recipient is not at work, unless it may go out `at_any_hour`. One that was given up can be
    `sent_again_at` a moment, as a delivery of its own.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(12))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("endpoint.id"))
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime]
    visible_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int] = mapped_column(server_default="8")
    lease_owner: Mapped[str | None] = mapped_column(String(36))
    lease_token: Mapped[int] = mapped_column(server_default="0")
    send_started_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_again_at: Mapped[datetime | None]
    at_any_hour: Mapped[bool] = mapped_column(server_default=text("false"))
    provider_ref: Mapped[str] = mapped_column(String(200), server_default="")
    last_error: Mapped[str] = mapped_column(String(500), server_default="")
    payload: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("state IN ('pending', 'sending', 'sent', 'dead', 'cancelled', 'uncertain')", name="state"),
        partial_index("ix_delivery_visible_at", "visible_at", "id", where="state IN ('pending', 'sending')"),
        partial_index("ix_delivery_dead", "channel", "id", where="state = 'dead'"),
        Index("ix_delivery_promise_id", "promise_id"),
        partial_index("ix_delivery_endpoint_id", "endpoint_id", "id", where="endpoint_id IS NOT NULL"),
    )


class DeliveryAttempt(Record):
    """One try at a delivery; append-only."""

    __tablename__ = "delivery_attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"))
    n: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10))
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(500), server_default="")

    __table_args__ = (
        Index("ix_delivery_attempt_delivery_id", "delivery_id", "n"),
        CheckConstraint("outcome IN ('ok', 'transient', 'permanent', 'ambiguous')", name="outcome"),
    )


class Notice(Record):
    """A line in somebody's in-app inbox; once per dedupe key, by constraint.

    It is about a promise or an affair (see `alerts.affairs`). What came outside of their working time is new to them
    from `held_until` on.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    affair: Mapped[str | None] = mapped_column(String(20))
    affair_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(20))
    dedupe_key: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("account_id", "dedupe_key"),
        CheckConstraint("(affair IS NULL) = (affair_id IS NULL)", name="affair"),
        Index("ix_notice_account_id", "account_id", "id"),
        partial_index("ix_notice_held_until", "account_id", "held_until", where="held_until IS NOT NULL"),
        partial_index("ix_notice_unread", "account_id", where="read_at IS NULL"),
    )


class Endpoint(Numbered, Record):
    """An outside address that takes notices, of one account or one team; its secrets are stored encrypted.

    A removed one keeps its name for the ledger and nothing else. `trouble` says why it was switched off.
    """

    __tablename__ = "endpoint"

    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    url_encrypted: Mapped[str] = mapped_column(Text)
    secret_encrypted: Mapped[str | None] = mapped_column(Text)
    old_secret_encrypted: Mapped[str | None] = mapped_column(Text)
    old_secret_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    fail_streak: Mapped[int] = mapped_column(server_default="0")
    paused_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), server_default="")
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_endpoint_account_id", "account_id"),
        Index("ix_endpoint_team_id", "team_id"),
        CheckConstraint("(account_id IS NULL) <> (team_id IS NULL)", name="owner"),
    )


class Worker(Record):
    """One run of a worker process and its last sign of life."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    host: Mapped[str] = mapped_column(String(120))
    pid: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]


class TaskRun(Record):
    """A periodic task at one of its moments: whoever inserts the row runs it, nobody else."""

    __tablename__ = "task_run"

    task_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    run_at: Mapped[datetime] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime]


class SchedulerState(Record):
    """The highest wall-clock moment that a worker has seen, and the last time that a clock jumped."""

    __tablename__ = "scheduler_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    high_water_at: Mapped[datetime]
    last_jump_s: Mapped[int] = mapped_column(server_default="0")
    last_jump_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("id = 1", name="single"),)
