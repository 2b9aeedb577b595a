"""What a message about a promise needs to know, as it is just before it goes out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.records import Account
from tracker.alerts.queries.parcels import Addressee, Parcel
from tracker.alerts.rules.delivering import Occasion
from tracker.customers.records import Customer
from tracker.promises.records import Promise
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


def letter(session: Session, parcel: Parcel) -> Letter | None:
    """Return what the message says; its promise is held, so that nobody settles it before the guard has passed."""
    asked = (
        select(*_LETTER)
        .join(_OWNER, _OWNER.id == Promise.owner_id)
        .join(Customer, Customer.id == Promise.customer_id, isouter=True)
        .where(Promise.id == parcel.promise_id)
        .with_for_update(read=True, of=Promise)
    )
    row = session.execute(asked).mappings().one_or_none()
    if row is None:
        return None
    facts = {name: value for name, value in row.items() if name != "state"}
    occasion = Occasion.unpacked(parcel.payload)
    return Letter(key=parcel.key, to=parcel.to, occasion=occasion, state=State(row["state"]), **facts)
