"""Promises and what belongs to them: kinds, causes, new dates, hand-overs, word given to the customer."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.kernel.storage import BigId, Numbered, Record, partial_index
from tracker.promises.indexes import indexes_of_promises
from tracker.promises.rules import PromiseFacts, State, day_of


class Kind(Numbered, Record):
    """What sort of promise it is; within `tolerance` after its due it still counts as on time."""

    __tablename__ = "kind"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_de: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    tolerance: Mapped[timedelta] = mapped_column(server_default="0")
    position: Mapped[int] = mapped_column(server_default="100")
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (CheckConstraint("tolerance >= 0", name="tolerance"),)


class Cause(Numbered, Record):
    """Why a promise was not kept as it was made."""

    __tablename__ = "cause"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    name_de: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(server_default="100")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Promise(Record):
    """One commitment made to a customer.

    `due_at` is the agreed moment, of an all-day date (`due_day`) its end in `zone`; `due_on` is the day. `late_at` is
    due plus the tolerance its kind had when it was made. `first_due_at` never changes once it is open. The alert sweep
    looks next at `attention_at`; `schedule_version` counts plans. A form (`form_key`) sent twice logs once.
    """

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("kind.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    statement: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(12), server_default="phone")
    conditions: Mapped[str] = mapped_column(Text, server_default="")
    source_reference: Mapped[str] = mapped_column(String(80), server_default="")
    visible_to_customer: Mapped[bool] = mapped_column(server_default=text("true"))
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime | None]
    due_day: Mapped[date | None]
    due_on: Mapped[date | None]
    first_due_at: Mapped[datetime | None]
    first_due_day: Mapped[date | None]
    tolerance: Mapped[timedelta] = mapped_column(server_default="0")
    late_at: Mapped[datetime | None]
    renegotiations: Mapped[int] = mapped_column(server_default="0")
    kept_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome_note: Mapped[str] = mapped_column(Text, server_default="")
    missing: Mapped[str] = mapped_column(Text, server_default="")
    evidence: Mapped[str] = mapped_column(Text, server_default="")
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("cause.id"))
    first_informed_at: Mapped[datetime | None]
    apologised_at: Mapped[datetime | None]
    apologised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    attempts: Mapped[int] = mapped_column(server_default="0")
    handovers: Mapped[int] = mapped_column(server_default="0")
    remind_at: Mapped[datetime | None]
    makes_good_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    chain_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))

    scope: Mapped[str] = mapped_column(String(12), server_default="customer")
    scope_value: Mapped[str] = mapped_column(String(60), server_default="")
    scope_until: Mapped[date | None]
    external_system: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))
    seconds_to_log: Mapped[int | None]
    form_key: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    attention_at: Mapped[datetime | None]
    scheduled_at: Mapped[datetime]
    schedule_version: Mapped[int] = mapped_column(server_default="1")
    row_version: Mapped[int] = mapped_column(server_default="1")

    customer: Mapped[Customer | None] = relationship(lazy="raise")
    kind: Mapped[Kind] = relationship(lazy="raise")
    cause: Mapped[Cause | None] = relationship(lazy="raise")
    team: Mapped[Team] = relationship(lazy="raise")
    maker: Mapped[Account] = relationship(lazy="raise", foreign_keys=[maker_id])
    owner: Mapped[Account] = relationship(lazy="raise", foreign_keys=[owner_id])

    __table_args__ = (
        UniqueConstraint("external_system", "external_id"),
        CheckConstraint("state IN ('draft', 'open', 'kept', 'partly_kept', 'broken', 'withdrawn')", name="state"),
        CheckConstraint(
            "state = 'draft' OR (customer_id IS NOT NULL AND due_at IS NOT NULL"
            " AND first_due_at IS NOT NULL AND late_at IS NOT NULL)",
            name="complete",
        ),
        CheckConstraint("(state IN ('draft', 'open')) = (settled_at IS NULL)", name="settled"),
        CheckConstraint("(state IN ('kept', 'partly_kept')) = (kept_at IS NOT NULL)", name="kept"),
        CheckConstraint(
            "channel IN ('phone', 'mail', 'chat', 'in_person', 'letter', 'import', 'other')", name="channel"
        ),
        CheckConstraint("scope IN ('customer', 'tier', 'volume', 'region', 'tag', 'everyone')", name="scope"),
        CheckConstraint("tolerance >= 0", name="tolerance"),
        *indexes_of_promises(),
    )
    __mapper_args__ = {"version_id_col": row_version}

    def change(self, now: datetime, **values: object) -> dict[str, tuple[object, object]]:
        """Set these fields and return what really changed: field → (before, after)."""
        changes = {name: (getattr(self, name), value) for name, value in values.items()}
        for name, value in values.items():
            setattr(self, name, value)
        self.due_on, self.changed_at = day_of(self.due_at, self.due_day, self.zone), now
        return {name: pair for name, pair in changes.items() if pair[0] != pair[1]}

    def reschedule(self, now: datetime) -> None:
        """Begin a new schedule: what was planned and told for the one so far no longer counts."""
        self.scheduled_at = now
        self.plan_anew(now)

    def plan_anew(self, now: datetime) -> None:
        """Make the alert sweep plan the same schedule once more: what was told stays told."""
        self.schedule_version, self.attention_at = self.schedule_version + 1, now

    def facts(self) -> PromiseFacts:
        """Return what the rules need to know."""
        return PromiseFacts(
            id=self.id,
            state=State(self.state),
            team_id=self.team_id,
            owner_id=self.owner_id,
            made_at=self.made_at,
            due_at=self.due_at,
            first_due_at=self.first_due_at,
            tolerance=self.tolerance,
            kept_at=self.kept_at,
            renegotiations=self.renegotiations,
            first_informed_at=self.first_informed_at,
            remind_at=self.remind_at,
            row_version=self.row_version,
        )


class Renegotiation(Numbered, Record):
    """A new date agreed with the customer. Level 1 is the first new date."""

    __tablename__ = "renegotiation"

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    level: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    old_due_at: Mapped[datetime]
    old_due_day: Mapped[date | None]
    new_due_at: Mapped[datetime]
    new_due_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("promise_id", "level"), CheckConstraint("level > 0", name="level"))


class Informing(Numbered, Record):
    """The customer was told how things stand: when, how, by whom, in which words, and of a date of which level."""

    __tablename__ = "informing"
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, server_default="")
    level: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (Index("ix_informing_promise_id", "promise_id", "at"),)


class HandOver(Numbered, Record):
    """A promise offered to another owner. Until it is accepted the old owner stays responsible."""

    __tablename__ = "hand_over"

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, server_default="")
    state: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None]

    to: Mapped[Account] = relationship(lazy="raise", foreign_keys=[to_id])
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'accepted', 'declined', 'returned', 'cancelled')", name="state"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        partial_index("uq_hand_over_waiting", "promise_id", where="state = 'waiting'", unique=True),
        partial_index("ix_hand_over_to_waiting", "to_id", where="state = 'waiting'"),
        partial_index("ix_hand_over_expires_at", "expires_at", where="state = 'waiting'"),
        Index("ix_hand_over_promise_id", "promise_id"),
    )


class SavedFilter(Numbered, Record):
    """A list that somebody looks at again and again: a name for a query string."""

    __tablename__ = "saved_filter"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(500))
    __table_args__ = (UniqueConstraint("account_id", "name"),)
