"""Writing bulk, batch by batch, each in a transaction of its own."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from random import Random
from typing import cast

from sqlalchemy import Engine, Table, select
from sqlalchemy.orm import Session

from tracker.audit.use_cases import record_all
from tracker.customers.records import ContactPoint, Customer, CustomerTag, Tier
from tracker.demo.bulk import people, promises
from tracker.demo.bulk.clients import Clients
from tracker.demo.bulk.customers import Rank
from tracker.demo.bulk.drawing import PAST, Drawing, Pool, Sort
from tracker.demo.bulk.numbers import new_numbers
from tracker.demo.bulk.people import Owner
from tracker.kernel.extensions import db, transaction
from tracker.kernel.many_rows import insert_many
from tracker.promises.records import Cause, Kind, Promise
from tracker.reports.use_cases.folding import fold_changes

BATCH = 25_000
"""The larger, the fewer times each page of an index is written; this many take 150 MB of memory."""
PROMISES_EACH = 5_000
"""How many promises somebody has made in two years: some ten a day."""
CUSTOMERS_EACH = 5
MOST_CUSTOMERS = 200_000

Progress = Callable[[str, int, int], None]
"""Is told what was made, how many, and of how many."""

PROMISE, CUSTOMER = cast(Table, Promise.__table__), cast(Table, Customer.__table__)
CONTACT, TAG = cast(Table, ContactPoint.__table__), cast(Table, CustomerTag.__table__)


def write_bulk(many: int, now: datetime, progress: Progress) -> None:
    """Make so many promises, the customers they are made to, and the people who own them.

    What is open belongs to the new people: so everybody's day is as long as before, however many promises there are.
    """
    with transaction() as session:
        dice = Random(new_numbers(session, PROMISE, 1)[0])
        busy = people.hire(session, -(-many // PROMISES_EACH), dice, now - PAST)
    customer_ids = write_customers(min(-(-many // CUSTOMERS_EACH), MOST_CUSTOMERS), now, dice, progress)
    with transaction() as session:
        pool = _pool(session, customer_ids, busy)
    drawing = Drawing(dice, pool, many, now)
    for first, last in _batches(many):
        with transaction() as session:
            _write_promises(session, drawing, first, last)
        progress("promises", last, many)
    fold_all()
    let_know(db.engine)


def fold_all() -> None:
    """Fold everything into the tally in large bites: nobody else is at work."""
    many = BATCH
    while many == BATCH:
        with transaction() as session:
            many = fold_changes(session, BATCH)


def let_know(engine: Engine) -> None:
    """Let PostgreSQL see at once what it holds, as it would by itself some minutes later; SQLite needs no hint."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _pool(session: Session, customer_ids: list[int], busy: list[Owner]) -> Pool:
    kinds = select(Kind.id, Kind.key, Kind.tolerance).where(Kind.key != "check_in", Kind.active).order_by(Kind.id)
    return Pool(
        customer_ids=customer_ids,
        everybody=people.owners(session),
        busy=busy,
        sorts=[Sort(*row) for row in session.execute(kinds)],
        cause_ids=session.scalars(select(Cause.id).order_by(Cause.id)).all(),
    )


def _write_promises(session: Session, drawing: Drawing, first: int, last: int) -> None:
    drawn = zip(new_numbers(session, PROMISE, last - first), range(first, last), strict=True)
    stored = [promises.stored(promise_id, *drawing.draw(number)) for promise_id, number in drawn]
    insert_many(session, PROMISE, [row for row, _ in stored])
    told = [each for _, happenings in stored for each in happenings]
    record_all(session, sorted(told, key=lambda each: each[1]))


def write_customers(many: int, now: datetime, dice: Random, progress: Progress) -> list[int]:
    """Make so many customers, and return their numbers."""
    customer_ids: list[int] = []
    for first, last in _batches(many):
        with transaction() as session:
            clients = Clients(dice, _ranks(session), people.owners(session)[0], now)
            numbers = new_numbers(session, CUSTOMER, last - first)
            _write_batch(session, clients, numbers)
        customer_ids += numbers
        progress("customers", last, many)
    return customer_ids


def _write_batch(session: Session, clients: Clients, numbers: list[int]) -> None:
    stored = [clients.draw(number) for number in numbers]
    insert_many(session, CUSTOMER, [each.row for each in stored])
    insert_many(session, CONTACT, [contact for each in stored for contact in each.contacts])
    insert_many(session, TAG, [tag for each in stored for tag in each.tags])
    record_all(session, [(each.happening, clients.joined_at) for each in stored])


def _ranks(session: Session) -> Mapping[str, Rank]:
    return {tier.key: Rank(tier.id, tier.key, tier.check_in_days) for tier in session.scalars(select(Tier))}


def _batches(many: int) -> Iterator[tuple[int, int]]:
    for first in range(0, many, BATCH):
        yield first, min(first + BATCH, many)
