"""Adding customers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, count

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.accounts.records import Team
from tracker.audit.use_cases import record
from tracker.customers import queries
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.details import Details, check_may_change, checked, reference_for
from tracker.customers.rules.likeness import LooksAlike
from tracker.customers.use_cases.changes import first_facts, told
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

NO_SUCH_REFERENCE = N_("This customer number cannot be given. Choose another one, or leave it empty.")
"""Said of every number that is taken: it may be one of a closed team's customer, whom most people must not know of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AddCustomer(Details):
    """A new customer. Without an actor the system itself adds it, as an import does.

    `even_if_alike` confirms that it is another one than those it looks like.
    """

    actor: Viewer | None
    even_if_alike: bool = False
    external_system: str | None = None
    external_id: str | None = None


def add_customer(session: Session, add: AddCustomer, now: datetime) -> Customer:
    """Add a customer and return it, stored, with its number and reference.

    Whom a closed team adds is that team's own business, unless another team is named.
    Raises LooksAlike with the customers that may be meant, Invalid for what cannot be right.
    """
    check_may_change(add.actor, add.team_id)
    add = checked(add if add.team_id else replace(add, team_id=_closed_team_of(session, add.actor)))
    tier = queries.tier_or_lowest(session, add.tier_id)
    if not add.even_if_alike and (alike := queries.look_alikes(session, add.actor, add.traits())):
        raise LooksAlike(alike)
    customer_id = queries.next_id(session)
    add = replace(add, reference=_reference(session, add.reference, customer_id), tier_id=tier.id)
    customer = Customer(
        id=customer_id,
        tier=tier,
        external_system=add.external_system,
        external_id=add.external_id,
        next_check_in_at=next_check_in(tier, now),
        created_at=now,
    )
    customer.take(add)
    _insert(session, customer)
    record(session, told("customer_added", customer.id, add.actor, first_facts(add, tier.key)), now)
    return customer


def _closed_team_of(session: Session, actor: Viewer | None) -> int | None:
    team = session.get(Team, actor.team_id) if actor else None
    return team.id if team and team.is_closed else None


def next_check_in(tier: Tier, now: datetime) -> datetime | None:
    """Return when a customer of this tier is asked next how things are; None if never."""
    return now + timedelta(days=tier.check_in_days) if tier.check_in_days else None


def _reference(session: Session, wished: str, customer_id: int) -> str:
    """Return the reference wished for if it is free, else one made of the number.

    Only a customer who came with such a reference can be in the way of that: then it gets a suffix.
    """
    if wished and queries.reference_is_taken(session, wished):
        raise Invalid(NO_SUCH_REFERENCE, field="reference")
    own = reference_for(customer_id)
    made = chain([own], (f"{own}-{n}" for n in count(2)))
    return wished or next(each for each in made if not queries.reference_is_taken(session, each))


def _insert(session: Session, customer: Customer) -> None:
    """Store the customer; somebody else may have taken its reference in this very moment."""
    try:
        with session.begin_nested():
            session.add(customer)
    except IntegrityError as error:
        if "reference" not in str(error.orig):
            raise
        raise Invalid(NO_SUCH_REFERENCE, field="reference") from None
