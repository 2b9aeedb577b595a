"""Changing a customer."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.audit.use_cases import record
from tracker.customers import followers, queries
from tracker.customers.records import Customer
from tracker.customers.rules.details import Details, check_may_change, checked
from tracker.customers.rules.erasing import check_is_there
from tracker.customers.use_cases.adding import NO_SUCH_REFERENCE, next_check_in
from tracker.customers.use_cases.changes import changes, facts, told
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeCustomer(Details):
    """What is known of a customer from now on, all of it; `row_version` is the version that was looked at.

    Without a version the change is made whatever happened meanwhile, as an import does.
    """

    actor: Viewer | None
    customer_id: int
    row_version: int | None = None


def change_customer(session: Session, change: ChangeCustomer, now: datetime) -> Customer:
    """Change a customer and return it. Nothing happens, and nothing is told, where nothing differs.

    Raises NotFound, Gone after a merge, ChangedMeanwhile if somebody else changed it since it was shown.
    """
    customer = queries.customers_for_update(session, change.actor, [change.customer_id])[change.customer_id]
    check_may_change(change.actor, customer.team_id, change.team_id)
    _check_is_current(customer, change.row_version)
    change = checked(replace(change, reference=change.reference or customer.reference))
    _check_reference(session, customer, change.reference)
    _check_team(session, customer, change.team_id)
    before = facts(customer.details(), customer.tier.key)
    _move_to_tier(session, customer, change.tier_id or customer.tier_id, now)
    differences = changes(before, facts(change, customer.tier.key))
    if differences:
        customer.take(change, queries.merged_references(session, customer.id))
        record(session, told("customer_changed", customer.id, change.actor, differences), now)
    session.flush()
    return customer


def _check_is_current(customer: Customer, seen: int | None) -> None:
    check_is_there(customer.merged_into_id, customer.erased_at)
    if seen is not None and seen != customer.row_version:
        raise ChangedMeanwhile(N_("Somebody else changed this customer meanwhile."))


def _check_reference(session: Session, customer: Customer, reference: str) -> None:
    if reference != customer.reference and queries.reference_is_taken(session, reference):
        raise Invalid(NO_SUCH_REFERENCE, field="reference")


def _check_team(session: Session, customer: Customer, team_id: int | None) -> None:
    """Raise Invalid when a closed team would take the customer away from people who owe it something."""
    if team_id in (None, customer.team_id):
        return
    team = session.get(Team, team_id)
    if team is not None and team.is_closed:
        followers.check_move(session, customer.id, team.id)


def _move_to_tier(session: Session, customer: Customer, tier_id: int, now: datetime) -> None:
    if tier_id == customer.tier_id:
        return
    customer.tier = queries.tier_or_lowest(session, tier_id)
    customer.tier_id = tier_id
    customer.next_check_in_at = next_check_in(customer.tier, now)
