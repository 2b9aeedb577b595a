"""Customers to whom most was not kept on time: read from an index of such promises alone, then from theirs."""

from typing import Any

from sqlalchemy import Select, func, select, text, union_all
from sqlalchemy.orm import Session

from tracker.customers.records import Customer
from tracker.promises.indexes import MISSED
from tracker.promises.measures import Measures
from tracker.promises.queries.outcomes import counts
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.reports.queries.ahead import OPEN, Asked
from tracker.worktime.zones import LAST_ZONE, end_of_day


def most_missed(session: Session, asked: Asked, most: int) -> dict[int, str]:
    """Return the customers to whom most was not kept on time, or is overdue, in a period: number and name, in order."""
    overdue = (
        Promise.state == OPEN,
        Promise.late_at < asked.moment,
        Promise.due_at < end_of_day(asked.period.last, LAST_ZONE),
    )
    parts = union_all(_missed(asked, text(f"({MISSED})")), _missed(asked, *overdue)).subquery("part")
    many = func.sum(parts.c.many)
    summed = select(parts.c.customer_id, many.label("many")).group_by(parts.c.customer_id)
    worst = summed.order_by(many.desc(), parts.c.customer_id).limit(most).subquery("worst")
    named = select(Customer.id, Customer.name).join(worst, worst.c.customer_id == Customer.id)
    rows = session.execute(named.order_by(worst.c.many.desc(), Customer.id))
    return {row.id: row.name for row in rows}


def _missed(asked: Asked, *conditions: Any) -> Select[int | None, int]:
    counted = select(Promise.customer_id, func.count().label("many"))
    return counted.where(*conditions, *asked.narrowed(), *asked.existing()).group_by(Promise.customer_id)


def by_customer(session: Session, asked: Asked, customer_ids: list[int]) -> dict[int, Measures]:
    """Return the measures of what is due to each of some customers in a period."""
    columns = [func.count().filter(which).label(name) for name, which in counts(asked.moment).items()]
    counted = select(Promise.customer_id, *columns).where(
        Promise.customer_id.in_(customer_ids), Promise.state != State.DRAFT, *asked.narrowed(), *asked.existing()
    )
    rows = session.execute(counted.group_by(Promise.customer_id)).mappings()
    return {row["customer_id"]: Measures(**{name: row[name] for name in counts(asked.moment)}) for row in rows}
