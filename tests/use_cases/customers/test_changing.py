"""Changing customers: every change is told, and none is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_team, an_admin, an_agent
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.customers import queries
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.contacts import contact_in
from tracker.customers.use_cases import AddCustomer, ChangeCustomer, add_customer, change_customer
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid, NotFound
from tracker.kernel.people import Viewer


def sommer(session: Session, ann: Viewer) -> Customer:
    add = AddCustomer(actor=ann, name="Sommer", contacts=(contact_in("030 123456"),), tags=("vip",), region="Bremen")
    return add_customer(session, add, MOMENT)


def as_it_is(customer: Customer, ann: Viewer) -> ChangeCustomer:
    """Return the change that changes nothing."""
    known = customer.details()
    return ChangeCustomer(
        actor=ann,
        customer_id=customer.id,
        row_version=customer.row_version,
        name=known.name,
        contacts=known.contacts,
        tags=known.tags,
        region=known.region,
    )


def test_what_differs_is_told_from_what_to_what(session: Session) -> None:
    ann = an_agent(session)
    customer = sommer(session, ann)
    change = replace(as_it_is(customer, ann), name="Winter", contacts=(contact_in("info@winter.de"),), tags=("new",))

    changed = change_customer(session, change, MOMENT)

    told = history(session, "customer", customer.id)[0]
    assert told.kind == "customer_changed"
    assert told.changes == {
        "name": ("Sommer", "Winter"),
        "contacts": (["030 123456"], ["info@winter.de"]),
        "tags": (["vip"], ["new"]),
    }
    assert changed.reference == customer.reference
    assert [each.id for each in queries.search(session, ann, "info@winter")] == [customer.id]
    assert not queries.search(session, ann, "030 123456")


def test_nothing_is_told_where_nothing_differs(session: Session) -> None:
    ann = an_agent(session)
    customer = sommer(session, ann)
    version = customer.row_version

    change_customer(session, as_it_is(customer, ann), MOMENT)

    assert len(history(session, "customer", customer.id)) == 1
    assert customer.row_version == version


def test_the_second_of_two_editors_is_stopped(session: Session) -> None:
    ann, ben = an_agent(session), an_agent(session)
    customer = sommer(session, ann)
    first, second = (replace(as_it_is(customer, who), region=place) for who, place in ((ann, "Bonn"), (ben, "Ulm")))
    change_customer(session, first, MOMENT)

    with pytest.raises(ChangedMeanwhile):
        change_customer(session, second, MOMENT)

    assert customer.region == "Bonn"


def test_a_new_tier_brings_its_check_ins(session: Session) -> None:
    ann = an_agent(session)
    customer = sommer(session, ann)
    key_account = session.scalars(select(Tier).where(Tier.key == "key_account")).one()

    change_customer(session, replace(as_it_is(customer, ann), tier_id=key_account.id), MOMENT)

    assert customer.next_check_in_at is not None
    assert (customer.next_check_in_at - MOMENT).days == key_account.check_in_days
    assert history(session, "customer", customer.id)[0].changes == {"tier": ("standard", "key_account")}


def test_a_reference_of_somebody_else_is_refused(session: Session) -> None:
    ann = an_agent(session)
    customer = sommer(session, ann)
    other = add_customer(session, AddCustomer(actor=ann, name="Winter"), MOMENT)

    with pytest.raises(Invalid) as refused:
        change_customer(session, replace(as_it_is(customer, ann), reference=other.reference), MOMENT)

    assert refused.value.field == "reference"


def test_a_hidden_customer_cannot_be_changed(session: Session) -> None:
    closed = a_team(session, is_closed=True)
    insider, outsider = an_agent(session, team=closed), an_agent(session)
    customer = add_customer(session, AddCustomer(actor=insider, name="Sommer", team_id=closed.id), MOMENT)
    stranger = replace(outsider, hidden_team_ids=frozenset({closed.id}))

    with pytest.raises(NotFound):
        change_customer(session, replace(as_it_is(customer, insider), actor=stranger), MOMENT)


def test_administrators_change_nobody(session: Session) -> None:
    ann = an_agent(session)
    customer = sommer(session, ann)

    with pytest.raises(Forbidden):
        change_customer(session, replace(as_it_is(customer, ann), actor=an_admin(session)), MOMENT)
