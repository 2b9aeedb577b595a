"""The pages of customers: the list, the form with its warning of doubles, and the tiers."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tests.support.counting import Counted
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.contacts import contact_in
from tracker.customers.use_cases import AddCustomer, ChangeCustomer, add_customer, change_customer
from tracker.kernel.people import Viewer

LIST, NEW, TIERS = "/customers", "/customers/new", "/admin/tiers"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session, "Anna Nowak")


@pytest.fixture
def client(agent: Viewer, sign_in: SignIn) -> FlaskClient:
    return sign_in(agent)


@pytest.fixture
def admin(store: Store, sign_in: SignIn) -> FlaskClient:
    with store() as session:
        person = b.an_admin(session)
    return sign_in(person)


def stored(store: Store, agent: Viewer, *names: str, **given: object) -> list[Customer]:
    with store() as session:
        wishes = [AddCustomer(actor=agent, name=name, even_if_alike=True, **given) for name in names]  # type: ignore[arg-type]
        return [add_customer(session, wish, MOMENT) for wish in wishes]


def shown(store: Store, customer_id: int) -> Customer:
    with store() as session:
        return session.scalars(select(Customer).where(Customer.id == customer_id)).one()


def test_a_closed_teams_customer_number_says_nothing_about_who_has_it(
    store: Store, client: FlaskClient, agent: Viewer
) -> None:
    with store() as session:
        hidden = b.a_customer(session, team=b.a_team(session, is_closed=True)).reference
    (seen,) = stored(store, agent, "Sommer")

    answers = [
        client.post(NEW, data=the_form(client.get(NEW), "name").fields | {"name": "Winter", "reference": reference})
        for reference in (hidden, seen.reference)
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "This customer number cannot be given. Choose another one, or leave it empty." in answer.text
        assert "already" not in answer.text


def test_a_line_that_reaches_nobody_is_refused_and_named(store: Store, client: FlaskClient) -> None:
    typed = {"name": "Winter", "contacts": "030 123456\nring the bell"}

    answer = client.post(NEW, data=the_form(client.get(NEW), "name").fields | typed)

    assert answer.status_code == 422
    assert "Line 2 is neither a phone number nor a mail address: ring the bell" in answer.text
    assert "030 123456" in answer.text


def test_what_came_in_with_an_import_is_no_reason_to_refuse_a_change(
    store: Store, client: FlaskClient, agent: Viewer
) -> None:
    (known,) = stored(store, agent, "Winter", contacts=(contact_in("Fax on request"),))
    page = f"/customers/{known.id}/edit"

    answer = client.post(page, data=the_form(client.get(page), "name").fields | {"region": "Bremen"})

    assert answer.status_code == 303
    assert shown(store, known.id).region == "Bremen"


def test_the_list_shows_customers_and_what_tells_them_apart(store: Store, client: FlaskClient, agent: Viewer) -> None:
    (sommer,) = stored(store, agent, "Bäckerei Sommer", region="Bremen", contacts=(contact_in("030 123456"),))

    page = client.get(LIST)

    assert "Bäckerei Sommer" in page.text
    assert f"{sommer.reference} · Bremen · 030 123456" in page.text
    assert f'href="/customers/{sommer.id}"' in page.text


def test_the_only_one_found_is_opened_at_once(store: Store, client: FlaskClient, agent: Viewer) -> None:
    sommer, _winter = stored(store, agent, "Sommer", "Winter")

    answer = client.get(LIST, query_string={"q": "somm"})

    assert (answer.status_code, answer.location) == (303, f"/customers/{sommer.id}")


def test_a_whole_reference_opens_its_customer(store: Store, client: FlaskClient, agent: Viewer) -> None:
    first, second = stored(store, agent, "Sommer", "Winter")
    stored(store, agent, "Herbst", reference=f"{second.reference}-A")

    assert client.get(LIST, query_string={"q": second.reference.lower()}).location == f"/customers/{second.id}"
    assert client.get(LIST, query_string={"q": "k-"}).status_code == 200
    assert first.id != second.id


def test_while_one_types_the_list_stays_a_list(store: Store, client: FlaskClient, agent: Viewer) -> None:
    stored(store, agent, "Sommer", "Winter")

    part = client.get(LIST, query_string={"q": "somm"}, headers=PARTIAL)

    assert part.status_code == 200
    assert "Sommer" in part.text
    assert "Winter" not in part.text
    assert "<html" not in part.text


def test_who_is_not_found_can_be_added_by_that_name(client: FlaskClient) -> None:
    page = client.get(LIST, query_string={"q": "Sommer & Co"})

    assert "No customer fits" in page.text
    assert "/customers/new?name=Sommer+%26+Co" in page.text or "/customers/new?name=Sommer+&amp;+Co" in page.text
    assert the_form(client.get(f"{NEW}?name=Sommer+%26+Co"), "name").fields["name"] == "Sommer & Co"


def test_filters_are_addresses(store: Store, client: FlaskClient, agent: Viewer) -> None:
    stored(store, agent, "Sommer", region="Bremen", tags=("vip",))
    stored(store, agent, "Winter", region="Bonn")

    page = client.get(LIST, query_string={"region": "Bremen", "tag": "vip", "volume": "nonsense", "tier": "x"})

    assert "Sommer" in page.text
    assert "Winter" not in page.text
    assert '<option value="Bremen" selected>' in page.text


def test_pages_go_on_where_the_last_one_ended(store: Store, client: FlaskClient, agent: Viewer) -> None:
    stored(store, agent, *(f"Sommer {number:03}" for number in range(60)))

    first = client.get(LIST, query_string={"q": "sommer"})
    address = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(address)

    assert "Sommer 049" in first.text
    assert "Sommer 050" not in first.text
    assert "Sommer 050" in second.text
    assert "Sommer 049" not in second.text
    assert client.get(f"{LIST}?after=forged").status_code == 404


@pytest.mark.parametrize("asked", ["", "q=sommer", "q=030+12&tag=vip&region=Bremen&volume=1"])
def test_the_list_asks_the_database_little(
    store: Store, client: FlaskClient, agent: Viewer, counted: Counted, asked: str
) -> None:
    stored(store, agent, *(f"Sommer {n}" for n in range(60)), tags=("vip",), contacts=(contact_in("030 123456"),))
    client.get(LIST)

    with counted() as statements:
        assert client.get(f"{LIST}?{asked}").status_code == 200

    assert len(statements) <= 20, statements


def test_the_list_is_not_made_twice_for_the_same_answer(store: Store, client: FlaskClient, agent: Viewer) -> None:
    stored(store, agent, "Sommer")
    tag = client.get(LIST).headers["ETag"]

    again = client.get(LIST, headers={"If-None-Match": tag})
    stored(store, agent, "Winter")
    changed = client.get(LIST, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert changed.status_code == 200


def test_customers_of_a_closed_team_are_not_there(store: Store, client: FlaskClient) -> None:
    with store() as session:
        team = b.a_team(session, is_closed=True)
        insider = b.an_agent(session, team=team)
    (secret,) = stored(store, insider, "Secret Service", team_id=team.id)

    assert "Secret" not in client.get(LIST).text
    assert "Secret" not in client.get(LIST, query_string={"q": "secret"}, headers=PARTIAL).text.replace("secret", "")
    assert client.get(f"/customers/{secret.id}/edit").status_code == 404


def test_a_customer_is_added_from_the_form(store: Store, client: FlaskClient) -> None:
    form = the_form(client.get(NEW), "name")
    typed = {
        "name": "Sommer",
        "contacts": "030 123456\r\ninfo@sommer.de",
        "tags": "VIP, new",
        "yearly_volume": "1,234.50",
    }

    answer = client.post(NEW, data=form.fields | typed)

    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Added: Sommer" in page.text
    customer = shown(store, int(answer.location.rsplit("/", 1)[1]))
    assert customer.language == "en"
    assert customer.search_text.split("\n")[2:] == ["new", "vip", "030 123456", "030123456", "info@sommer.de"]
    assert str(customer.yearly_volume) == "1234.50"


def test_a_double_is_shown_before_it_is_added(store: Store, client: FlaskClient, agent: Viewer) -> None:
    (sommer,) = stored(store, agent, "Sommer GmbH")
    form = the_form(client.get(NEW), "name")

    warned = client.post(NEW, data=form.fields | {"name": "Sommer AG", "region": "Bremen"})
    again = client.post(NEW, data=the_form(warned, "name").fields | {"do": "even-if-alike"})

    assert warned.status_code == 422
    assert f'href="/customers/{sommer.id}"' in warned.text
    assert "same name" in warned.text
    assert the_form(warned, "name").fields["region"] == "Bremen"
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Whom is it about?"),
        ({"contacts": "a@b"}, "This is no mail address: a@b"),
        ({"yearly_volume": "much"}, "This is no amount: much"),
        ({"time_zone": "Nowhere"}, "There is no time zone of this name."),
    ],
)
def test_a_form_that_cannot_be_right_comes_back_filled(client: FlaskClient, typed: dict[str, str], words: str) -> None:
    form = the_form(client.get(NEW), "name")

    answer = client.post(NEW, data=form.fields | {"name": "Sommer", "region": "Bremen"} | typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert the_form(answer, "name").fields["region"] == "Bremen"


def test_a_customer_is_changed_from_the_form(store: Store, client: FlaskClient, agent: Viewer) -> None:
    (sommer,) = stored(store, agent, "Sommer", tags=("vip",), contacts=(contact_in("030 123456"),))
    address = f"/customers/{sommer.id}/edit"
    form = the_form(client.get(address), "name")

    answer = client.post(address, data=form.fields | {"region": "Bremen"})

    assert (answer.status_code, answer.location) == (303, f"/customers/{sommer.id}")
    assert form.fields["tags"] == "vip"
    assert form.fields["contacts"].strip() == "030 123456"
    assert shown(store, sommer.id).region == "Bremen"


def test_the_second_of_two_editors_sees_what_the_first_one_did(
    store: Store, client: FlaskClient, agent: Viewer
) -> None:
    (sommer,) = stored(store, agent, "Sommer")
    address = f"/customers/{sommer.id}/edit"
    form = the_form(client.get(address), "name")
    with store() as session:
        change_customer(
            session, ChangeCustomer(actor=agent, customer_id=sommer.id, name="Sommer", region="Bonn"), MOMENT
        )

    stopped = client.post(address, data=form.fields | {"region": "Bremen"})
    again = client.post(address, data=the_form(stopped, "name").fields)

    assert stopped.status_code == 409
    assert "Bonn" in stopped.text
    assert again.status_code == 303
    assert shown(store, sommer.id).region == "Bremen"


def test_administrators_read_customers_and_change_none(store: Store, admin: FlaskClient, agent: Viewer) -> None:
    (sommer,) = stored(store, agent, "Sommer")

    page = admin.get(LIST)

    assert "Sommer" in page.text
    assert "Add a customer" not in page.text
    assert admin.get(NEW).status_code == 403
    assert admin.get(f"/customers/{sommer.id}/edit").status_code == 403


def test_tiers_are_for_administrators(client: FlaskClient, admin: FlaskClient) -> None:
    assert client.get(TIERS).status_code == 403
    assert client.get(f"{TIERS}/new").status_code == 403
    assert "Key account" in admin.get(TIERS).text


def test_a_tier_is_added_and_changed(store: Store, admin: FlaskClient) -> None:
    form = the_form(admin.get(f"{TIERS}/new"), "name_de")
    added = admin.post(
        f"{TIERS}/new", data=form.fields | {"name_de": "Gold", "name_en": "Golden", "rank": "30", "check_in_days": "45"}
    )
    with store() as session:
        gold = session.scalars(select(Tier).where(Tier.key == "golden")).one()
    form = the_form(admin.get(f"{TIERS}/{gold.id}"), "name_de")
    wrong = admin.post(f"{TIERS}/{gold.id}", data=form.fields | {"check_in_days": "0"})
    changed = admin.post(f"{TIERS}/{gold.id}", data=form.fields | {"check_in_days": ""})

    assert added.status_code == changed.status_code == 303
    assert wrong.status_code == 422
    assert "No check-ins" in admin.get(changed.location).text


def test_strangers_sign_in_first(store: Store, agent: Viewer, app: object) -> None:
    (sommer,) = stored(store, agent, "Sommer")
    stranger: FlaskClient = app.test_client()  # type: ignore[attr-defined]

    for address in (LIST, NEW, f"/customers/{sommer.id}/edit", TIERS):
        assert stranger.get(address).status_code == 303, address
