"""Browsers without a window: one inside the process, one over a real connection. Both keep cookies and send forms."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode

from flask import Flask

from tracker.demo.people import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str


class Browser(Protocol):
    """What asks for pages and sends forms."""

    def get(self, path: str) -> Answer:
        """Ask for a page."""

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form; where it leads to is not followed."""


class Inside:
    """A browser in the process of the application."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        response = self._client.get(path)
        return Answer(response.status_code, response.text)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        response = self._client.post(path, data=fields)
        return Answer(response.status_code, response.text)


class Remote:
    """A browser on a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._sent("GET", path, "", {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._sent("POST", path, urlencode(fields), FORM)

    def _sent(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={each.value}" for name, each in self._cookies.items())
        self._connection.request(method, path, body, headers | ({"Cookie": cookies} if cookies else {}))
        response = self._connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        return Answer(response.status, response.read().decode())


def sign_in(browser: Browser, email: str) -> None:
    """Sign in as somebody of the demo company, through the form."""
    form = browser.get("/sign-in").text
    answer = browser.post("/sign-in", {"csrf_token": hidden(form, "csrf_token"), "email": email, "password": PASSWORD})
    if answer.status != SEE_OTHER:
        raise RuntimeError(f"{email} cannot sign in: {answer.status}")


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"the page has no field {name}")
    return found[1]


SEE_OTHER = 303
