"""What every page of the site answers, whatever it is about."""

import json
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.databases import application
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Gone, Invalid, NotFound, TooMany
from tracker.web.headers import CONTENT_SECURITY_POLICY

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
JSON = {"Accept": "application/json"}
REFUSALS = {
    "invalid": Invalid("A comet has no due day."),
    "not-found": NotFound("No such comet."),
    "forbidden": Forbidden("Comets are for the night shift."),
    "changed": ChangedMeanwhile("The comet was faster."),
    "gone": Gone("The comet has left."),
    "too-many": TooMany("Too many comets.", retry_after_s=120),
}


@pytest.fixture(scope="module")
def site() -> Flask:
    """Return the application with pages that refuse and fail; nothing of it touches the database."""
    app = application("sqlite://")
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def refuse(name: str) -> str:
        raise REFUSALS[name]

    def fail() -> str:
        raise ZeroDivisionError("a secret detail")

    app.add_url_rule("/refusals/<name>", "refuse", refuse, methods=["GET", "POST"])
    app.add_url_rule("/failure", "fail", fail, methods=["GET", "POST"])
    app.extensions["csrf"].exempt(fail)
    app.extensions["csrf"].exempt(refuse)
    return app


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    """Return a browser that reads every answer to its end, as browsers do."""
    client = site.test_client()
    client.open = partial(client.open, buffered=True)  # type: ignore[method-assign]
    return client


PAGES = ["/keys", "/robots.txt", "/no-such-page", "/failure", "/refusals/gone", "/favicon.ico"]
ADDRESSES = [*PAGES, "/static/app.css"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_protecting_headers(visitor: FlaskClient, address: str) -> None:
    headers = visitor.get(address).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_files_may_do_nothing_and_are_the_same_for_everybody(visitor: FlaskClient) -> None:
    visitor.get("/sign-in")

    answer = visitor.get("/static/icons.svg", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; frame-ancestors 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


def test_a_refused_host_gets_an_answer_with_the_headers(visitor: FlaskClient) -> None:
    answer = visitor.get("/keys", headers={"Host": "e.example"})

    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("address", ADDRESSES)
def test_https_is_kept_for_a_year(visitor: FlaskClient, address: str) -> None:
    headers = visitor.get(address, base_url="https://localhost").headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    )


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_page_with_its_words_and_status(visitor: FlaskClient, name: str) -> None:
    answer = visitor.get(f"/refusals/{name}", headers={"Accept": "text/html"})

    assert answer.status_code == REFUSALS[name].status
    assert str(REFUSALS[name]) in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_line_for_htmx_and_leaves_the_page_alone(visitor: FlaskClient, name: str) -> None:
    answer = visitor.get(f"/refusals/{name}", headers=PARTIAL)

    assert answer.status_code == REFUSALS[name].status
    assert str(REFUSALS[name]) in answer.text
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#status"


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_problem_json_for_programs(visitor: FlaskClient, name: str) -> None:
    answer = visitor.get(f"/refusals/{name}", headers=JSON)

    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.text)["status"] == answer.status_code == REFUSALS[name].status
    assert json.loads(answer.text)["detail"] == str(REFUSALS[name])


def test_too_many_attempts_say_when_to_come_back(visitor: FlaskClient) -> None:
    answer = visitor.get("/refusals/too-many", headers={"Accept-Language": "en"})

    assert answer.headers["Retry-After"] == "120"
    assert "Next try in 2 min." in answer.text


def test_a_failure_gives_a_reference_and_no_detail(visitor: FlaskClient) -> None:
    answer = visitor.get("/failure", headers={"Accept-Language": "en"})

    assert answer.status_code == 500
    assert "Reference for questions:" in answer.text
    assert "secret" not in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize("address", ["/failure", "/refusals/changed", "/refusals/too-many"])
def test_what_was_typed_survives_a_failure(visitor: FlaskClient, address: str) -> None:
    answer = visitor.post(address, data={"statement": "Call back at nine", "password": "hush"})

    assert 'value="Call back at nine"' in answer.text
    assert "hush" not in answer.text


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/no-such-page", 404), ("DELETE", "/keys", 405), ("GET", "/preferences", 405)],
)
def test_what_the_framework_refuses_is_a_page_of_ours(
    visitor: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = visitor.open(address, method=method)

    assert answer.status_code == status
    assert "app.css" in answer.text


def test_another_method_names_those_that_are_possible(visitor: FlaskClient) -> None:
    assert "POST" in visitor.get("/preferences").headers["Allow"]


def test_a_form_without_its_token_comes_back_filled(visitor: FlaskClient) -> None:
    answer = _post_without_token(visitor, statement="Call <back>", password="hush")

    assert answer.status_code == 400
    assert 'value="Call &lt;back&gt;"' in answer.text
    assert 'name="csrf_token"' in answer.text
    assert "hush" not in answer.text


def test_a_form_from_another_site_is_not_offered_again(visitor: FlaskClient) -> None:
    answer = visitor.post("/preferences", data={"theme": "dark"}, headers={"Origin": "https://e.example"})

    assert answer.status_code == 400
    assert 'value="dark"' not in answer.text


def test_a_form_without_its_token_is_a_line_for_htmx(visitor: FlaskClient) -> None:
    answer = visitor.post("/preferences", data={"statement": "Call back"}, headers=PARTIAL)

    assert answer.status_code == 400
    assert answer.headers["HX-Retarget"] == "#status"
    assert 'value="Call back"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("language", ["de", "en-GB"])
def test_a_page_names_its_language(visitor: FlaskClient, language: str) -> None:
    answer = visitor.get("/keys", headers={"Accept-Language": language})

    assert f'<html lang="{language}"' in answer.text
    assert ("Zum Inhalt" if language == "de" else "To the content") in answer.text


def test_pages_are_not_for_search_engines(visitor: FlaskClient) -> None:
    assert "Disallow: /" in visitor.get("/robots.txt").text
    assert '<meta name="robots" content="noindex">' in visitor.get("/keys").text


def test_static_files_with_a_version_stay_for_a_year(visitor: FlaskClient) -> None:
    assert "immutable" in visitor.get("/static/app.css?v=1").headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/app.css").headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/none.css?v=1").headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/keys", "/static/app.css?v=1", "/static/icons.svg?v=1"])
def test_text_is_zipped_for_those_who_can_read_it(visitor: FlaskClient, address: str) -> None:
    zipped = visitor.get(address, headers={"Accept-Encoding": "gzip"})
    plain = visitor.get(address)

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_the_gallery_exists_in_development_only(visitor: FlaskClient, site: Flask) -> None:
    assert visitor.get("/states").status_code == 200
    site.config["DEVELOPMENT"] = False
    assert visitor.get("/states").status_code == 404
    site.config["DEVELOPMENT"] = True


def _post_without_token(visitor: FlaskClient, **fields: str) -> TestResponse:
    return visitor.post("/preferences", data=fields)
