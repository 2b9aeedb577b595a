"""Reports by mail: whose they are, whose moment has come, and what became of the last one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.alerts.records import Delivery
from tracker.kernel.errors import NotFound
from tracker.kernel.words import N_
from tracker.reports.records import ScheduledExport


@dataclass(frozen=True, slots=True)
class LastMail:
    """How the last mail of a report stands: since when, and what was answered or stood in the way."""

    state: str
    said: str
    at: datetime
    is_sent_again: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose report it is, as far as its sending is concerned."""

    is_active: bool
    zone: str


def own(session: Session, account_id: int) -> list[ScheduledExport]:
    """Return somebody's reports by mail, in the order in which they were made."""
    asked = select(ScheduledExport).where(ScheduledExport.account_id == account_id)
    return list(session.scalars(asked.order_by(ScheduledExport.id)))


def own_one(session: Session, account_id: int, export_id: int) -> ScheduledExport:
    """Return one of somebody's. Raises NotFound, for those of others as well."""
    asked = select(ScheduledExport).where(ScheduledExport.id == export_id, ScheduledExport.account_id == account_id)
    found = session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such report."))
    return found


def count_of(session: Session, account_id: int) -> int:
    """Return how many reports somebody has mailed."""
    return session.scalars(select(func.count()).where(ScheduledExport.account_id == account_id)).one()


def due(session: Session, now: datetime, most: int) -> list[int]:
    """Return the numbers of those whose moment has come, or whose owner lives by other clocks by now."""
    asked = (
        select(ScheduledExport.id)
        .join(Account, Account.id == ScheduledExport.account_id)
        .where(ScheduledExport.paused_at.is_(None))
        .where(or_(ScheduledExport.next_at <= now, ScheduledExport.zone != Account.time_zone))
    )
    return list(session.scalars(asked.order_by(ScheduledExport.next_at, ScheduledExport.id).limit(most)))


def for_update(session: Session, export_id: int) -> tuple[ScheduledExport, Owner] | None:
    """Return a report with its owner, held until the end of the transaction; None if there is none any more."""
    asked = (
        select(ScheduledExport, Account.active, Account.time_zone)
        .join(Account, Account.id == ScheduledExport.account_id)
        .where(ScheduledExport.id == export_id)
        .with_for_update(of=ScheduledExport)
    )
    row = session.execute(asked.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else (row[0], Owner(is_active=row[1], zone=row[2]))


def last_mails(session: Session, keys: Collection[str]) -> dict[str, LastMail]:
    """Return how the deliveries with these keys stand."""
    at = func.coalesce(Delivery.sent_at, Delivery.send_started_at, Delivery.due_at).label("at")
    asked = select(Delivery.dedupe_key, Delivery.state, Delivery.last_error, Delivery.sent_again_at, at)
    return {
        row.dedupe_key: LastMail(row.state, row.last_error, row.at, row.sent_again_at is not None)
        for row in session.execute(asked.where(Delivery.dedupe_key.in_(keys)))
    }
