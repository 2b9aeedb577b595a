"""A sign-in ends where the server says so, whatever a copied cookie claims."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from config import Settings
from tests.conftest import SignIn, Store
from tests.support.accounts_company import Company, a_company, give_passwords, token_of
from tests.support.accounts_forms import PASSWORD, forms_in, press, send, signed_in
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.datastore import hashed
from tracker.accounts.records import Account, SignInSession
from tracker.app import create_app
from tracker.kernel.extensions import db

NEW = "eine-ganz-andere-eule"


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        company = a_company(session)
        give_passwords(session)
        return company


@pytest.fixture
def browser(company: Company, sign_in: SignIn) -> FlaskClient:
    """Return the agent's browser."""
    return sign_in(company.agent)


def copy_of(client: FlaskClient) -> FlaskClient:
    """Return another browser with the same cookie."""
    copy, cookie = client.application.test_client(), client.get_cookie("session")
    assert cookie is not None
    copy.set_cookie("session", cookie.value)
    return copy


def is_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def secret_of(client: FlaskClient) -> str:
    with client.session_transaction() as cookie:
        return str(cookie.get("_user_id", ""))


def email_of(store: Store, account_id: int) -> str:
    with store() as session:
        return session.get_one(Account, account_id).email


def test_the_table_holds_the_hash_of_the_secret_only(browser: FlaskClient, store: Store) -> None:
    secret = secret_of(browser)

    with store() as session:
        assert session.scalars(select(SignInSession.token_hash)).one() == hashed(secret)
    assert len(secret) >= 43


def test_signing_in_gives_a_new_secret_and_forgets_what_was_there(
    company: Company, client: FlaskClient, store: Store
) -> None:
    with client.session_transaction() as planted:
        planted["_user_id"] = "planted"
        planted["mine"] = "too"

    signed_in(client, email_of(store, company.agent.id))
    first = secret_of(client)
    press(client, "/settings", "/sign-out")
    signed_in(client, email_of(store, company.agent.id))

    assert len({"planted", first, secret_of(client)}) == 3
    with client.session_transaction() as cookie:
        assert "mine" not in cookie


def test_a_copied_cookie_is_dead_after_signing_out(browser: FlaskClient) -> None:
    copy = copy_of(browser)
    assert is_in(copy)

    press(browser, "/settings", "/sign-out")

    assert not is_in(copy)


def test_a_new_password_ends_all_other_sign_ins(browser: FlaskClient, company: Company, sign_in: SignIn) -> None:
    other, copy = sign_in(company.agent), copy_of(browser)

    answer = send(browser, "/settings/password", password=PASSWORD, new_password=NEW)

    assert answer.status_code == 303
    assert is_in(browser)
    assert not is_in(other)
    assert not is_in(copy)


def test_closing_an_account_signs_it_out_at_once(company: Company, sign_in: SignIn) -> None:
    browser = sign_in(company.manager)

    press(sign_in(company.admin), f"/admin/accounts/{company.manager.id}/close", "")

    assert not is_in(browser)


def test_people_see_and_end_their_own_sign_ins(browser: FlaskClient, company: Company, sign_in: SignIn) -> None:
    other = sign_in(company.agent)
    actions = [form.action for form in forms_in(browser.get("/settings/sign-ins").text)]
    (ending,) = [action for action in actions if action.endswith("/end")]

    press(browser, "/settings/sign-ins", ending)

    assert is_in(browser)
    assert not is_in(other)


def test_all_others_end_with_one_button(browser: FlaskClient, company: Company, sign_in: SignIn) -> None:
    others = [sign_in(company.agent), sign_in(company.agent)]

    press(browser, "/settings/sign-ins", "/settings/sign-ins/end-others")

    assert is_in(browser)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_the_sign_ins_of_others(
    browser: FlaskClient, company: Company, sign_in: SignIn, store: Store
) -> None:
    manager = sign_in(company.manager)
    with store() as session:
        of_manager = select(SignInSession.id).where(SignInSession.account_id == company.manager.id)
        number = session.scalars(of_manager).one()

    answer = browser.post(f"/settings/sign-ins/{number}/end", data={"csrf_token": token_of(browser)})

    assert answer.status_code == 404
    assert is_in(manager)


def test_administrators_end_the_sign_ins_of_others(browser: FlaskClient, company: Company, sign_in: SignIn) -> None:
    number = company.agent.id

    press(sign_in(company.admin), f"/admin/accounts/{number}", f"/admin/accounts/{number}/end-sign-ins")

    assert not is_in(browser)


def test_resting_too_long_ends_it(browser: FlaskClient, clock: FrozenClock) -> None:
    clock.advance(timedelta(hours=11, minutes=59))
    assert is_in(browser)

    clock.advance(timedelta(hours=12))

    assert not is_in(browser)


def test_it_ends_after_a_week_however_much_it_is_used(browser: FlaskClient, clock: FrozenClock) -> None:
    for _half_day in range(2 * 7 - 1):
        clock.advance(timedelta(hours=11, minutes=59))
        assert is_in(browser)

    clock.moment = MOMENT + timedelta(days=7)

    assert not is_in(browser)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [({"role": "admin"}, 403, 200), ({"active": False}, 403, 303)],
    ids=["role", "closed"],
)
def test_a_change_counts_from_the_next_request_on(
    browser: FlaskClient, company: Company, store: Store, change: dict[str, object], before: int, after: int
) -> None:
    assert browser.get("/admin").status_code == before

    with store() as session:
        session.execute(update(Account).where(Account.id == company.agent.id).values(change))

    assert browser.get("/admin").status_code == after


def test_looking_notes_the_time_once_a_minute(
    browser: FlaskClient, clock: FrozenClock, store: Store, company: Company
) -> None:
    def seen() -> object:
        with store() as session:
            mine = SignInSession.account_id == company.agent.id
            return session.scalars(select(SignInSession.seen_at).where(mine)).one()

    clock.advance(timedelta(seconds=59))
    browser.get("/settings")
    assert seen() == MOMENT

    clock.advance(timedelta(seconds=1))
    browser.get("/settings")
    assert seen() == MOMENT + timedelta(seconds=60)


def test_who_looks_is_found_with_one_query(app: Flask, browser: FlaskClient) -> None:
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    browser.get("/settings/no-such-page")

    assert len([statement for statement in asked if "sign_in_session" in statement]) == 1
    assert len([statement for statement in asked if " team" in statement]) == 1


def test_nobody_is_looked_for_behind_a_static_file(app: Flask, browser: FlaskClient) -> None:
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    answer = browser.get("/static/app.css", buffered=True)

    assert answer.status_code == 200
    assert asked == []


SETTINGS = Settings(database_url="sqlite://", testing=True)
HTTPS = Settings(
    database_url="sqlite://",
    base_url="https://promises.example.com",
    secret_key="a real secret of forty characters or more",
    development=False,
    testing=True,
)


def test_the_cookie_is_kept_to_this_host_and_from_scripts() -> None:
    browser = create_app(HTTPS).test_client()

    cookie = browser.get("/sign-in", base_url=HTTPS.base_url).headers["Set-Cookie"]

    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain=" not in cookie


def test_in_development_the_cookie_works_without_https() -> None:
    cookie = create_app(SETTINGS).test_client().get("/sign-in").headers["Set-Cookie"]

    assert cookie.startswith("session=")
    assert "Secure" not in cookie
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
