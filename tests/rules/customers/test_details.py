"""What is known of a customer, checked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.customers.rules.contacts import contact_in
from tracker.customers.rules.details import Details, check_may_change, checked, reference_for
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer

WRONG = [
    ({"name": " \n"}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"reference": "x" * 41}, "reference"),
    ({"region": "x" * 61}, "region"),
    ({"tags": ("x" * 41,)}, "tags"),
    ({"tags": tuple(f"tag {n}" for n in range(21))}, "tags"),
    ({"contacts": (contact_in("a@b"),)}, "contacts"),
    ({"contacts": tuple(contact_in(f"030 {n}") for n in range(100000, 100021))}, "contacts"),
    ({"yearly_volume": Decimal(-1)}, "yearly_volume"),
    ({"yearly_volume": Decimal("1e12")}, "yearly_volume"),
    ({"yearly_volume": Decimal("NaN")}, "yearly_volume"),
    ({"language": "German"}, "language"),
    ({"time_zone": "Europe/Nowhere"}, "time_zone"),
    ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ({"time_zone": ""}, "time_zone"),
]


@pytest.mark.parametrize(("given_details", "field"), WRONG, ids=[f"{field}-{n}" for n, (_, field) in enumerate(WRONG)])
def test_what_cannot_be_right_is_refused_with_its_field(given_details: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(Details(**{"name": "Sommer", **given_details}))  # type: ignore[arg-type]

    assert refused.value.field == field


def test_details_are_brought_into_one_form() -> None:
    given_details = Details(
        name="  Bäckerei\tSommer ", reference="ab-1", tags=("VIP", " vip", "", "Großkunde"), region=" Bremen\n"
    )

    tidy = checked(given_details)

    assert (tidy.name, tidy.reference, tidy.region) == ("Bäckerei Sommer", "AB-1", "Bremen")
    assert tidy.tags == ("großkunde", "vip")


@given(st.builds(Details, name=st.text(), reference=st.text(), region=st.text(), tags=st.tuples(st.text())))
def test_checking_twice_changes_nothing(given_details: Details) -> None:
    try:
        once = checked(given_details)
    except Invalid:
        return

    assert checked(once) == once


def test_references_are_given_in_the_order_of_numbers() -> None:
    assert reference_for(1) == "K-10001"


def test_administrators_do_not_change_customers() -> None:
    admin = Viewer(id=1, name="Ada", role=Role.ADMIN, team_id=1)

    with pytest.raises(Forbidden):
        check_may_change(admin, None)


def test_a_hidden_team_is_no_team() -> None:
    agent = Viewer(id=1, name="Ann", role=Role.AGENT, team_id=1, hidden_team_ids=frozenset({2}))

    check_may_change(agent, 1, None, 3)
    with pytest.raises(Invalid):
        check_may_change(agent, 2)
