"""A real browser over a real server, for tests marked `browser`."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

PATIENCE_MS = 20_000
"""Only what fails takes so long; a machine with other work may need more than the usual five seconds."""
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
USUAL: dict[str, Any] = {
    "locale": "de-DE",
    "timezone_id": "Europe/Berlin",
    "viewport": DESKTOP,
    "reduced_motion": "reduce",
}
OWN_ERROR = "the server responded with a status of 4"
"""Chromium itself reports every answer of that sort; a refused form is one."""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for a browser, so that `-m "not browser"` leaves them out."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield the Chromium of this machine."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is missing: apt install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """Yield the address at which the application is served, for as long as the test runs."""
    with served_at(app) as address:
        yield address


@contextmanager
def served_at(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve the application, at a port of its own unless one is named; yield its address."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def open_page(chromium: Browser, site: str, sign_in: Callable[[Any], FlaskClient]) -> Iterator[OpenPage]:
    """Return what opens an empty page, with Playwright's options: `open_page(ann, viewport=PHONE, locale="en-GB")`.

    With a stored person named first, that person is signed in. The test fails in the end when a page
    complained on its console, the content policy included.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(person: object = None, **options: Any) -> Page:
        context = chromium.new_context(base_url=site, **USUAL | options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if person is not None:
            _hand_over(sign_in(person), context, site)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return an empty page of the site, in German, on a desktop."""
    return open_page()


def barriers(page: Page) -> list[str]:
    """Return what axe holds against the page as it is now, each with the place where it is."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def _hand_over(client: FlaskClient, context: BrowserContext, site: str) -> None:
    """Let the browser go on where the client without scripts has signed in."""
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    context.add_cookies([{"name": name, "value": cookie.value, "url": site, "httpOnly": True, "sameSite": "Lax"}])


def _complaint(message: ConsoleMessage) -> list[str]:
    is_complaint = message.type in {"error", "warning"} and OWN_ERROR not in message.text
    return [f"{message.type}: {message.text}"] if is_complaint else []
