"""The open promises that a feed shows, as entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, SQLColumnExpression, func, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.audit.records import Event
from tracker.customers.records import Customer
from tracker.feeds.queries.reminders import Reminders
from tracker.feeds.rules import LOOK_BACK, MOST_ENTRIES, Entry, most_wanted
from tracker.kernel.people import Viewer
from tracker.promises.queries.lists import Wanted, wanted_only
from tracker.promises.records import Kind, Promise
from tracker.promises.rules import APPOINTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a feed asks for: which promises, for whom, in which language.

    `team_ids` bounds the teams, None is every one. `with_reminders` without `with_owner`: all is the viewer's own.
    `written_at`: when the way of writing entries last changed.
    """

    viewer: Viewer
    wanted: Wanted
    team_ids: frozenset[int] | None = None
    is_for_customer: bool = False
    with_owner: bool = False
    with_reminders: bool = False
    locale: str = "en"
    written_at: datetime


def open_entries(session: Session, asked: Selection, now: datetime) -> list[Entry]:
    """Return the open promises of a selection, the most wanted first, as many as a calendar takes."""
    rows = session.execute(_columns(asked).where(Promise.id.in_(_near_ones(asked, now)))).all()
    reminders = Reminders.read(session, {row.team_id for row in rows}) if asked.with_reminders else None
    return most_wanted((_entry(row, asked, reminders) for row in rows), now)


def _columns(asked: Selection) -> Select[*tuple[Any, ...]]:
    kind_name = Kind.name_de if asked.locale == "de" else Kind.name_en
    columns: list[Any] = [
        *(Promise.id, Promise.statement, Promise.due_at, Promise.due_day, Promise.zone, Promise.created_at),
        *(Promise.changed_at, Promise.kind_id, Promise.team_id.label("promise_team_id"), Customer.name),
        *(Customer.reference, Kind.key, kind_name.label("kind_name"), Account.name.label("owner_name")),
        *(Account.team_id, _last_event("customer", Customer.id), _last_event("kind", Kind.id)),
    ]
    if asked.with_owner or asked.with_reminders:
        # An owner who changes team is reminded in other office hours, whose last change may be long ago.
        owner = Account.id if asked.with_owner else literal(asked.viewer.id)
        columns.append(_last_event("account", owner, "account_changed"))
    if asked.with_reminders:
        columns += (_last_event("team", Account.team_id, "team_changed"), _last_of_ladders())
    return (
        select(*columns)
        .select_from(Promise)
        .join(Customer, Customer.id == Promise.customer_id)
        .join(Kind, Kind.id == Promise.kind_id)
        .join(Account, Account.id == Promise.owner_id)
    )


def _near_ones(asked: Selection, now: datetime) -> Select[int]:
    """Return the numbers of at most twice as many promises as are shown, read from one index."""
    these = wanted_only(select(Promise.id), asked.viewer, asked.wanted, now).where(Promise.state == "open")
    if asked.team_ids is not None:
        these = these.where(Promise.team_id.in_(sorted(asked.team_ids)))
    if asked.is_for_customer:
        these = these.where(Promise.visible_to_customer)
    since = now - LOOK_BACK
    recent = these.where(Promise.due_at >= since).order_by(Promise.due_at, Promise.id)
    older = these.where(Promise.due_at < since).order_by(Promise.due_at.desc(), Promise.id.desc())
    halves = [half.limit(MOST_ENTRIES).subquery() for half in (recent, older)]
    return select(union_all(*(select(half.c.id) for half in halves)).subquery().c.id)


def _last_event(subject_type: str, subject_id: SQLColumnExpression[int], kind: str = "") -> ColumnElement[datetime]:
    """Return when a record last changed: every change is an event, so nobody has to keep a second stamp.

    A person's events tell of every sign-in too; `kind` picks those that can change what is shown.
    """
    is_its_own: ColumnElement[bool] = Event.subject_id == subject_id
    asked = select(Event.at).where(Event.subject_type == subject_type, is_its_own)
    if kind:
        asked = asked.where(Event.kind == kind)
    return _stamp(asked.order_by(Event.id.desc()).limit(1).scalar_subquery(), subject_type)


def _last_of_ladders() -> ColumnElement[datetime]:
    return _stamp(select(func.max(Event.at)).where(Event.subject_type == "ladder").scalar_subquery(), "ladder")


def _stamp(asked: ScalarSelect[datetime], of: str) -> ColumnElement[datetime]:
    return asked.label(f"{of}_changed_at")


STAMPS = tuple(f"{of}_changed_at" for of in ("customer", "kind", "account", "team", "ladder"))


def _entry(row: Row[*tuple[Any, ...]], asked: Selection, reminders: Reminders | None) -> Entry:
    stamps = (row.changed_at, asked.written_at, *(getattr(row, name, None) for name in STAMPS))
    return Entry(
        id=row.id,
        statement=row.statement,
        customer="" if asked.is_for_customer else row.name,
        customer_reference="" if asked.is_for_customer else row.reference,
        kind="" if asked.is_for_customer else row.kind_name,
        is_appointment=row.key == APPOINTMENT,
        due_at=row.due_at,
        due_day=row.due_day,
        created_at=row.created_at,
        changed_at=max(stamp for stamp in stamps if stamp is not None),
        owner=row.owner_name if asked.with_owner else "",
        reminder=None if reminders is None else reminders.before(row),
    )
