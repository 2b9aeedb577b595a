"""What a row of a list shows, loaded with the promise: customer, kind and owner, nothing more."""

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import QueryableAttribute, joinedload

from tracker.accounts.records import Account
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.promises.queries.finding import visible
from tracker.promises.records import Kind, Promise

ROW = (
    joinedload(Promise.customer).load_only(Customer.name, Customer.tier_id),
    joinedload(Promise.kind).load_only(Kind.name_de, Kind.name_en, Kind.key),
    joinedload(Promise.owner).load_only(Account.name, Account.sort_key, Account.team_id),
)


def rows(viewer: Viewer) -> Select[Promise]:
    """Select the promises that exist for the viewer, with what a row shows."""
    return visible(select(Promise), viewer).options(*ROW)


def after_key(
    asked: Select[Promise],
    column: QueryableAttribute[object],
    after: tuple[object, ...] | None,
    *,
    newest_first: bool = False,
) -> Select[Promise]:
    """Order by the column and the number, and begin behind the key `after`: (value of the column, number)."""
    order = (column.desc(), Promise.id.desc()) if newest_first else (column, Promise.id)
    asked = asked.order_by(*order)
    if after is None:
        return asked
    moment, number = after
    beyond = column < moment if newest_first else column > moment
    further = Promise.id < number if newest_first else Promise.id > number
    return asked.where(or_(beyond, and_(column == moment, further)))
