"""What a message about a promise needs to know, as it is just before it goes out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, RowMapping, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.alerts.queries.parcels import Addressee, Parcel
from tracker.alerts.records import Notice
from tracker.alerts.rules.delivering import Occasion
from tracker.alerts.rules.ladders import NoticeKind
from tracker.customers.records import Customer
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that a message about a promise says."""

    key: str
    to: Addressee
    occasion: Occasion
    promise_id: int
    statement: str
    state: State
    due_at: datetime | None
    due_day: date | None
    zone: str
    reference: str
    customer: str
    owner: str
    owner_id: int

    @property
    def is_for_owner(self) -> bool:
        """Whether the reader need not be told whose promise it is."""
        return self.to.account_id == self.owner_id


_OWNER = aliased(Account)
_LETTER = (
    *(Promise.id.label("promise_id"), Promise.statement, Promise.state, Promise.due_at, Promise.due_day, Promise.zone),
    Promise.source_reference.label("reference"),
    func.coalesce(Customer.name, "").label("customer"),
    *(_OWNER.name.label("owner"), Promise.owner_id),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Something that was held back from somebody, as it is now."""

    letter: Letter
    is_still_offered: bool


def held_back(session: Session, parcel: Parcel, opens_at: datetime) -> list[HeldBack]:
    """Return what was held back from the reader until a moment: the last notice of each promise, by its due."""
    offered = select(HandOver.id).where(
        HandOver.promise_id == Promise.id, HandOver.to_id == Notice.account_id, HandOver.state == "waiting"
    )
    asked = (
        select(*_LETTER, Notice.kind, offered.exists().label("is_still_offered"))
        .select_from(Notice)
        .join(Promise, Promise.id == Notice.promise_id)
        .join(_OWNER, _OWNER.id == Promise.owner_id)
        .join(Customer, Customer.id == Promise.customer_id, isouter=True)
        .where(Notice.account_id == parcel.to.account_id, Notice.held_until == opens_at)
        .order_by(Notice.id)
    )
    newest = {row["promise_id"]: row for row in session.execute(asked).mappings()}
    return sorted((_held_back(parcel, row) for row in newest.values()), key=_urgency)


def _held_back(parcel: Parcel, row: RowMapping) -> HeldBack:
    facts = {name: value for name, value in row.items() if name not in {"state", "kind", "is_still_offered"}}
    occasion = Occasion(kind=NoticeKind(row["kind"]), due_at=row["due_at"])
    told = Letter(key=parcel.key, to=parcel.to, occasion=occasion, state=State(row["state"]), **facts)
    return HeldBack(letter=told, is_still_offered=row["is_still_offered"])


def _urgency(held: HeldBack) -> tuple[bool, datetime, int]:
    due_at = held.letter.due_at
    return due_at is None, due_at or datetime.min.replace(tzinfo=UTC), held.letter.promise_id


def open_letters(session: Session, key: str, to: Addressee, which: ColumnElement[bool], *, most: int) -> list[Letter]:
    """Return open promises as messages tell of them to a reader, by due, at most so many."""
    asked = (
        select(*_LETTER)
        .join(_OWNER, _OWNER.id == Promise.owner_id)
        .join(Customer, Customer.id == Promise.customer_id, isouter=True)
        .where(which)
        .order_by(Promise.due_at, Promise.id)
        .limit(most)
    )
    return [_letter(key, to, row) for row in session.execute(asked).mappings()]


def letters_of(session: Session, key: str, to: Addressee, promise_ids: Collection[int]) -> dict[int, Letter]:
    """Return promises, open or not, as messages tell of them to a reader, by number."""
    asked = (
        select(*_LETTER)
        .join(_OWNER, _OWNER.id == Promise.owner_id)
        .join(Customer, Customer.id == Promise.customer_id, isouter=True)
        .where(Promise.id.in_(promise_ids))
    )
    return {row["promise_id"]: _letter(key, to, row) for row in session.execute(asked).mappings()}


def _letter(key: str, to: Addressee, row: RowMapping) -> Letter:
    facts = {name: value for name, value in row.items() if name != "state"}
    occasion = Occasion(kind=NoticeKind.DUE, due_at=row["due_at"])
    return Letter(key=key, to=to, occasion=occasion, state=State(row["state"]), **facts)


_ABOUT = (
    select(*_LETTER)
    .join(_OWNER, _OWNER.id == Promise.owner_id)
    .join(Customer, Customer.id == Promise.customer_id, isouter=True)
    .where(Promise.id == bindparam("promise_id"))
    .with_for_update(read=True, of=Promise)
)
"""Built once: nearly every message asks it."""


def letter(session: Session, parcel: Parcel) -> Letter | None:
    """Return what the message says; its promise is held, so that nobody settles it before the guard has passed."""
    row = session.execute(_ABOUT, {"promise_id": parcel.promise_id}).mappings().one_or_none()
    if row is None:
        return None
    facts = {name: value for name, value in row.items() if name != "state"}
    occasion = Occasion.unpacked(parcel.payload)
    return Letter(key=parcel.key, to=parcel.to, occasion=occasion, state=State(row["state"]), **facts)


def agreed(session: Session, parcel: Parcel) -> datetime | None:
    """Return the date that is agreed for an open promise, None for any other; it is held until the guard has passed."""
    asked = select(Promise.due_at).where(Promise.id == parcel.promise_id, Promise.state == State.OPEN.value)
    return session.scalars(asked.with_for_update(read=True)).one_or_none()
