"""Logging a promise from the long form, without scripts."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT, FrozenClock
from tests.support.counting import Counted
from tracker.accounts.records import Team
from tracker.audit.queries import history
from tracker.customers.records import ContactPoint, Customer
from tracker.customers.use_cases.adding import AddCustomer, add_customer
from tracker.kernel.people import Viewer
from tracker.promises.records import HandOver, Promise
from tracker.worktime.zones import end_of_day

WEDNESDAY_NOON = {"due_day": "2026-03-04", "due_time": "12:00"}
STATEMENT = "I will call you back."
NEW = "/promises/new"
CHOICES = {"kind", "scope"}


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def client(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


def fill(client: FlaskClient, address: str = NEW, /, **changes: str) -> TestResponse:
    """Open the form, fill it, and send it."""
    form = the_form(client.get(address), "statement")
    return client.post(address, data=form.fields | {"statement": STATEMENT} | changes)


def again(client: FlaskClient, answer: TestResponse, /, **changes: str) -> TestResponse:
    """Send a form that came back, changed."""
    return client.post(answer.request.path, data=the_form(answer, "statement").fields | changes)


def promises(store: Store) -> list[Promise]:
    """Return what was logged."""
    with store() as session:
        return list(session.scalars(select(Promise).order_by(Promise.id)))


def customers(store: Store, name: str = "Bäckerei Sommer") -> int:
    """Store a customer and return the number."""
    with store() as session:
        return b.a_customer(session, name).id


def test_a_promise_to_a_known_customer_is_logged_and_said(store: Store, client: FlaskClient) -> None:
    customer_id = customers(store)

    answer = fill(client, customer="Bäckerei Sommer", **WEDNESDAY_NOON)

    (promise,) = promises(store)
    assert promise.statement == STATEMENT
    assert promise.customer_id == customer_id
    assert promise.due_at == MOMENT + timedelta(days=2, hours=3)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.request.path == f"/promises/{promise.id}"
    assert "Saved for Bäckerei Sommer, Wed 4 Mar 12:00." in page.text


def test_a_day_without_a_time_counts_until_its_end(store: Store, client: FlaskClient) -> None:
    customers(store)

    fill(client, customer="bäckerei sommer", due_day="2026-03-04")

    (promise,) = promises(store)
    assert promise.due_day == date(2026, 3, 4)
    assert promise.due_at == end_of_day(date(2026, 3, 4), "Europe/Berlin")


def test_a_span_of_office_time_is_counted_from_now(store: Store, client: FlaskClient) -> None:
    customers(store)

    fill(client, customer="Bäckerei Sommer", due_count="4", due_unit="office-hours")

    (promise,) = promises(store)
    assert promise.due_at == MOMENT + timedelta(hours=4)


def test_a_quick_choice_fills_the_fields_and_keeps_what_was_typed(store: Store, client: FlaskClient) -> None:
    customers(store)

    answer = fill(client, customer="Bäckerei", quick="end-of-next-working-day", due_count="3")

    form = the_form(answer, "statement")
    assert answer.status_code == 200
    assert form.fields["due_day"] == "2026-03-03"
    assert form.fields["due_time"] == "18:00"
    assert form.fields["due_count"] == ""
    assert form.fields["statement"] == STATEMENT
    assert form.fields["customer"] == "Bäckerei"
    assert promises(store) == []


def test_part_of_a_name_asks_who_is_meant_and_the_only_one_is_chosen_already(store: Store, client: FlaskClient) -> None:
    customer_id = customers(store)

    answer = fill(client, customer="sommer", **WEDNESDAY_NOON)

    assert answer.status_code == 422
    assert "Choose who is meant." in answer.text
    assert the_form(answer, "statement").fields["customer_id"] == str(customer_id)
    assert again(client, answer).status_code == 303
    assert promises(store)[0].customer_id == customer_id


def test_of_several_one_has_to_be_chosen(store: Store, client: FlaskClient) -> None:
    first, second = customers(store, "Sommer Bau"), customers(store, "Sommer Reisen")

    answer = fill(client, customer="Sommer", **WEDNESDAY_NOON)

    assert "customer_id" not in the_form(answer, "statement").fields
    assert f'value="{first}"' in answer.text
    assert again(client, answer, customer_id=str(second)).status_code == 303
    assert promises(store)[0].customer_id == second


def test_a_choice_does_not_outlive_the_name_it_was_made_for(store: Store, client: FlaskClient) -> None:
    customers(store, "Sommer Bau")
    other = customers(store, "Winter KG")
    answer = fill(client, customer="Sommer", **WEDNESDAY_NOON)

    again(client, answer, customer="Winter KG")

    assert promises(store)[0].customer_id == other


def test_nobody_of_that_name_becomes_a_new_customer_in_the_same_form(
    store: Store, client: FlaskClient, agent: Viewer
) -> None:
    answer = fill(client, customer="Hotel Seeblick", **WEDNESDAY_NOON)

    assert answer.status_code == 422
    assert "Nobody of this name is known yet." in answer.text
    assert the_form(answer, "statement").fields["customer_id"] == "new"
    assert again(client, answer, contact="+49 30 123456").status_code == 303
    with store() as session:
        customer = session.scalars(select(Customer)).one()
        assert customer.name == "Hotel Seeblick"
        assert customer.language == agent.locale
        assert session.scalars(select(ContactPoint.value)).one() == "+49 30 123456"
        assert session.scalars(select(Promise.customer_id)).one() == customer.id


def test_a_new_customer_is_not_kept_when_the_promise_is_refused(store: Store, client: FlaskClient) -> None:
    answer = fill(client, customer="Hotel Seeblick", due_day="2026-03-01")

    refused = again(client, answer)

    assert refused.status_code == 422
    assert "This moment is already over." in refused.text
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 0


def test_a_new_customer_who_looks_like_one_is_asked_about(store: Store, client: FlaskClient) -> None:
    with store() as session:
        add_customer(session, AddCustomer(name="Hotel Seeblick GmbH", actor=None), MOMENT)
    known = client.get(NEW)
    fields = the_form(known, "statement").fields | WEDNESDAY_NOON | {"statement": STATEMENT}
    asked = {"customer": "Seeblick Hotel", "customer_asked": "Seeblick Hotel", "customer_id": "new"}

    answer = client.post(NEW, data=fields | asked)

    assert answer.status_code == 422
    assert "This looks like: Hotel Seeblick GmbH" in answer.text
    assert "same name" in answer.text
    assert again(client, answer, customer_id="new-although-alike").status_code == 303
    assert len(promises(store)) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"statement": "  "}, "What was promised?"),
        ({"customer": ""}, "Say who was promised."),
        ({"due_day": "", "due_time": ""}, "Say until when."),
        ({"due_day": "2026-03-02", "due_time": "08:00"}, "This moment is already over."),
        ({"due_day": ""}, "Say on which day."),
        ({"due_count": "4"}, "Either a day or a span, not both."),
        ({"due_day": "soon"}, "Not a valid date value."),
        ({"kind": "0"}, "Choose one of the kinds."),
        ({"scope": "region"}, "Say to whom it applies."),
        ({"scope": "volume", "scope_value": "much"}, "An amount in digits, without cents."),
        ({"scope": "nobody"}, "Choose to whom it applies."),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_stays(
    store: Store, client: FlaskClient, changes: dict[str, str], said: str
) -> None:
    customers(store)
    good = {"customer": "Bäckerei Sommer", "conditions": "If it rains.", **WEDNESDAY_NOON}

    answer = fill(client, **good | changes)

    assert answer.status_code == 422
    assert said in answer.text
    fields = the_form(answer, "statement").fields
    sent = {"statement": STATEMENT} | good | {name: text for name, text in changes.items() if name not in CHOICES}
    assert {name: fields[name].strip() for name in sent} == {name: text.strip() for name, text in sent.items()}
    assert promises(store) == []


def test_everything_that_is_missing_is_said_at_once(client: FlaskClient) -> None:
    answer = fill(client, statement="")

    for words in ("3 things are missing", "What was promised?", "Say who was promised.", "Say until when."):
        assert words in answer.text


def test_the_same_form_sent_twice_logs_once(store: Store, client: FlaskClient) -> None:
    form = the_form(client.get(NEW), "statement").fields | WEDNESDAY_NOON
    form |= {"statement": STATEMENT, "customer": "Seeblick", "customer_asked": "Seeblick", "customer_id": "new"}

    first, second = client.post(NEW, data=form), client.post(NEW, data=form)

    assert len(promises(store)) == 1
    assert second.status_code == 303
    assert second.location == first.location


def test_a_promise_can_be_logged_without_a_key_of_ours(store: Store, client: FlaskClient) -> None:
    customers(store)

    fill(client, customer="Bäckerei Sommer", started="made up", **WEDNESDAY_NOON)

    (promise,) = promises(store)
    assert promise.form_key is None
    assert promise.seconds_to_log is None


def test_nothing_typed_is_lost_with_the_session(
    store: Store, client: FlaskClient, agent: Viewer, sign_in: SignIn
) -> None:
    customers(store)
    form = the_form(client.get(NEW), "statement").fields | WEDNESDAY_NOON
    form |= {"statement": STATEMENT, "customer": "Bäckerei Sommer"}
    client.delete_cookie("session")

    lost = client.post(NEW, data=form)
    client = sign_in(agent)
    token = the_form(client.get(NEW), "statement").fields["csrf_token"]
    again = client.post(NEW, data=the_form(lost, "statement").fields | {"csrf_token": token})

    assert lost.status_code == 400
    assert STATEMENT in lost.text
    assert again.status_code == 303
    assert promises(store)[0].statement == STATEMENT


def test_how_long_logging_took_is_kept(store: Store, client: FlaskClient, clock: FrozenClock) -> None:
    customers(store)
    form = the_form(client.get(NEW), "statement").fields | WEDNESDAY_NOON
    clock.advance(timedelta(seconds=42))

    client.post(NEW, data=form | {"statement": STATEMENT, "customer": "Bäckerei Sommer"})

    assert promises(store)[0].seconds_to_log == 42


def test_the_four_fields_alone_are_enough(store: Store, client: FlaskClient) -> None:
    customers(store)
    form = the_form(client.get(NEW), "statement").fields
    needed = {name: form[name] for name in ("csrf_token", "kind")} | WEDNESDAY_NOON

    client.post(NEW, data=needed | {"statement": STATEMENT, "customer": "Bäckerei Sommer"})

    (promise,) = promises(store)
    assert (promise.channel, promise.scope) == ("phone", "customer")


def test_everything_optional_is_kept(store: Store, client: FlaskClient) -> None:
    customers(store)
    more = {
        "channel": "mail",
        "conditions": "If the part arrives.",
        "source_reference": "R-4711",
        "urgent": "y",
        "scope": "tier:plus",
        "scope_until": "2026-12-31",
    }
    form = the_form(client.get(NEW), "statement").fields
    form.pop("visible_to_customer")

    client.post(NEW, data=form | more | {"statement": STATEMENT, "customer": "Bäckerei Sommer"} | WEDNESDAY_NOON)

    (promise,) = promises(store)
    assert (promise.channel, promise.conditions, promise.source_reference) == ("mail", "If the part arrives.", "R-4711")
    assert (promise.urgent, promise.visible_to_customer) == (True, False)
    assert (promise.scope, promise.scope_value, promise.scope_until) == ("tier", "plus", date(2026, 12, 31))


def test_somebody_else_is_asked_to_take_it_over(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        team = b.a_team(session)
        agent, colleague = b.an_agent(session, team=team), b.an_agent(session, "James Okafor", team=team)
    client = sign_in(agent)
    customers(store)

    answer = fill(client, customer="Bäckerei Sommer", owner=str(colleague.id), **WEDNESDAY_NOON)

    (promise,) = promises(store)
    assert promise.owner_id == agent.id
    with store() as session:
        assert session.scalars(select(HandOver.to_id)).one() == colleague.id
    assert "Offered to James Okafor" in client.get(answer.location).text


def test_save_and_next_leads_to_an_empty_form(store: Store, client: FlaskClient) -> None:
    customers(store)

    answer = fill(client, customer="Bäckerei Sommer", do="next", **WEDNESDAY_NOON)

    page = client.get(answer.location)
    assert page.request.path == NEW
    assert the_form(page, "statement").fields["statement"] == ""
    assert "Saved for Bäckerei Sommer, Wed 4 Mar 12:00." in page.text


def test_after_saving_the_page_one_came_from_is_next(store: Store, client: FlaskClient) -> None:
    customers(store)

    answer = fill(client, f"{NEW}?next=/board", customer="Bäckerei Sommer", **WEDNESDAY_NOON)

    assert answer.location == "/board"


def test_a_draft_needs_neither_customer_nor_due_and_keeps_the_name_as_typed(store: Store, client: FlaskClient) -> None:
    answer = fill(client, customer="Frau Sommer aus Bremen", do="draft")

    (draft,) = promises(store)
    assert draft.state == "draft"
    assert "Saved as draft." in client.get(answer.location).text
    form = the_form(client.get(f"/promises/{draft.id}/complete"), "statement")
    assert form.fields["statement"] == STATEMENT
    assert form.fields["customer"] == "Frau Sommer aus Bremen"


def test_a_draft_is_completed_with_the_same_form(store: Store, client: FlaskClient) -> None:
    customer_id = customers(store)
    fill(client, do="draft", due_day="2026-03-05")
    (draft,) = promises(store)

    answer = fill(client, f"/promises/{draft.id}/complete", customer="Bäckerei Sommer")

    (promise,) = promises(store)
    assert answer.status_code == 303
    assert (promise.state, promise.customer_id, promise.due_day) == ("open", customer_id, date(2026, 3, 5))
    assert client.get(f"/promises/{draft.id}/complete").status_code == 303


def test_a_draft_can_be_saved_again_and_discarded(store: Store, client: FlaskClient) -> None:
    fill(client, do="draft")
    (draft,) = promises(store)
    fill(client, f"/promises/{draft.id}/complete", statement="Something better.", do="draft")
    page = client.get(f"/promises/{draft.id}")
    assert "Something better." in page.text

    question = client.get(f"/promises/{draft.id}/discard")
    assert "Something better." in question.text
    assert len(promises(store)) == 1
    client.post(f"/promises/{draft.id}/discard", data={"csrf_token": the_form(page, "words").fields["csrf_token"]})

    assert promises(store) == []
    with store() as session:
        assert history(session, "promise", draft.id)[0].kind == "draft_discarded"


def test_other_peoples_drafts_do_not_exist(store: Store, client: FlaskClient, sign_in: SignIn, agent: Viewer) -> None:
    fill(client, do="draft")
    (draft,) = promises(store)
    with store() as session:
        colleague = b.an_account(session, team=session.get_one(Team, agent.team_id))

    assert sign_in(colleague).get(f"/promises/{draft.id}").status_code == 404
    assert sign_in(colleague).get(f"/promises/{draft.id}/complete").status_code == 404


def test_the_form_knows_the_customer_and_what_is_made_good(store: Store, client: FlaskClient, agent: Viewer) -> None:
    with store() as session:
        earlier = b.a_promise(session, agent, customer_id=b.a_customer(session, "Probst KG").id)

    answer = fill(client, f"{NEW}?makes_good={earlier.id}&kind=check_in", **WEDNESDAY_NOON)

    _, later = promises(store)
    assert answer.status_code == 303
    assert (later.makes_good_id, later.chain_id) == (earlier.id, earlier.id)
    assert later.customer_id == earlier.customer_id
    with store() as session:
        assert later.kind_id == b.kind_id(session, "check_in")


def test_a_customer_of_the_address_is_chosen(store: Store, client: FlaskClient) -> None:
    customers(store, "Probst KG")
    second = customers(store, "Probst KG")

    fill(client, f"{NEW}?customer={second}", **WEDNESDAY_NOON)

    assert promises(store)[0].customer_id == second


def test_another_zone_of_the_customer_and_a_skipped_time_are_told(store: Store, client: FlaskClient) -> None:
    with store() as session:
        customer = b.a_customer(session, "Brooklyn Bagels")
        customer.time_zone = "America/New_York"
    query = {"customer": customer.name, "customer_asked": customer.name, "customer_id": str(customer.id)}
    partial = {"HX-Request-Type": "partial"}

    answer = client.get(f"{NEW}/due", query_string=query | WEDNESDAY_NOON, headers=partial)
    skipped = client.get(f"{NEW}/due", query_string={"due_day": "2026-03-29", "due_time": "02:30"}, headers=partial)

    assert "Wed 4 Mar 12:00" in answer.text
    assert "For the customer: Wed 4 Mar 06:00 (New York)" in answer.text
    assert "The clocks skip this time" in skipped.text


def test_a_skipped_time_is_told_after_saving_too(store: Store, client: FlaskClient) -> None:
    customers(store)

    answer = fill(client, customer="Bäckerei Sommer", due_day="2026-03-29", due_time="02:30")

    assert "The clocks skip this time" in client.get(answer.location).text


def test_whoever_is_typed_is_suggested(store: Store, client: FlaskClient) -> None:
    customer_id = customers(store)

    found = client.get(f"{NEW}/whom", query_string={"customer": "somm"}, headers={"HX-Request-Type": "partial"})

    assert f'value="{customer_id}" checked' in found.text
    assert "New customer: somm" in found.text
    assert "<html" not in found.text


def test_administrators_do_not_promise(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        admin = b.an_admin(session)
    client = sign_in(admin)
    token = the_form(client.get("/admin/kinds/new"), "name_de").fields["csrf_token"]

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, data={"csrf_token": token, "statement": STATEMENT}).status_code == 403
    assert promises(store) == []


def test_a_closed_teams_customer_cannot_be_promised_anything_by_others(
    store: Store, client: FlaskClient, agent: Viewer
) -> None:
    with store() as session:
        hidden = b.a_customer(session, "Secret AG", team=b.a_team(session, is_closed=True))

    found = client.get(f"{NEW}/whom", query_string={"customer": "Secret"}, headers={"HX-Request-Type": "partial"})

    assert f'value="{hidden.id}"' not in found.text
    assert client.get(f"{NEW}?customer={hidden.id}").status_code == 404


def test_logging_needs_few_questions(store: Store, client: FlaskClient, counted: Counted) -> None:
    customer_id = customers(store)
    form = the_form(client.get(f"{NEW}?customer={customer_id}"), "statement").fields | WEDNESDAY_NOON

    with counted() as statements:
        client.post(NEW, data=form | {"statement": STATEMENT})

    assert len(promises(store)) == 1
    assert len(statements) <= 10, statements


def test_the_form_needs_few_questions(client: FlaskClient, counted: Counted) -> None:
    with counted() as statements:
        client.get(NEW)

    assert len(statements) <= 12, statements
