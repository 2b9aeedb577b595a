"""The promises that a customer may read, and nothing of them that is internal.

Only the columns named here are asked for: what is never loaded cannot get into a page by mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.customers.records import Customer
from tracker.kernel.errors import NotFound
from tracker.kernel.people import Viewer
from tracker.portal.records import CustomerWord
from tracker.portal.rules import Word
from tracker.promises.queries.finding import NO_SUCH_PROMISE, visible
from tracker.promises.records import Informing, Promise, Renegotiation
from tracker.promises.rules import PromiseFacts, State

MOST_OPEN = 100
MOST_EARLIER = 50
MOST_ON_A_RECORD = 500
LOOK_BACK = timedelta(days=365)
TOLD = (State.OPEN, State.KEPT, State.PARTLY_KEPT, State.BROKEN)
"""Drafts are nobody else's, and what was withdrawn nobody waits for."""

_COLUMNS = (
    *(Promise.id, Promise.statement, Promise.conditions, Promise.state, Promise.made_at, Promise.settled_at),
    *(Promise.due_at, Promise.due_day, Promise.first_due_at, Promise.first_due_day, Promise.tolerance),
    *(Promise.kept_at, Promise.renegotiations, Promise.team_id, Promise.owner_id),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One promise as the customer may know it; team and owner in the facts are numbers that no page shows."""

    facts: PromiseFacts
    statement: str
    conditions: str
    due_day: date | None
    first_due_day: date | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDate:
    """A new date that was agreed, without the reason: that was written for colleagues."""

    at: datetime
    old_due_at: datetime
    old_due_day: date | None
    new_due_at: datetime
    new_due_day: date | None


@dataclass(frozen=True, slots=True)
class Information:
    """When the customer was told how things stand, and in which words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer said on the page, when, what they wrote with it, and when somebody knows, if not at once."""

    at: datetime
    word: Word
    words: str
    told_from: datetime | None


def open_promises(session: Session, customer: Customer) -> list[Told]:
    """Return what is owed to a customer, the earliest due first."""
    asked = _told_to(customer).where(Promise.state == State.OPEN).order_by(Promise.due_at, Promise.id)
    return _read(session, asked.limit(MOST_OPEN))


def earlier_promises(session: Session, customer: Customer, now: datetime) -> list[Told]:
    """Return how promises of the last year ended, the latest due first."""
    asked = _told_to(customer).where(Promise.state != State.OPEN, Promise.due_at > now - LOOK_BACK)
    return _read(session, asked.order_by(Promise.due_at.desc(), Promise.id.desc()).limit(MOST_EARLIER))


def one_promise(session: Session, customer: Customer, promise_id: int) -> Told:
    """Return one promise of the customer's page. Raises NotFound for every other."""
    found = _read(session, _told_to(customer).where(Promise.id == promise_id))
    if not found:
        raise NotFound(NO_SUCH_PROMISE)
    return found[0]


def on_record(session: Session, viewer: Viewer, customer: Customer, *, since: datetime, until: datetime) -> list[Told]:
    """Return what the customer was promised in a period, as far as it exists for the viewer, in order."""
    asked = visible(_told_to(customer), viewer).where(Promise.made_at >= since, Promise.made_at < until)
    return _read(session, asked.order_by(Promise.made_at, Promise.id).limit(MOST_ON_A_RECORD))


def new_dates(session: Session, promise_ids: Sequence[int]) -> dict[int, list[NewDate]]:
    """Return the new dates of promises, by promise, in order."""
    columns = (
        *(Renegotiation.promise_id, Renegotiation.at, Renegotiation.old_due_at, Renegotiation.old_due_day),
        *(Renegotiation.new_due_at, Renegotiation.new_due_day),
    )
    asked = select(*columns).where(Renegotiation.promise_id.in_(promise_ids)).order_by(Renegotiation.level)
    found: dict[int, list[NewDate]] = {}
    for row in session.execute(asked).mappings():
        facts = {name: value for name, value in row.items() if name != "promise_id"}
        found.setdefault(row["promise_id"], []).append(NewDate(**facts))
    return found


def informations(session: Session, promise_ids: Sequence[int]) -> dict[int, list[Information]]:
    """Return when and how the customer was told about promises, by promise, in order."""
    asked = select(Informing.promise_id, Informing.at, Informing.words).where(Informing.promise_id.in_(promise_ids))
    found: dict[int, list[Information]] = {}
    for promise_id, at, words in session.execute(asked.order_by(Informing.at, Informing.id)):
        found.setdefault(promise_id, []).append(Information(at, words))
    return found


def said_about(session: Session, promise_ids: Sequence[int]) -> dict[int, list[Said]]:
    """Return what the customer said about promises, by promise, in order."""
    columns = (CustomerWord.promise_id, CustomerWord.at, CustomerWord.kind, CustomerWord.words, CustomerWord.told_from)
    asked = select(*columns).where(CustomerWord.promise_id.in_(promise_ids))
    found: dict[int, list[Said]] = {}
    for promise_id, at, kind, words, told_from in session.execute(asked.order_by(CustomerWord.at, CustomerWord.id)):
        found.setdefault(promise_id, []).append(Said(at, Word(kind), words, told_from))
    return found


def _told_to(customer: Customer) -> Select[*tuple[Any, ...]]:
    """Select what a customer may read. A closed team's business is shown to its own customers only."""
    closed = select(Team.id).where(Team.is_closed)
    return select(*_COLUMNS).where(
        Promise.customer_id == customer.id,
        Promise.visible_to_customer,
        Promise.state.in_(TOLD),
        or_(Promise.team_id == customer.team_id, Promise.team_id.not_in(closed)),
    )


def _read(session: Session, asked: Select[*tuple[Any, ...]]) -> list[Told]:
    return [_told(row) for row in session.execute(asked)]


def _told(row: Row[*tuple[Any, ...]]) -> Told:
    facts = PromiseFacts(
        id=row.id,
        state=State(row.state),
        team_id=row.team_id,
        owner_id=row.owner_id,
        made_at=row.made_at,
        due_at=row.due_at,
        first_due_at=row.first_due_at,
        tolerance=row.tolerance,
        kept_at=row.kept_at,
        renegotiations=row.renegotiations,
    )
    return Told(
        facts=facts,
        statement=row.statement,
        conditions=row.conditions,
        due_day=row.due_day,
        first_due_day=row.first_due_day,
        settled_at=row.settled_at,
    )
