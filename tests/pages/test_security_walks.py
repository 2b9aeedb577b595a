"""What holds for every route of the site, whoever adds one: tokens, reading without writing, who may see what."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support.accounts_company import (
    APP_PASSWORD,
    DEVELOPMENT_ONLY,
    NOBODY,
    PUBLIC,
    SECRET_IN_ADDRESS,
    WITHOUT_COOKIE,
    Company,
    a_company,
    address,
    concerns,
    everything_stored,
    rules,
    token_of,
)
from tests.support.clock import MOMENT
from tests.support.databases import ON_SQLITE
from tracker.alerts.use_cases.upkeep import WorkerFacts, register_worker
from tracker.web.headers import CONTENT_SECURITY_POLICY

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
LINK = re.compile(r'href="(/[^"#]*)"')
OPEN = PUBLIC | SECRET_IN_ADDRESS | DEVELOPMENT_ONLY | APP_PASSWORD
PAYLOAD = "<script>alert(1)</script>{{7*7}}\"'><b>x"
HARM = ("<script>alert", "'><b>x", "alert(1)&lt;/script&gt;49")
VALUES = re.compile(r"=[^&]*")
SHAPE = re.compile(r'\d+|name="(?:csrf_token|key)"[^>]*')
"""What differs from one answer to the next whatever it is about: numbers in addresses, tokens, keys against repeats."""


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        return a_company(session)


def test_nothing_is_changed_without_a_token(app: Flask, company: Company, sign_in: SignIn) -> None:
    admin = sign_in(company.admin)

    for method in CHANGING:
        for rule in rules(app, method):
            answer = admin.open(address(app, rule, company.outer), method=method, data={"name": "Forged"})
            assert answer.status_code == _refused(rule.endpoint), rule


def _refused(endpoint: str) -> int:
    """Return how a form without a token is refused: where no cookie is looked at, the secret is what is missing."""
    if endpoint in APP_PASSWORD:
        return 401
    return 404 if endpoint in WITHOUT_COOKIE else 400


def test_a_token_of_somebody_else_is_none(app: Flask, company: Company, sign_in: SignIn) -> None:
    foreign = token_of(sign_in(company.agent))

    answer = sign_in(company.admin).post("/settings/sign-ins/end-others", data={"csrf_token": foreign})

    assert answer.status_code == 400


@ON_SQLITE
@pytest.mark.long
@pytest.mark.parametrize("part", ["manager", "admin", "insider"])
def test_looking_changes_nothing_and_what_people_typed_stays_text(
    app: Flask, sign_in: SignIn, store: Store, part: str
) -> None:
    with store() as session:
        company = a_company(session, PAYLOAD)
        register_worker(session, WorkerFacts(id="w-1", host="here", pid=7, version=""), MOMENT)
    visitor = sign_in(company.cast[part])
    before = _stored(store)

    pages = [answer for answer in _crawl(app, visitor, company) if answer.mimetype == "text/html"]

    assert _stored(store) == before
    assert len(pages) > 30
    for page in pages:
        assert not [harm for harm in HARM if harm in page.text], page.request.path
        assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, page.request.path


def _stored(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store() as session:
        return everything_stored(session)


def _crawl(app: Flask, visitor: FlaskClient, company: Company) -> Iterator[TestResponse]:
    """Open every page that a route or a link leads to, each shape of an address once, and yield the answers."""
    waiting = [address(app, rule, numbers) for numbers in (company.outer, company.inner) for rule in rules(app, "GET")]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop().replace("&amp;", "&")
        shape = VALUES.sub("=", path)
        if shape in seen or path.startswith("/static/"):
            continue
        seen.add(shape)
        answer = visitor.get(path, buffered=True)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            waiting += LINK.findall(answer.text)
        yield answer


def test_strangers_see_the_public_pages_and_nothing_else(app: Flask, company: Company, client: FlaskClient) -> None:
    for rule in rules(app, "GET"):
        answer = client.get(address(app, rule, company.outer), buffered=True)
        if rule.endpoint not in OPEN:
            assert (answer.status_code, rule.endpoint) == (303, rule.endpoint)
            assert answer.headers["Location"].startswith("/sign-in?next="), rule


def test_strangers_change_nothing(app: Flask, company: Company, client: FlaskClient, store: Store) -> None:
    token, before = token_of(client), _stored(store)

    for method in CHANGING:
        for rule in rules(app, method):
            if rule.endpoint not in OPEN:
                answer = client.open(address(app, rule, company.outer), method=method, data={"csrf_token": token})
                assert (answer.status_code, rule.endpoint) == (401, rule.endpoint)

    assert _stored(store) == before


@pytest.mark.parametrize("part", ["agent", "manager", "insider"])
def test_the_administration_is_for_administrators(app: Flask, company: Company, sign_in: SignIn, part: str) -> None:
    visitor, admin = sign_in(company.cast[part]), sign_in(company.admin)
    token = token_of(visitor)

    refused = visitor.get("/admin").text
    assert ("Your team is managed by" in refused) == (part == "agent")
    for rule in rules(app, "GET"):
        if rule.rule.startswith("/admin"):
            path = address(app, rule, company.outer)
            assert visitor.get(path).status_code == 403, rule
            assert admin.get(path).status_code in {200, 303, 404}, rule
    for rule in rules(app, "POST"):
        if rule.rule.startswith("/admin"):
            answer = visitor.post(address(app, rule, company.outer), data={"csrf_token": token})
            assert answer.status_code == 403, rule


def test_a_closed_team_does_not_exist_for_others(app: Flask, company: Company, sign_in: SignIn) -> None:
    """The answer for its customers and promises is, byte for byte, the one for numbers that nobody has."""
    visitor = sign_in(company.agent)
    token = token_of(visitor)
    hidden = {name: company.inner[name] for name in ("customer", "promise", "decision", "flag", "approval")}
    nobody = dict.fromkeys(hidden, NOBODY)

    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if concerns(rule, hidden):
                data = {"csrf_token": token} if method == "POST" else None
                foreign = visitor.open(address(app, rule, hidden), method=method, data=data)
                missing = visitor.open(address(app, rule, nobody), method=method, data=data)
                assert (foreign.status_code, missing.status_code) == (404, 404), (method, rule)
                assert SHAPE.sub("", foreign.text) == SHAPE.sub("", missing.text), rule


@pytest.mark.parametrize("part", ["manager", "admin"])
def test_it_does_not_exist_for_other_managers_and_administrators(company: Company, sign_in: SignIn, part: str) -> None:
    visitor = sign_in(company.cast[part])

    assert visitor.get(f"/promises/{company.inner['promise']}").status_code == 404
    assert visitor.get(f"/customers/{company.inner['customer']}").status_code == 404


def test_members_see_their_closed_team(company: Company, sign_in: SignIn) -> None:
    insider = sign_in(company.insider)

    assert insider.get(f"/promises/{company.inner['promise']}").status_code == 200
    assert insider.get(f"/customers/{company.inner['customer']}").status_code == 200
