# SPDX-License-Identifier: GPL-3.0-or-later
"""The WSGI application of the CalDAV server; `flask caldav` runs it under gunicorn."""

import base64
from collections.abc import Callable, Iterable
from typing import Any

import promise_desk
import promise_storage
from radicale import config, log
from radicale.app import Application

REFUSED = frozenset({"DELETE", "MOVE", "COPY", "MKCOL", "MKCALENDAR", "PROPPATCH"})
"""Nothing is made, moved, removed or renamed over CalDAV."""

PLAIN = [("Content-Type", "text/plain")]

StartResponse = Callable[..., Any]


def _radicale() -> Application:
    log.setup()
    configuration = config.load()
    configuration.update(
        {
            "auth": {"type": promise_storage.Auth, "delay": 0},
            "rights": {"type": promise_storage.Rights},
            "storage": {"type": promise_storage.Storage},
            "web": {"type": "none"},
            "logging": {"level": "warning", "mask_passwords": True},
        },
        "the tracker",
        privileged=True,
    )
    return Application(configuration)


_answered = _radicale()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    promise_desk.begin(environ.get("HTTP_USER_AGENT", ""))
    if environ["REQUEST_METHOD"] in REFUSED:
        start_response("403 Forbidden", PLAIN)
        return [b"Promises are made, changed and settled in the tracker.\n"]
    try:
        _let_in(environ)
    except promise_desk.NoAnswerError as fault:
        log.logger.error("%s", fault)
        start_response("503 Service Unavailable", [*PLAIN, ("Retry-After", "60")])
        return [b"The tracker does not answer.\n"]
    if "HTTP_IF_MATCH" in environ:
        environ["HTTP_IF_MATCH"] = promise_storage.changes.meant(environ["HTTP_IF_MATCH"])
    return _answered(environ, start_response)


def _let_in(environ: dict[str, Any]) -> None:
    """Open the desk of who signs in. Radicale is told the name of their folder: it does not take every address."""
    given = _sign_in(environ.pop("HTTP_AUTHORIZATION", ""))
    if given is None:
        return
    login, password = given
    promise_desk.open_desk(login, password)
    known = f"{promise_desk.folder_of(login)}:{password}".encode()
    environ["HTTP_AUTHORIZATION"] = f"Basic {base64.b64encode(known).decode()}"


def _sign_in(header: str) -> tuple[str, str] | None:
    """Return address and password; None where none came, or nothing that can be read."""
    scheme, _, said = header.partition(" ")
    try:
        login, colon, password = base64.b64decode(said.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return (login, password) if scheme.lower() == "basic" and login and colon else None
