"""Two records of one customer become one, and nothing that was known is lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_team, an_agent
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.customers import queries
from tracker.customers.records import Customer
from tracker.customers.rules.contacts import contact_in
from tracker.customers.use_cases import (
    AddCustomer,
    ChangeCustomer,
    MergeCustomers,
    add_customer,
    change_customer,
    merge_customers,
)
from tracker.kernel.errors import ChangedMeanwhile, Gone, Invalid, NotFound
from tracker.kernel.people import Viewer


def added(session: Session, ann: Viewer, name: str, **given: object) -> Customer:
    return add_customer(session, AddCustomer(actor=ann, name=name, even_if_alike=True, **given), MOMENT)  # type: ignore[arg-type]


def merging(ann: Viewer, kept: Customer, merged: Customer) -> MergeCustomers:
    return MergeCustomers(
        actor=ann,
        kept_id=kept.id,
        kept_version=kept.row_version,
        merged_id=merged.id,
        merged_version=merged.row_version,
    )


def test_the_kept_customer_knows_what_both_knew(session: Session) -> None:
    ann = an_agent(session)
    kept = added(session, ann, "Sommer", contacts=(contact_in("030 123456"),), tags=("vip",), region="Bremen")
    contacts = (contact_in("+49 30 123456"), contact_in("info@sommer.de"))
    merged = added(
        session, ann, "Sommer GmbH", contacts=contacts, tags=("new",), region="Bonn", yearly_volume=Decimal(5)
    )

    one = merge_customers(session, merging(ann, kept, merged), MOMENT)

    assert one.id == kept.id
    assert [each.value for each in one.contacts] == ["030 123456", "info@sommer.de"]
    assert [each.tag for each in one.tags] == ["new", "vip"]
    assert (one.name, one.region, one.yearly_volume) == ("Sommer", "Bremen", Decimal(5))


@pytest.mark.parametrize(("takes_volume", "volume"), [(False, 1000), (True, 5000)])
def test_of_two_yearly_volumes_the_one_chosen_counts(session: Session, *, takes_volume: bool, volume: int) -> None:
    ann = an_agent(session)
    kept = added(session, ann, "Sommer", yearly_volume=Decimal(1000))
    merged = added(session, ann, "Sommer GmbH", yearly_volume=Decimal(5000))

    one = merge_customers(session, replace(merging(ann, kept, merged), takes_volume=takes_volume), MOMENT)

    assert one.yearly_volume == Decimal(volume)


def test_the_merged_customer_is_found_as_the_kept_one(session: Session) -> None:
    ann = an_agent(session)
    kept = added(session, ann, "Sommer")
    merged = added(session, ann, "Winter", reference="W-99", external_system="crm", external_id="7")

    merge_customers(session, merging(ann, kept, merged), MOMENT)

    assert [each.id for each in queries.search(session, ann, "w-99")] == [kept.id]
    assert queries.search(session, ann, "winter") == []
    assert queries.customer_by_external_id(session, "crm", "7") is kept
    assert queries.customer(session, ann, merged.id).merged_into_id == kept.id
    assert not queries.look_alikes(session, ann, merged.details().traits())


def test_what_was_merged_before_leads_on_in_one_step(session: Session) -> None:
    ann = an_agent(session)
    first, second, third = (added(session, ann, name) for name in ("One", "Two", "Three"))
    merge_customers(session, merging(ann, second, first), MOMENT)

    merge_customers(session, merging(ann, third, second), MOMENT)

    session.expire_all()
    assert {queries.customer(session, ann, each.id).merged_into_id for each in (first, second)} == {third.id}
    assert [each.id for each in queries.search(session, ann, first.reference)] == [third.id]


def test_a_change_later_keeps_the_old_references(session: Session) -> None:
    ann = an_agent(session)
    kept, merged = added(session, ann, "Sommer"), added(session, ann, "Winter", reference="W-99")
    merge_customers(session, merging(ann, kept, merged), MOMENT)

    change_customer(session, ChangeCustomer(actor=ann, customer_id=kept.id, name="Herbst"), MOMENT)

    assert [each.id for each in queries.search(session, ann, "w-99")] == [kept.id]


def test_both_histories_tell_of_it(session: Session) -> None:
    ann = an_agent(session)
    kept, merged = added(session, ann, "Sommer"), added(session, ann, "Winter", tags=("new",))

    merge_customers(session, merging(ann, kept, merged), MOMENT)

    told, away = (history(session, "customer", each.id)[0] for each in (kept, merged))
    assert (told.kind, told.changes) == ("customer_merged", {"tags": ([], ["new"])})
    assert told.words == {"merged_id": merged.id, "reference": merged.reference}
    assert (away.kind, away.changes) == ("customer_merged_away", {"merged_into_id": (None, kept.id)})


def test_nobody_is_merged_with_themselves_or_twice(session: Session) -> None:
    ann = an_agent(session)
    one, two, three = (added(session, ann, name) for name in ("One", "Two", "Three"))
    with pytest.raises(Invalid):
        merge_customers(session, merging(ann, one, one), MOMENT)
    merge_customers(session, merging(ann, one, two), MOMENT)

    with pytest.raises(Invalid):
        merge_customers(session, merging(ann, three, two), MOMENT)
    with pytest.raises(Gone):
        change_customer(session, ChangeCustomer(actor=ann, customer_id=two.id, name="Other"), MOMENT)


def test_an_unseen_change_stops_it(session: Session) -> None:
    ann = an_agent(session)
    kept, merged = added(session, ann, "Sommer"), added(session, ann, "Winter")
    wish = merging(ann, kept, merged)
    change_customer(session, ChangeCustomer(actor=ann, customer_id=merged.id, name="Herbst"), MOMENT)

    with pytest.raises(ChangedMeanwhile):
        merge_customers(session, wish, MOMENT)


def test_walls_of_teams_hold(session: Session) -> None:
    closed = a_team(session, is_closed=True)
    insider = an_agent(session, team=closed)
    stranger = replace(an_agent(session), hidden_team_ids=frozenset({closed.id}))
    hidden, open_to_all = added(session, insider, "Sommer"), added(session, stranger, "Sommer")

    with pytest.raises(Invalid):
        merge_customers(session, merging(insider, open_to_all, hidden), MOMENT)
    with pytest.raises(NotFound):
        merge_customers(session, merging(stranger, open_to_all, hidden), MOMENT)
