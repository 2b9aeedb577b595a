"""Adding customers: only a name is needed, and doubles are noticed first."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.builders import a_team, an_admin, an_agent
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.customers import queries
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.contacts import contact_in
from tracker.customers.rules.likeness import Likeness, LooksAlike
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.extensions import transaction


def test_only_the_name_is_needed(session: Session) -> None:
    ann = an_agent(session)

    customer = add_customer(session, AddCustomer(actor=ann, name="Bäckerei Sommer"), MOMENT)

    assert customer.tier.key == "standard"
    assert customer.reference == f"K-{10_000 + customer.id}"
    assert customer.sort_key == "backerei sommer"
    assert customer.next_check_in_at is None


def test_whom_a_closed_team_adds_does_not_exist_for_others(session: Session) -> None:
    closed = a_team(session, is_closed=True)
    member, other = an_agent(session, team=closed), an_agent(session)

    theirs = add_customer(session, AddCustomer(actor=member, name="Bäckerei Sommer"), MOMENT)
    everybodys = add_customer(session, AddCustomer(actor=other, name="Gärtnerei Winter"), MOMENT)

    assert (theirs.team_id, everybodys.team_id) == (closed.id, None)


def test_everything_given_is_kept_and_told(session: Session) -> None:
    ann = an_agent(session)
    plus = session.scalars(select(Tier).where(Tier.key == "plus")).one()
    add = AddCustomer(
        actor=ann,
        name="Bäckerei Sommer",
        reference="s-1",
        contacts=(contact_in("030 123456"), contact_in("info@sommer.de")),
        tags=("VIP",),
        tier_id=plus.id,
        yearly_volume=Decimal("1234.50"),
        region="Bremen",
        language="en",
        time_zone="Europe/London",
    )

    stored = queries.customer(session, ann, add_customer(session, add, MOMENT).id)

    assert stored.reference == "S-1"
    assert [(each.kind, each.match_key) for each in stored.contacts] == [
        ("phone", "30123456"),
        ("mail", "info@sommer.de"),
    ]
    assert stored.next_check_in_at is not None
    told = history(session, "customer", stored.id)[0]
    assert told.kind == "customer_added"
    assert told.actor_id == ann.id
    assert told.changes["tier"] == (None, "plus")
    assert told.changes["contacts"] == (None, ["030 123456", "info@sommer.de"])


def test_a_double_is_noticed_and_may_be_added_all_the_same(session: Session) -> None:
    ann = an_agent(session)
    first = add_customer(
        session, AddCustomer(actor=ann, name="Bäckerei Sommer GmbH", contacts=(contact_in("030 123456"),)), MOMENT
    )
    double = AddCustomer(actor=ann, name="Sommer, Baeckerei", contacts=(contact_in("+49 30 123456"),))

    with pytest.raises(LooksAlike) as refused:
        add_customer(session, double, MOMENT)
    again = add_customer(
        session,
        AddCustomer(actor=ann, name=double.name, contacts=double.contacts, even_if_alike=True),
        MOMENT,
    )

    assert [(each.id, each.reasons) for each in refused.value.look_alikes] == [
        (first.id, (Likeness.PHONE, Likeness.NAME))
    ]
    assert again.id != first.id


def test_nobody_is_warned_of_what_does_not_exist_for_them(session: Session) -> None:
    closed = a_team(session, is_closed=True)
    insider = an_agent(session, team=closed)
    outsider = an_agent(session)
    outsider = type(outsider)(
        id=outsider.id, name="Out", role=outsider.role, team_id=outsider.team_id, hidden_team_ids=frozenset({closed.id})
    )
    add_customer(session, AddCustomer(actor=insider, name="Secret Service", team_id=closed.id), MOMENT)

    assert add_customer(session, AddCustomer(actor=outsider, name="Secret Service"), MOMENT).id
    with pytest.raises(LooksAlike) as refused:
        add_customer(session, AddCustomer(actor=insider, name="Secret Service"), MOMENT)
    assert len(refused.value.look_alikes) == 2


def test_a_reference_exists_once_however_it_is_written(session: Session) -> None:
    ann = an_agent(session)
    add_customer(session, AddCustomer(actor=ann, name="Sommer", reference="AB-1"), MOMENT)

    with pytest.raises(Invalid) as refused:
        add_customer(session, AddCustomer(actor=ann, name="Winter", reference="ab-1"), MOMENT)

    assert refused.value.field == "reference"


def test_a_given_reference_makes_way_for_one_that_was_there(session: Session) -> None:
    ann = an_agent(session)
    first = add_customer(session, AddCustomer(actor=ann, name="Sommer"), MOMENT)
    taken = f"K-{10_000 + first.id + 2}"
    add_customer(session, AddCustomer(actor=ann, name="Herbst", reference=taken), MOMENT)

    made = add_customer(session, AddCustomer(actor=ann, name="Winter"), MOMENT)

    assert made.reference in {f"{taken}-2", f"K-{10_000 + made.id}"}
    assert made.reference != taken


def test_administrators_add_nobody(session: Session) -> None:
    with pytest.raises(Forbidden):
        add_customer(session, AddCustomer(actor=an_admin(session), name="Sommer"), MOMENT)


def test_the_system_itself_adds_customers(session: Session) -> None:
    customer = add_customer(
        session, AddCustomer(actor=None, name="Sommer", external_system="crm", external_id="7"), MOMENT
    )

    found = queries.customer_by_external_id(session, "crm", "7")

    assert found is customer
    assert history(session, "customer", customer.id)[0].actor_id is None


def test_customers_added_at_the_same_time_get_references_of_their_own(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        ann = an_agent(session)

    def add(number: int) -> str:
        with app.app_context(), transaction() as session:
            return add_customer(session, AddCustomer(actor=ann, name=f"Sommer {number}"), MOMENT).reference

    with ThreadPoolExecutor(4) as people:
        references = list(people.map(add, range(16)))

    assert len(set(references)) == 16
    with app.app_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 16
