"""What comes from outside and is believed by nobody: addresses, hosts, extra fields, names that are code."""

import logging
import secrets
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from config import DEVELOPMENT_KEY, Settings, SettingsError
from tests.conftest import SignIn, Store
from tests.support.accounts_company import Company, a_company, give_passwords
from tests.support.accounts_forms import PASSWORD, send, signed_in, the_form
from tests.support.clock import MOMENT
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.app import create_app
from tracker.kernel.logs import OneLine
from tracker.kernel.mail import as_message

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "\t//evil.example",
]
INJECTIONS = [
    "x =?UTF-8?Q?=0A?=Bcc: thief@example.org",
    "x\r\nBcc: thief@example.org",
    "x\u2028Bcc: thief@example.org",
    'x" <thief@example.org>, "y',
]


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        company = a_company(session)
        give_passwords(session)
        return company


@pytest.fixture
def email(company: Company, store: Store) -> str:
    with store() as session:
        return session.get_one(Account, company.agent.id).email


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(client: FlaskClient, email: str, address: str) -> None:
    answer = signed_in(client, email, next=address)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_signing_in_leads_back_to_the_page_that_was_wanted(client: FlaskClient, email: str) -> None:
    wanted = client.get("/settings/password?x=1").headers["Location"]

    form = the_form(client.get(wanted), "email", "password")
    answer = client.post("/sign-in", data=form.fields | {"email": email, "password": PASSWORD})

    assert answer.headers["Location"] == "/settings/password?x=1"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80"]
)
def test_a_host_that_is_not_ours_gets_nothing(client: FlaskClient, host: str) -> None:
    answer = client.get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_without_a_proxy_its_headers_mean_nothing(client: FlaskClient) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.1"}

    answer = client.get("/settings", headers=forged)

    assert answer.headers["Location"] == "/sign-in?next=/settings"
    assert "Strict-Transport-Security" not in answer.headers


def test_behind_a_proxy_only_the_last_hop_is_believed() -> None:
    settings = Settings(
        database_url="sqlite://",
        base_url="https://promises.example.com",
        secret_key="a real secret of forty characters or more",
        development=False,
        testing=True,
        proxy_hops=1,
    )
    client = create_app(settings).test_client()
    hops = {"X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.example, promises.example.com"}

    answer = client.get("/sign-in", headers=hops)

    assert answer.status_code == 200
    assert "Strict-Transport-Security" in answer.headers


def test_fields_that_a_form_does_not_offer_are_ignored(sign_in: SignIn, company: Company, store: Store) -> None:
    taken = {
        "role": "admin",
        "active": "",
        "team_id": str(company.inner["team"]),
        "email": "new@example.org",
        "id": "1",
    }
    browser = sign_in(company.agent)
    form = the_form(browser.get("/settings"), "row_version")

    answer = browser.post("/settings", data=form.fields | taken | {"name": "Anne"})

    assert answer.status_code == 303
    with store() as session:
        account = session.get_one(Account, company.agent.id)
        assert (account.name, account.role, account.active) == ("Anne", "agent", True)
        assert account.team_id == company.agent.team_id
        assert account.email != "new@example.org"


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_does_not_break_out_of_a_mails_header(
    client: FlaskClient, company: Company, email: str, mailbox: Mailbox, store: Store, name: str
) -> None:
    with store() as session:
        session.execute(update(Account).where(Account.id == company.agent.id).values(name=name))

    send(client, "/forgot-password", email=email)

    sent = message_from_bytes(as_message(mailbox.mails[0], "promises@localhost", MOMENT).as_bytes(), policy=default)
    assert sent["Bcc"] is None
    assert [address.addr_spec for address in sent["To"].addresses] == [email]


@pytest.mark.parametrize(
    ("secret", "fault"),
    [
        ("short", "this one is shorter"),
        ("secret", "this one is shorter"),
        (DEVELOPMENT_KEY, "contains 'development-only'"),
        ("changeme-changeme-changeme-changeme", "contains 'changeme'"),
        ("Please-CHANGE_ME-before-you-go-on-line", "contains 'change_me'"),
        ("geheim-geheim-geheim-geheim-geheim", "fewer than 10 different characters"),
        ("0" * 64, "fewer than 10 different characters"),
    ],
)
def test_a_weak_secret_is_refused_at_the_start(secret: str, fault: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY") as refused:
        Settings.from_environment({"SECRET_KEY": secret})

    assert fault in str(refused.value)


def test_a_random_secret_is_taken() -> None:
    for secret in (secrets.token_urlsafe(48), secrets.token_hex(16)):
        assert Settings.from_environment({"SECRET_KEY": secret}).secret_key == secret


def test_debug_is_off(app: Flask) -> None:
    assert not app.debug


def test_a_fault_of_ours_shows_no_detail(
    app: Flask, store: Store, sign_in: SignIn, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "accounts.sign_ins", lambda: 1 / 0)

    answer = sign_in(company.agent).get("/settings/sign-ins")

    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text


def test_what_is_forbidden_is_logged(sign_in: SignIn, company: Company, caplog: pytest.LogCaptureFixture) -> None:
    sign_in(company.agent).get("/admin")

    assert f"refused 403 at /admin to account {company.agent.id}" in caplog.text


@pytest.mark.parametrize("place", ["reset", "cal", "answers", "p"])
def test_a_log_line_cannot_be_forged_and_keeps_no_token(place: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (f"a\r\nb /{place}/abcdefghijklmnopqrst.uvw",), None)

    line = OneLine("%(message)s").format(record)

    assert "\n" not in line
    assert "\r" not in line
    assert "abcdefghijklmnop" not in line
