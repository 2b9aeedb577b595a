"""Counts of promises for the reports: what changed lately, the tally into which changes are folded; reports by mail."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import BigId, Numbered, Record, partial_index
from tracker.reports.rules.rhythms import Rhythm, Timetable


class TallyChange(Record):
    """A promise as it counts from now on (`sign` 1), or no longer counts (-1); written by triggers alone.

    `home_id` is the team whose customer it is, 0 for everybody's; `lead` and `late_minutes` are steps, not spans.
    """

    __tablename__ = "tally_change"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sign: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date]
    team_id: Mapped[int] = mapped_column(BigId)
    home_id: Mapped[int] = mapped_column(BigId)
    kind_id: Mapped[int] = mapped_column(BigId)
    owner_id: Mapped[int] = mapped_column(BigId)
    tier_id: Mapped[int] = mapped_column(BigId)
    channel: Mapped[str] = mapped_column(String(12))
    cause_id: Mapped[int | None] = mapped_column(BigId)
    outcome: Mapped[str] = mapped_column(String(12))
    as_first_promised: Mapped[bool]
    informed: Mapped[bool]
    lead: Mapped[int] = mapped_column(SmallInteger)
    late_minutes: Mapped[int | None]
    renegotiations: Mapped[int]
    handovers: Mapped[int]
    seconds_to_log: Mapped[int | None]

    __table_args__ = (CheckConstraint("sign IN (-1, 1)", name="sign"),)


class Tally(Record):
    """How many promises of a team (0: of all), due on a day or in a month, have a `value` of a `facet`.

    Open ones are counted as such: whether they are overdue is a question of the moment that asks.
    `informed_instead` counts among those judged, `open_informed` among the open ones.
    """

    __tablename__ = "tally"

    team_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(8), primary_key=True)
    grain: Mapped[str] = mapped_column(String(5), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(20), primary_key=True)
    kept_on_time: Mapped[int] = mapped_column(server_default="0")
    kept_late: Mapped[int] = mapped_column(server_default="0")
    partly_kept: Mapped[int] = mapped_column(server_default="0")
    broken: Mapped[int] = mapped_column(server_default="0")
    withdrawn: Mapped[int] = mapped_column(server_default="0")
    open: Mapped[int] = mapped_column(server_default="0")
    as_first_promised: Mapped[int] = mapped_column(server_default="0")
    informed_instead: Mapped[int] = mapped_column(server_default="0")
    open_informed: Mapped[int] = mapped_column(server_default="0")
    moved: Mapped[int] = mapped_column(server_default="0")
    new_dates: Mapped[int] = mapped_column(server_default="0")
    handovers: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (CheckConstraint("grain IN ('day', 'month')", name="grain"),)


class SlotTally(Record):
    """How promises of a team (0: of all) and kind ended that were due on a weekday in a month, by their lead time.

    `kept` counts those kept on time without a new date, `judged` all that ended and count; open ones are not here.
    """

    __tablename__ = "slot_tally"

    team_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    lead: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kept: Mapped[int] = mapped_column(server_default="0")
    judged: Mapped[int] = mapped_column(server_default="0")


class ScheduledExport(Numbered, Record):
    """A report that somebody has mailed to themselves: `query` is what its address asks for, without fixed days.

    `next_at` was reckoned by the clocks of `zone`; when its owner lives by others, it is reckoned anew. `last_key` is
    the key of the delivery that went out last.
    """

    __tablename__ = "scheduled_export"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(200))
    file_format: Mapped[str] = mapped_column(String(4))
    rhythm: Mapped[str] = mapped_column(String(8))
    weekday: Mapped[int | None] = mapped_column(SmallInteger)
    minute: Mapped[int] = mapped_column(SmallInteger)
    zone: Mapped[str] = mapped_column(String(64))
    next_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    last_key: Mapped[str] = mapped_column(String(120), server_default="")
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_scheduled_export_account_id", "account_id", "id"),
        partial_index("ix_scheduled_export_next_at", "next_at", "id", where="paused_at IS NULL"),
        CheckConstraint("file_format IN ('csv', 'xlsx')", name="file_format"),
        CheckConstraint("rhythm IN ('daily', 'weekly', 'monthly')", name="rhythm"),
        CheckConstraint("(weekday IS NOT NULL) = (rhythm = 'weekly')", name="weekly"),
        CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
    )

    @property
    def timetable(self) -> Timetable:
        """Return when it is mailed."""
        return Timetable(rhythm=Rhythm(self.rhythm), minute=self.minute, weekday=self.weekday)
