"""Forgetting who a customer was: names, contact points, tags, numbers elsewhere, and what search knows of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from tracker.customers import queries
from tracker.customers.records import ContactPoint, Customer, CustomerTag
from tracker.customers.rules.erasing import check_is_there, check_may_erase, erased_name
from tracker.kernel.errors import ChangedMeanwhile
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_


def records_of(session: Session, customer_id: int) -> list[int]:
    """Return the numbers of a customer and of the records that were merged into it."""
    merged = session.scalars(select(Customer.id).where(Customer.merged_into_id == customer_id).order_by(Customer.id))
    return sorted({customer_id, *merged})


def customers_to_erase(
    session: Session, actor: Viewer | None, ids: Sequence[int], *, seen_version: int | None
) -> dict[int, Customer]:
    """Return these records, locked; the version is that of the one which was kept. Raises a refusal."""
    check_may_erase(actor)
    found = queries.customers_for_update(session, actor, ids)
    kept = next(each for each in found.values() if each.merged_into_id not in found)
    check_is_there(kept.merged_into_id, kept.erased_at)
    if seen_version is not None and kept.row_version != seen_version:
        raise ChangedMeanwhile(N_("Somebody else changed this customer meanwhile."))
    return found


def forget_customers(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Leave of each record its number, tier and team, for what is counted by them."""
    session.execute(delete(ContactPoint).where(ContactPoint.customer_id.in_(ids)))
    session.execute(delete(CustomerTag).where(CustomerTag.customer_id.in_(ids)))
    for customer_id in ids:
        session.execute(
            update(Customer).where(Customer.id == customer_id).values(_nobody(customer_id, now)),
            execution_options={"synchronize_session": False},
        )
    if session.get_bind().dialect.name == "sqlite":
        # What is taken out of a full-text index stays in its older segments until these are merged.
        session.execute(text("INSERT INTO customer_search(customer_search) VALUES ('rebuild')"))


def _nobody(customer_id: int, now: datetime) -> dict[str, object]:
    name = erased_name(customer_id)
    return {
        "reference": name,
        "name": name,
        "sort_key": name.lower(),
        "alike_key": name.lower(),
        "search_text": "",
        "yearly_volume": None,
        "region": "",
        "language": "de",
        "time_zone": "Europe/Berlin",
        "external_system": None,
        "external_id": None,
        "next_check_in_at": None,
        "erased_at": now,
        "row_version": Customer.row_version + 1,
    }
