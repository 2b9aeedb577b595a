"""What is made in bulk is what the use cases would have written, column by column."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from tests.conftest import Store
from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.queries import first_broken_link
from tracker.audit.records import Event
from tracker.audit.use_cases import record_all
from tracker.customers.records import ContactPoint, Customer, CustomerTag, Tier
from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.customers.rules.details import Details
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.demo.bulk import customers, promises
from tracker.demo.bulk.customers import Rank
from tracker.demo.bulk.numbers import new_numbers
from tracker.demo.bulk.promises import Ending
from tracker.demo.bulk.writing import CONTACT, CUSTOMER, PROMISE, TAG, write_bulk
from tracker.kernel.extensions import db
from tracker.kernel.many_rows import insert_many
from tracker.kernel.people import Viewer
from tracker.promises.records import Kind, Promise
from tracker.promises.rows import NewPromise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases.settling import SettlePromise, settle_promise

HOUR = timedelta(hours=1)
ENDINGS = {
    "still open": None,
    "kept": Ending(outcome=State.KEPT, at=MOMENT + HOUR, note="Done."),
    "kept late": Ending(outcome=State.KEPT, at=MOMENT + 30 * HOUR, cause_id=0),
    "partly kept": Ending(outcome=State.PARTLY_KEPT, at=MOMENT + HOUR, cause_id=0, missing="Two boxes."),
    "broken": Ending(outcome=State.BROKEN, at=MOMENT + 30 * HOUR, cause_id=0, note="It is not made any more."),
    "withdrawn": Ending(outcome=State.WITHDRAWN, at=MOMENT + HOUR, note="The order was cancelled."),
}
OWN = {"id", "customer_id", "subject_id", "hash", "digest", "reference", "search_text"}
"""What no two records share."""


@pytest.mark.parametrize("how", ENDINGS)
def test_a_promise_of_the_bulk_is_stored_like_one_that_somebody_logged_and_settled(session: Session, how: str) -> None:
    ending, agent, customer = ENDINGS[how], b.an_agent(session), b.a_customer(session)
    if ending is not None and ending.cause_id is not None:
        ending = _with_cause(ending, b.cause_id(session))
    told_by_hand = _by_hand(session, agent, customer, ending)
    told_in_bulk = _in_bulk(session, agent, customer, ending)

    by_hand, in_bulk = _row(session, PROMISE, told_by_hand), _row(session, PROMISE, told_in_bulk)

    assert in_bulk == by_hand | {"attention_at": None}
    assert _events(session, "promise", told_in_bulk) == _events(session, "promise", told_by_hand)
    assert first_broken_link(session) is None


def test_a_customer_of_the_bulk_is_stored_like_one_that_somebody_added(session: Session) -> None:
    agent = b.an_agent(session)
    tier = session.scalars(select(Tier).where(Tier.key == "plus")).one()
    details = Details(
        name="Bäckerei Groß & Söhne GmbH",
        contacts=(Contact(ContactKind.PHONE, "+49 40 66969123"), Contact(ContactKind.MAIL, "post@gross.example")),
        tags=("handwerk",),
        tier_id=tier.id,
        yearly_volume=Decimal(2500),
        region="Hamburg",
    )
    fields = {name: getattr(details, name) for name in Details.__slots__}
    added = add_customer(session, AddCustomer(actor=agent, **fields), MOMENT)

    (number,) = new_numbers(session, CUSTOMER, 1)
    rank = Rank(tier.id, tier.key, tier.check_in_days)
    stored = customers.stored(number, details, rank, by=agent, at=MOMENT, now=MOMENT)
    _store(session, {CUSTOMER: [stored.row], CONTACT: stored.contacts, TAG: stored.tags})
    record_all(session, [(stored.happening, MOMENT)])

    assert _row(session, CUSTOMER, number) == _row(session, CUSTOMER, added.id)
    assert stored.row["search_text"] == added.search_text.replace(f"k-{10_000 + added.id}", f"k-{10_000 + number}")
    assert _below(session, number) == _below(session, added.id)
    assert _events(session, "customer", number) == _events(session, "customer", added.id)


def test_bulk_is_settled_but_for_a_few_and_leaves_every_chain_whole(app: Flask, store: Store) -> None:
    with store() as session:
        agent = b.an_agent(session)

    with app.app_context():
        write_bulk(1_000, MOMENT, lambda *_: None)

        states = dict(db.session.execute(select(Promise.state, func.count()).group_by(Promise.state)).all())
        owned = select(func.count()).where(Promise.owner_id == agent.id, Promise.state == State.OPEN)
        assert sum(states.values()) == 1_000
        assert states["open"] == 30
        assert db.session.scalar(select(func.count()).select_from(Customer)) == 200
        assert db.session.scalar(owned) == 0
        assert db.session.scalar(select(func.count()).where(Promise.settled_at > MOMENT)) == 0
        assert db.session.scalar(select(func.count()).where(Promise.attention_at.is_not(None))) == 0
        assert first_broken_link(db.session()) is None


def test_people_can_go_on_where_bulk_was_made(app: Flask, store: Store) -> None:
    with store() as session:
        agent = b.an_agent(session)
    with app.app_context():
        write_bulk(10, MOMENT, lambda *_: None)
        write_bulk(10, MOMENT, lambda *_: None)

    with store() as session:
        added = add_customer(session, AddCustomer(actor=agent, name="Bryn Evans"), MOMENT)
        promise = b.a_promise(session, agent, customer_id=added.id)

        assert promise.state == "open"


def _with_cause(ending: Ending, cause_id: int) -> Ending:
    return Ending(outcome=ending.outcome, at=ending.at, cause_id=cause_id, note=ending.note, missing=ending.missing)


def _by_hand(session: Session, agent: Viewer, customer: Customer, ending: Ending | None) -> int:
    promise = b.a_promise(session, agent, customer_id=customer.id, seconds_to_log=20, source_reference="T-1")
    if ending is not None:
        has_kept_at = ending.outcome in {State.KEPT, State.PARTLY_KEPT}
        settlement = Settlement(
            outcome=ending.outcome,
            kept_at=ending.at if has_kept_at else None,
            cause_id=ending.cause_id,
            note=ending.note,
            missing=ending.missing,
        )
        settle = SettlePromise(promise_id=promise.id, actor=agent, seen_version=1, settlement=settlement)
        settle_promise(session, settle, ending.at)
    session.flush()
    return promise.id


def _in_bulk(session: Session, agent: Viewer, customer: Customer, ending: Ending | None) -> int:
    kind = session.get_one(Kind, b.kind_id(session))
    new = NewPromise(
        customer_id=customer.id,
        kind_id=kind.id,
        team_id=agent.team_id,
        maker_id=agent.id,
        owner_id=agent.id,
        statement="I will call you back about invoice 4711.",
        due=Due(MOMENT + timedelta(days=1)),
        zone="Europe/Berlin",
        made_at=MOMENT,
        tolerance=kind.tolerance,
        seconds_to_log=20,
        source_reference="T-1",
    )
    (number,) = new_numbers(session, PROMISE, 1)
    row, told = promises.stored(number, new, ending)
    _store(session, {PROMISE: [row]})
    record_all(session, told)
    return number


def _store(session: Session, rows: Mapping[Table, list[dict[str, object]]]) -> None:
    for table, its_rows in rows.items():
        insert_many(session, table, its_rows)


def _row(session: Session, table: Table, number: int) -> dict[str, object]:
    row = session.execute(select(table).where(table.c.id == number)).mappings().one()
    return {name: value for name, value in row.items() if name not in OWN}


def _below(session: Session, customer_id: int) -> list[tuple[object, ...]]:
    contacts = select(ContactPoint.kind, ContactPoint.value, ContactPoint.match_key).order_by(ContactPoint.id)
    tags = select(CustomerTag.tag).where(CustomerTag.customer_id == customer_id)
    of_customer = contacts.where(ContactPoint.customer_id == customer_id)
    return [tuple(row) for row in (*session.execute(of_customer), *session.execute(tags))]


def _events(session: Session, subject_type: str, number: int) -> list[dict[str, object]]:
    table = Event.__table__
    asked = select(table).where(table.c.subject_type == subject_type, table.c.subject_id == number).order_by(table.c.id)
    own_words = {f"K-{10_000 + number}": "K-…"}
    return [
        {
            name: _without(str(value), own_words) if name == "details" else value
            for name, value in row.items()
            if name not in OWN
        }
        for row in session.execute(asked).mappings()
    ]


def _without(text: str, own_words: Mapping[str, str]) -> str:
    for word, instead in own_words.items():
        text = text.replace(word, instead)
    return text
