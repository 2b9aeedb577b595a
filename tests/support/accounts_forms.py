"""A browser without scripts, as far as forms go: what a page offers to send, and sending it changed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct-horse-battery"
Attributes = dict[str, str | None]


@dataclass
class SentForm:
    """One form of a page: where it goes, and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(SentForm(given.get("action") or "", (given.get("method") or "get").lower()))
        elif tag == "input" and self.forms and given.get("name"):
            self._input(given)
        elif tag == "select":
            self._select = given.get("name") or ""
        elif tag == "option" and self._select and self.forms:
            self._option(given)
        elif tag == "textarea" and self.forms:
            self._text = given.get("name") or ""
            self.forms[-1].fields[self._text] = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].fields[self._text] += data.lstrip("\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def _input(self, given: Attributes) -> None:
        if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
            return
        self.forms[-1].fields[str(given["name"])] = given.get("value") or ""

    def _option(self, given: Attributes) -> None:
        fields = self.forms[-1].fields
        if "selected" in given or self._select not in fields:
            fields[self._select] = given.get("value") or ""


def forms_in(page: str) -> list[SentForm]:
    """Return the forms of a page."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def the_form(page: TestResponse, *names: str) -> SentForm:
    """Return the one form of a page that has fields of these names."""
    (found,) = [form for form in forms_in(page.text) if set(names) <= set(form.fields)]
    return found


def send(client: FlaskClient, address: str, /, **changes: str) -> TestResponse:
    """Open the page, change these fields of the form that has them, send it, and return the answer."""
    form = the_form(client.get(address), *changes)
    return client.post(form.action or address, data=form.fields | changes, buffered=True)


def press(client: FlaskClient, page_address: str, action: str) -> TestResponse:
    """Send the form of a page that leads to `action`, a button in most cases."""
    form = next(form for form in forms_in(client.get(page_address).text) if form.action == action)
    return client.post(form.action or page_address, data=form.fields, buffered=True)


def signed_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Sign in by the page, and return the answer."""
    return send(client, "/sign-in", email=email, password=password, **more)
