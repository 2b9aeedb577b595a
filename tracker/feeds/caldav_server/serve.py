# SPDX-License-Identifier: GPL-3.0-or-later
"""The WSGI application of the CalDAV server; `flask caldav` runs it under gunicorn."""

from collections.abc import Callable, Iterable
from typing import Any

import promise_desk
import promise_storage
from radicale import config, log
from radicale.app import Application

REFUSED = frozenset({"DELETE", "MOVE", "COPY", "MKCOL", "MKCALENDAR", "PROPPATCH"})
"""Nothing is made, moved, removed or renamed over CalDAV."""

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
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"Promises are made, changed and settled in the tracker.\n"]
    return _answered(environ, start_response)
