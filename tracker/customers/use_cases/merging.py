"""Merging two records of one customer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.use_cases import record_all
from tracker.customers import queries
from tracker.customers.records import Customer
from tracker.customers.rules.details import check_may_change
from tracker.customers.rules.merging import Standing, check_may_merge, earlier, merged_details
from tracker.customers.use_cases.changes import changes, facts, told
from tracker.kernel.people import Viewer


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeCustomers:
    """The customer `merged_id` becomes part of `kept_id`; versions are those that were looked at.

    `takes_volume`: of two yearly volumes that of the merged record is right.
    """

    actor: Viewer
    kept_id: int
    kept_version: int
    merged_id: int
    merged_version: int
    takes_volume: bool = False


def merge_customers(session: Session, merge: MergeCustomers, now: datetime) -> Customer:
    """Merge two records and return the one that is kept.

    It takes over contact points and tags, what it did not know, and is found by the other's reference.
    The merged record stays as it was and points to it, so that numbers in other systems lead there too.
    What hangs on the merged customer in the rooms above is moved by them, in the same transaction.
    """
    both = queries.customers_for_update(session, merge.actor, sorted({merge.kept_id, merge.merged_id}))
    kept, merged = both[merge.kept_id], both[merge.merged_id]
    check_may_change(merge.actor, kept.team_id, merged.team_id)
    check_may_merge(_standing(kept, merge.kept_version), _standing(merged, merge.merged_version))
    references = [each for one in (kept, merged) for each in queries.merged_references(session, one.id)]
    before = kept.details()
    known = merged_details(before, merged.details(), takes_volume=merge.takes_volume)
    kept.take(known, [*references, merged.reference])
    kept.next_check_in_at = earlier(kept.next_check_in_at, merged.next_check_in_at)
    _point_to(session, kept, merged)
    gained = changes(facts(before, kept.tier.key), facts(kept.details(), kept.tier.key))
    away = {"merged_into_id": (None, kept.id)}
    happened = (
        told("customer_merged", kept.id, merge.actor, gained, merged_id=merged.id, reference=merged.reference),
        told("customer_merged_away", merged.id, merge.actor, dict(away), kept_id=kept.id, reference=kept.reference),
    )
    record_all(session, [(each, now) for each in happened])
    return kept


def _standing(customer: Customer, seen_version: int) -> Standing:
    return Standing(
        id=customer.id,
        team_id=customer.team_id,
        merged_into_id=customer.merged_into_id,
        erased_at=customer.erased_at,
        row_version=customer.row_version,
        seen_version=seen_version,
    )


def _point_to(session: Session, kept: Customer, merged: Customer) -> None:
    """Let the merged record lead to the kept one, and what was merged into it before as well: always in one step."""
    merged.merged_into_id = kept.id
    merged.next_check_in_at = None
    session.flush()
    session.execute(update(Customer).where(Customer.merged_into_id == merged.id).values(merged_into_id=kept.id))
