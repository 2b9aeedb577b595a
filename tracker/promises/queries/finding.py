"""Finding one promise, for reading or for changing; what a viewer may not see does not exist."""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import Select, literal, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.records import Account, Team
from tracker.customers.records import Customer
from tracker.kernel.errors import Invalid, NotFound
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.records import Cause, HandOver, Kind, Promise
from tracker.promises.rules import State

Ts = TypeVarTuple("Ts")

NO_SUCH_PROMISE = N_("There is no such promise.")
HAS_REFERENCE = Promise.source_reference != literal_column("''")
"""Goes with every question after a reference: only then both databases see that the index of references covers it."""


def visible(asked: Select[*Ts], viewer: Viewer) -> Select[*Ts]:
    """Leave out what does not exist for the viewer: other people's drafts, and closed teams' business."""
    asked = asked.where(or_(Promise.state != State.DRAFT, Promise.owner_id == viewer.id))
    if not viewer.hidden_team_ids:
        return asked
    hidden = sorted(viewer.hidden_team_ids)
    theirs = select(Customer.id).where(Customer.id == Promise.customer_id, Customer.team_id.in_(hidden))
    return asked.where(Promise.team_id.not_in(hidden), ~theirs.exists())


def promise_for_update(session: Session, viewer: Viewer, promise_id: int) -> Promise:
    """Return the promise, locked until the end of the transaction. Raises NotFound."""
    asked = visible(select(Promise).where(Promise.id == promise_id), viewer)
    promise = session.execute(asked.with_for_update(of=Promise)).scalar_one_or_none()
    if promise is None:
        raise NotFound(NO_SUCH_PROMISE)
    return promise


def promise(session: Session, viewer: Viewer, promise_id: int) -> Promise:
    """Return the promise with customer, kind, cause, team, maker and owner loaded. Raises NotFound."""
    asked = visible(select(Promise).where(Promise.id == promise_id), viewer).options(
        joinedload(Promise.customer).joinedload(Customer.tier),
        joinedload(Promise.kind),
        joinedload(Promise.cause),
        joinedload(Promise.team),
        joinedload(Promise.maker),
        joinedload(Promise.owner),
    )
    found = session.execute(asked).scalar_one_or_none()
    if found is None:
        raise NotFound(NO_SUCH_PROMISE)
    return found


def logged_with(session: Session, viewer: Viewer, form_key: str) -> int | None:
    """Return the promise that this person logged with a form, None if the form was not sent yet."""
    asked = select(Promise.id).where(Promise.form_key == form_key, Promise.maker_id == viewer.id)
    return session.scalars(asked).one_or_none()


def customer_of_promise(session: Session, viewer: Viewer, customer_id: int) -> Customer:
    """Return the customer somebody wants to promise something. Raises Invalid for field `customer`."""
    customer = session.get(Customer, customer_id)
    if customer is None or not viewer.may_see(customer.team_id):
        raise Invalid(N_("There is no such customer."), field="customer")
    if customer.merged_into_id is not None:
        raise Invalid(N_("This customer was merged into another one."), field="customer")
    if customer.erased_at is not None:
        raise Invalid(N_("This customer was erased."), field="customer")
    return customer


def active_account(session: Session, account_id: int, field: str) -> Account:
    """Return somebody who can own a promise: active and not an administrator. Raises Invalid for `field`."""
    account = session.get(Account, account_id)
    if account is None or not account.active or account.role == "admin":
        raise Invalid(N_("This person cannot own promises."), field=field)
    return account


def check_sees(session: Session, promise: Promise, other: Account, field: str) -> None:
    """Raise Invalid for `field` when the promise does not exist for this person."""
    for name in closed_to(session, promise.id, other.id):
        raise Invalid(N_("%(team)s is closed to this person."), field=field, team=name)


def closed_to(session: Session, promise_id: int, account_id: int, team_id: int | None = None) -> Sequence[str]:
    """Return the closed teams that a promise or its customer belongs to, of which an account, in `team_id`, is no part.

    Without a team it is asked for the one in which the account is.
    """
    home = Account.team_id if team_id is None else literal(team_id)
    asked = (
        select(Team.name)
        .select_from(Promise)
        .join(Account, Account.id == account_id)
        .outerjoin(Customer, Customer.id == Promise.customer_id)
        .join(Team, or_(Team.id == Promise.team_id, Team.id == Customer.team_id))
        .where(Promise.id == promise_id, Team.is_closed, Team.id != home)
        .where(Team.manager_id.is_distinct_from(Account.id))
    )
    return session.scalars(asked).all()


def home_of(session: Session, promise: Promise, owner: Account) -> int:
    """Return the team of a promise with this owner: the owner's. A closed team's own business stays its own."""
    team = session.get_one(Team, promise.team_id)
    return team.id if team.is_closed else owner.team_id


def active_kind(session: Session, kind_id: int) -> Kind:
    """Return a kind that can be used. Raises Invalid for field `kind`."""
    kind = session.get(Kind, kind_id)
    if kind is None or not kind.active:
        raise Invalid(N_("Choose one of the kinds."), field="kind")
    return kind


def active_cause(session: Session, cause_id: int) -> Cause:
    """Return a cause that can be used. Raises Invalid for field `cause`."""
    cause = session.get(Cause, cause_id)
    if cause is None or not cause.active:
        raise Invalid(N_("Choose one of the causes."), field="cause")
    return cause


def waiting_hand_over(session: Session, promise_id: int) -> HandOver | None:
    """Return the hand-over of this promise that nobody has answered yet, if there is one."""
    asked = select(HandOver).where(HandOver.promise_id == promise_id, HandOver.state == "waiting")
    return session.execute(asked).scalar_one_or_none()
