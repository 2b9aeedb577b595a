"""Reading single customers, tiers and what forms offer."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.accounts.records import Team
from tracker.customers.queries.visible import exists_for
from tracker.customers.records import ContactPoint, Customer, Tier
from tracker.kernel.errors import Invalid, NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

NO_SUCH_CUSTOMER = N_("There is no such customer.")


def complete(asked: Select[Customer]) -> Select[Customer]:
    """Load tier, contact points and tags along: three statements, however many customers."""
    return asked.options(joinedload(Customer.tier), selectinload(Customer.contacts), selectinload(Customer.tags))


def customer(session: Session, viewer: Viewer | None, customer_id: int) -> Customer:
    """Return one customer that exists for the viewer, with tier, contact points and tags.

    A customer who was merged is still here and names the other in `merged_into_id`. Raises NotFound.
    """
    asked = select(Customer).where(Customer.id == customer_id, *exists_for(viewer))
    found = session.scalars(complete(asked)).one_or_none()
    if found is None:
        raise NotFound(NO_SUCH_CUSTOMER)
    return found


def mail_addresses(session: Session, customer_id: int) -> Sequence[str]:
    """Return the mail addresses of a customer, the one that is used first of all first."""
    asked = select(ContactPoint.value).where(ContactPoint.customer_id == customer_id, ContactPoint.kind == "mail")
    return session.scalars(asked.order_by(ContactPoint.id)).all()


def customers_for_update(session: Session, viewer: Viewer | None, ids: Sequence[int]) -> dict[int, Customer]:
    """Return customers by number, locked in the order of their numbers, loaded as in `customer`. Raises NotFound."""
    asked = select(Customer).where(Customer.id.in_(ids), *exists_for(viewer)).order_by(Customer.id)
    locked = complete(asked).with_for_update(of=Customer).execution_options(populate_existing=True)
    found = {each.id: each for each in session.scalars(locked)}
    if found.keys() != set(ids):
        raise NotFound(NO_SUCH_CUSTOMER)
    return found


def customer_by_external_id(session: Session, system: str, external_id: str) -> Customer | None:
    """Return the customer that another system knows by a number; after a merge the one kept."""
    pair = (Customer.external_system == system, Customer.external_id == external_id)
    found = session.execute(select(Customer.id, Customer.merged_into_id).where(*pair)).one_or_none()
    return customer(session, None, found.merged_into_id or found.id) if found else None


def merged_references(session: Session, customer_id: int) -> Sequence[str]:
    """Return the references of the customers that were merged into this one: it is still found by them."""
    asked = select(Customer.reference).where(Customer.merged_into_id == customer_id).order_by(Customer.id)
    return session.scalars(asked).all()


def reference_is_taken(session: Session, reference: str) -> bool:
    """Whether any customer has this reference, hidden ones included."""
    return session.scalar(select(Customer.id).where(Customer.reference == reference)) is not None


def next_id(session: Session) -> int:
    """Return a customer number that nobody else will get, not even in another transaction.

    A sequence hands them out on PostgreSQL; on SQLite writers queue, so the highest number is final.
    """
    if session.get_bind().dialect.name == "sqlite":
        return (session.scalar(select(func.max(Customer.id))) or 0) + 1
    drawn: int = session.scalars(select(func.nextval("customer_id_seq"))).one()
    return drawn


def customer_now(session: Session, customer_id: int) -> int:
    """Return the customer, or the one into whom they were merged."""
    into = session.scalar(select(Customer.merged_into_id).where(Customer.id == customer_id))
    return customer_id if into is None else into


def tiers(session: Session) -> Sequence[Tier]:
    """Return all tiers, those that matter more last."""
    return session.scalars(select(Tier).order_by(Tier.rank, Tier.id)).all()


def tier(session: Session, tier_id: int) -> Tier:
    """Return one tier. Raises NotFound."""
    return _tier(session, select(Tier).where(Tier.id == tier_id))


def tier_for_update(session: Session, tier_id: int) -> Tier:
    """Return one tier, locked. Raises NotFound."""
    return _tier(session, select(Tier).where(Tier.id == tier_id).with_for_update())


def _tier(session: Session, asked: Select[Tier]) -> Tier:
    found = session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such tier."))
    return found


def tier_or_lowest(session: Session, tier_id: int | None) -> Tier:
    """Return the tier asked for, without one the active tier of the lowest rank. Raises Invalid."""
    asked = select(Tier).where(Tier.id == tier_id) if tier_id else select(Tier).where(Tier.active)
    found = session.scalars(asked.order_by(Tier.rank, Tier.id).limit(1)).one_or_none()
    if found is None:
        raise Invalid(N_("There is no such tier."), field="tier_id")
    return found


def teams_of(session: Session, viewer: Viewer, also: int | None = None) -> Sequence[tuple[int, str]]:
    """Return number and name of the teams to which the viewer may give a customer, and of team `also`."""
    ids = {viewer.team_id, *viewer.managed_team_ids, *({also} if also else set())}
    asked = select(Team.id, Team.name).where(Team.id.in_(ids)).order_by(Team.name)
    return [(team_id, name) for team_id, name in session.execute(asked)]
