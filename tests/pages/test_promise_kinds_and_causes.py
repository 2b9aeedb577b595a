"""What administrators configure: kinds with their tolerance, and causes."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tracker.audit.queries import history
from tracker.promises.records import Cause, Kind


@pytest.fixture
def client(store: Store, sign_in: SignIn) -> FlaskClient:
    with store() as session:
        admin = b.an_admin(session)
    return sign_in(admin)


def save(client: FlaskClient, address: str, /, **changes: str) -> TestResponse:
    form = the_form(client.get(address), "name_de")
    return client.post(address, data=form.fields | changes)


def test_a_kind_gets_names_tolerance_and_place(store: Store, client: FlaskClient) -> None:
    answer = save(
        client, "/admin/kinds/new", name_de="Probelieferung", name_en="Trial delivery", tolerance="90", position="1"
    )

    assert answer.location == "/admin/kinds"
    page = client.get(answer.location).text
    assert "on time up to 1 h 30 min later" in page
    assert page.index("Trial delivery") < page.index("Callback")
    with store() as session:
        kind = session.scalars(select(Kind).where(Kind.key == "trial_delivery")).one()
        assert kind.tolerance == timedelta(minutes=90)
        assert history(session, "kind", kind.id)[0].kind == "kind_saved"


def test_a_kind_is_changed_and_switched_off(store: Store, client: FlaskClient) -> None:
    with store() as session:
        kind_id = b.kind_id(session, "refund")
    address = f"/admin/kinds/{kind_id}"
    fields = the_form(client.get(address), "name_de").fields
    fields.pop("active")

    client.post(address, data=fields | {"name_en": "Money back"})

    with store() as session:
        kind = session.get_one(Kind, kind_id)
        assert (kind.key, kind.name_en, kind.active) == ("refund", "Money back", False)
    assert "not for new promises" in client.get("/admin/kinds").text


def test_a_new_kind_may_take_the_name_that_another_one_had(store: Store, client: FlaskClient) -> None:
    with store() as session:
        kind_id = b.kind_id(session, "refund")
    save(client, f"/admin/kinds/{kind_id}", name_de="Geld zurück", name_en="Money back")

    save(client, "/admin/kinds/new", name_de="Erstattung", name_en="Refund")

    with store() as session:
        assert session.scalars(select(Kind.key).where(Kind.name_en == "Refund")).one() == "refund_2"


def test_a_cause_is_added_and_changed(store: Store, client: FlaskClient) -> None:
    save(client, "/admin/causes/new", name_de="Wetter", name_en="Weather")
    with store() as session:
        cause = session.scalars(select(Cause).where(Cause.key == "weather")).one()

    save(client, f"/admin/causes/{cause.id}", name_en="Bad weather")

    assert "Bad weather" in client.get("/admin/causes").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name_de": ""}, "Give it a name."),
        ({"name_en": "callback"}, "This name is in use already."),
        ({"tolerance": "-1"}, "A whole number, 0 or more."),
        ({"tolerance": "soon"}, "Not a valid integer value."),
        ({"position": ""}, "A whole number, 0 or more."),
    ],
)
def test_what_does_not_fit_is_said(client: FlaskClient, changes: dict[str, str], said: str) -> None:
    good = {"name_de": "Probelieferung", "name_en": "Trial delivery", "tolerance": "0", "position": "5"}

    answer = save(client, "/admin/kinds/new", **good | changes)

    assert answer.status_code == 422
    assert said in answer.text
    fields = the_form(answer, "name_de").fields
    assert {name: fields[name] for name in good} == good | changes


def test_the_last_cause_stays(store: Store, client: FlaskClient) -> None:
    with store() as session:
        last = b.cause_id(session, "other")
        session.execute(update(Cause).where(Cause.id != last).values(active=False))
    fields = the_form(client.get(f"/admin/causes/{last}"), "name_de").fields
    fields.pop("active")

    answer = client.post(f"/admin/causes/{last}", data=fields)

    assert "One has to stay, so that something can be chosen." in answer.text


@pytest.mark.parametrize("address", ["/admin/kinds", "/admin/kinds/new", "/admin/causes", "/admin/causes/new"])
def test_only_administrators_configure(store: Store, sign_in: SignIn, address: str) -> None:
    with store() as session:
        team = b.a_team(session)
        people = [b.an_agent(session, team=team), b.a_manager(session, of=team)]

    assert [sign_in(person).get(address).status_code for person in people] == [403, 403]


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/admin/kinds/999999").status_code == 404
    assert client.get("/admin/causes/999999").status_code == 404


def test_the_administration_leads_here(client: FlaskClient) -> None:
    page = client.get("/admin").text

    assert 'href="/admin/kinds"' in page
    assert 'href="/admin/causes"' in page
