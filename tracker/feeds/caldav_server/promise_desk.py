# SPDX-License-Identifier: GPL-3.0-or-later
"""What the CalDAV server asks of the tracker, over HTTP, and what it knows during one request."""

import base64
import hashlib
import json
import os
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException

TRACKER = os.environ.get("PROMISE_TRACKER_URL", "http://127.0.0.1:5000")
PATIENCE_S = 30
NOT_ALLOWED = "[Errno 1] promises are made in the tracker"
"""Radicale reads this number and answers 403."""

HINT = ": TRUSTED_HOSTS has to name the host in this address"
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+")
"""Addresses that Radicale takes as somebody's name, and everybody as part of a path."""

_here = threading.local()


@dataclass(frozen=True)
class Desk:
    """One person's tasks, as they were when the request began, and the key to them."""

    folder: str
    key: str
    program: str
    name: str
    tasks: Mapping[str, str]

    def tick_off(self, task: str, at: str) -> None:
        """Tell the tracker that a task is done. Raises ValueError where it refuses."""
        body = urllib.parse.urlencode({"at": at} if at else {}).encode()
        address = f"/tasks/{urllib.parse.quote(task)}"
        try:
            _asked(address, self.key, self.program, body)
        except urllib.error.HTTPError as refused:
            raise ValueError(NOT_ALLOWED) from refused


def _asked(address: str, key: str, program: str, body: bytes | None = None) -> bytes:
    headers = {"Authorization": f"Basic {key}", "X-Program": program}
    request = urllib.request.Request(TRACKER + address, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        told: bytes = answer.read()
    return told


class NoAnswerError(Exception):
    """The tracker did not answer, or not with tasks. Its words are for who runs both."""


def open_desk(login: str, password: str) -> Desk | None:
    """Fetch somebody's tasks and remember them for this request; None where the tracker does not know the password.

    Raises NoAnswerError.
    """
    key = base64.b64encode(f"{login}:{password}".encode()).decode()
    program: str = getattr(_here, "program", "")
    try:
        told = json.loads(_asked("/tasks", key, program))
    except urllib.error.HTTPError as refused:
        if refused.code == HTTPStatus.UNAUTHORIZED:
            return None
        hint = HINT if refused.code == HTTPStatus.BAD_REQUEST else ""
        raise NoAnswerError(f"the tracker at {TRACKER} answers {refused.code}{hint}") from refused
    except (OSError, HTTPException, ValueError) as fault:
        raise NoAnswerError(f"the tracker at {TRACKER} does not answer: {fault}") from fault
    tasks = {task["name"]: task["text"] for task in told["tasks"]}
    _here.desk = Desk(folder_of(login), key, program, told["name"], tasks)
    return present_desk()


def folder_of(login: str) -> str:
    """Return the name of somebody's folder: the address that they sign in with, where that can be part of a path."""
    if PLAIN.fullmatch(login):
        return login
    return f"person-{hashlib.sha256(login.encode()).hexdigest()[:20]}"


def present_desk() -> Desk | None:
    """Return whose request this is, and with which tasks."""
    found: Desk | None = getattr(_here, "desk", None)
    return found


def begin(program: str) -> None:
    """Begin a request of this thread: forget who came with the last one, note which program asks."""
    _here.desk = None
    _here.program = program
