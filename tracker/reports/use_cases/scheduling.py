"""Reports by mail: choosing them, changing, pausing, ending them, and letting them go when their moment has come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from tracker.alerts.outbox import OwnPosting, post_own_mail
from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.reports.queries import scheduled as queries
from tracker.reports.records import ScheduledExport
from tracker.reports.rules.mails import ReportOf, check_may_have_mails
from tracker.reports.rules.rhythms import Timetable, last_until, next_after
from tracker.worktime.zones import local_day

MOST = 20
"""So many reports one person has mailed: each is a mail that somebody means to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is mailed when, and what it is called; `query` is the address of the report without fixed days."""

    name: str
    query: str
    file_format: str
    timetable: Timetable

    def columns(self) -> dict[str, object]:
        """Return what is stored of it."""
        plan = self.timetable
        chosen = {"name": self.name, "query": self.query, "file_format": self.file_format}
        return {**chosen, "rhythm": plan.rhythm.value, "weekday": plan.weekday, "minute": plan.minute}


def schedule_export(session: Session, actor: Viewer, wanted: Wanted, now: datetime) -> ScheduledExport:
    """Have a report mailed from its next moment on. Raises Forbidden, and Invalid for one too many."""
    check_may_have_mails(actor)
    if queries.count_of(session, actor.id) >= MOST:
        raise Invalid(N_("You have %(most)s reports mailed already. Delete one first."), most=MOST)
    export = ScheduledExport(account_id=actor.id, created_at=now, last_key="", **wanted.columns())
    _plan(export, actor.time_zone, now)
    session.add(export)
    session.flush()
    record(session, _told("export_scheduled", export, actor), now)
    return export


def change_export(session: Session, actor: Viewer, export_id: int, wanted: Wanted, *, now: datetime) -> None:
    """Choose anew. Raises Forbidden and NotFound."""
    check_may_have_mails(actor)
    export = queries.own_one(session, actor.id, export_id)
    after = wanted.columns()
    changes = {name: (getattr(export, name), value) for name, value in after.items() if getattr(export, name) != value}
    for name, (_before, value) in changes.items():
        setattr(export, name, value)
    _plan(export, actor.time_zone, now)
    if changes:
        record(session, _told("export_changed", export, actor, changes), now)


def pause_export(session: Session, actor: Viewer, export_id: int, now: datetime) -> None:
    """Let no mail go out until further notice. Raises NotFound."""
    export = queries.own_one(session, actor.id, export_id)
    if export.paused_at is None:
        export.paused_at = now
        record(session, _told("export_paused", export, actor), now)


def resume_export(session: Session, actor: Viewer, export_id: int, now: datetime) -> None:
    """Go on with the next moment; what was left out in between stays left out. Raises Forbidden and NotFound."""
    check_may_have_mails(actor)
    export = queries.own_one(session, actor.id, export_id)
    if export.paused_at is not None:
        export.paused_at = None
        _plan(export, actor.time_zone, now)
        record(session, _told("export_resumed", export, actor), now)


def remove_export(session: Session, actor: Viewer, export_id: int, now: datetime) -> None:
    """End it for good; what still waits is not sent. Raises NotFound."""
    export = queries.own_one(session, actor.id, export_id)
    record(session, _told("export_removed", export, actor), now)
    session.delete(export)


def send_once(session: Session, actor: Viewer, export_id: int, now: datetime) -> None:
    """Mail it now besides, once a minute at most; its rhythm stays as it is. Raises Forbidden and NotFound."""
    check_may_have_mails(actor)
    export = queries.own_one(session, actor.id, export_id)
    _post(session, export, f"once:{now.astimezone(UTC):%Y%m%dT%H%M}", local_day(now, actor.time_zone), now=now)


def let_go(session: Session, export_id: int, now: datetime) -> bool:
    """Mail a report whose moment has come, and plan the next one in the same transaction; return whether it was.

    Of several moments that nobody was there for the last one counts. Where its owner lives by other clocks than it was
    planned by, it is planned anew; who has left gets nothing.
    """
    found = queries.for_update(session, export_id)
    if found is None or found[0].paused_at is not None:
        return False
    export, owner = found
    is_due = export.next_at <= now and export.zone == owner.zone and owner.is_active
    if is_due:
        moment = last_until(export.timetable, now, export.zone)
        _post(session, export, f"{moment:%Y%m%dT%H%M}", local_day(moment, export.zone), now=now)
    _plan(export, owner.zone, now)
    return is_due


def _plan(export: ScheduledExport, zone: str, now: datetime) -> None:
    export.zone, export.next_at = zone, next_after(export.timetable, now, zone)


def _post(session: Session, export: ScheduledExport, which: str, day: date, *, now: datetime) -> None:
    export.last_key = f"report:{export.id}:{which}"
    payload = ReportOf(export_id=export.id, day=day).packed()
    post_own_mail(session, OwnPosting(key=export.last_key, account_id=export.account_id, payload=payload), now)


def _told(
    kind: str, export: ScheduledExport, actor: Viewer, changes: dict[str, tuple[object, object]] | None = None
) -> Happening:
    return Happening(
        kind=kind,
        subject_type="scheduled_export",
        subject_id=export.id,
        actor_id=actor.id,
        changes=changes or {},
    )
