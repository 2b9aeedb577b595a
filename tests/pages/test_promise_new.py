"""Logging a promise from the long form, without scripts."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.promises.records import Promise

WEDNESDAY_NOON = {"due_day": "2026-03-04", "due_time": "12:00"}


def fill(client: FlaskClient, address: str = "/promises/new", /, **changes: str) -> TestResponse:
    """Open the form, fill it, and send it."""
    form = the_form(client.get(address), "statement")
    return client.post(address, data=form.fields | {"statement": "I will call you back."} | changes)


def promises(store: Store) -> list[Promise]:
    """Return what was logged."""
    with store() as session:
        return list(session.scalars(select(Promise).order_by(Promise.id)))


def test_a_promise_to_a_known_customer_is_logged_and_said(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent, customer = b.an_agent(session), b.a_customer(session, "Bäckerei Sommer")
    client = sign_in(agent)

    answer = fill(client, customer="Bäckerei Sommer", **WEDNESDAY_NOON)

    (promise,) = promises(store)
    assert promise.statement == "I will call you back."
    assert promise.customer_id == customer.id
    assert promise.due_at == MOMENT + timedelta(days=2, hours=3)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.request.path == f"/promises/{promise.id}"
    assert "Saved for Bäckerei Sommer, Wed 4 Mar 12:00." in page.text
