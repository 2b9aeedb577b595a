"""A customer as it is stored after it was added: its row, its contact points, its tags and its event."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.audit.rules import Happening
from tracker.customers.rules import names
from tracker.customers.rules.details import Details, reference_for
from tracker.customers.use_cases.changes import first_facts, told
from tracker.kernel.people import Viewer

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rank:
    """What is needed of a tier."""

    id: int
    key: str
    check_in_days: int | None


@dataclass(frozen=True, slots=True)
class StoredCustomer:
    """Everything that is written for one customer."""

    row: Row
    contacts: list[Row]
    tags: list[Row]
    happening: Happening


def stored(
    customer_id: int, details: Details, tier: Rank, *, by: Viewer, at: datetime, now: datetime
) -> StoredCustomer:
    """Return what is written for a customer who was added `at` a moment without a reference.

    `details` are in their one form. The next check-in is the first one of the rhythm that is still ahead.
    """
    details = replace(details, reference=reference_for(customer_id), tier_id=tier.id)
    row = {**_row(customer_id, details, tier), "next_check_in_at": _next_check_in(tier, at, now), "created_at": at}
    contacts: list[Row] = [
        {"customer_id": customer_id, "kind": each.kind.value, "value": each.value, "match_key": each.match_key}
        for each in details.contacts
    ]
    tags: list[Row] = [{"customer_id": customer_id, "tag": tag} for tag in details.tags]
    happening = told("customer_added", customer_id, by, first_facts(details, tier.key))
    return StoredCustomer(row, contacts, tags, happening)


def _row(customer_id: int, details: Details, tier: Rank) -> Row:
    return {
        "id": customer_id,
        "reference": details.reference,
        "name": details.name,
        "sort_key": names.sort_key(details.name),
        "alike_key": names.alike_key(details.name),
        "search_text": details.search_text(details.reference),
        "tier_id": tier.id,
        "team_id": details.team_id,
        "yearly_volume": details.yearly_volume,
        "region": details.region,
        "language": details.language,
        "time_zone": details.time_zone,
        "row_version": 1,
    }


def _next_check_in(tier: Rank, at: datetime, now: datetime) -> datetime | None:
    if tier.check_in_days is None:
        return None
    rhythm = timedelta(days=tier.check_in_days)
    turns = max(1, (now - at) // rhythm + 1)
    return at + turns * rhythm
