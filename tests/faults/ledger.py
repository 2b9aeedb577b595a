"""What the outside world saw, written down beside the database, and what is read from it."""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple

ABOUT = re.compile(r"<?p(\d+)[.:]v")
"""How the key of a message begins that is about one promise; catch-ups and digests have others."""
TO = re.compile(r"mail\.(\d+)@")
GRACE = 0.5
"""How many seconds may pass between the guard and the first word about a message to whoever takes it."""


class Ledger:
    """A file to which every process appends lines; one line is one write, so that none is ever torn."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read: dict[str, list[dict[str, Any]]] = {}
        self._read_to = 0

    def write(self, **told: object) -> None:
        """Append a line with the present moment."""
        line = json.dumps({"at": time.time()} | told) + "\n"
        opened = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(opened, line.encode())
        finally:
            os.close(opened)

    def read(self, what: str) -> list[dict[str, Any]]:
        """Return every line of a sort; of a long ledger that is asked often, only what is new is read."""
        if self.file.exists():
            with self.file.open("rb") as file:
                file.seek(self._read_to)
                new, end, _ = file.read().rpartition(b"\n")
            self._read_to += len(new) + len(end)
            for line in map(json.loads, new.splitlines()):
                self._read.setdefault(line["what"], []).append(line)
        return list(self._read.get(what, ()))

    def write_mail(self, content: bytes, began: float) -> None:
        """Write down that a mail arrived."""
        mail = message_from_bytes(content, EmailMessage, policy=default)
        key = str(mail["Message-ID"])
        to = TO.search(key)
        is_repeat = mail["X-Possible-Repeat"] == "yes"
        self.write_message(key, int(to[1]) if to else 0, is_repeat=is_repeat, began=began)

    def write_message(self, key: str, to: int, *, is_repeat: bool, began: float) -> None:
        """Write down that a message arrived."""
        about = ABOUT.match(key)
        promise = int(about[1]) if about else 0
        self.write(what="message", key=key, promise=promise, to=to, is_repeat=is_repeat, began=began)


class Message(NamedTuple):
    """A message that somebody is to get: about which promise, who. About many, the promise is 0."""

    promise: int
    to: int


@dataclass(slots=True)
class Wanted:
    """What is to arrive and when, by a model that knows neither planning nor database."""

    moments: dict[Message, datetime] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)

    def add(self, messages: Iterable[Message], at: datetime) -> None:
        """Want some more."""
        self.moments |= dict.fromkeys(messages, at)

    def owed(self) -> set[Message]:
        """Return what must arrive."""
        return {message for message in self.moments if message.promise not in self.settled}

    def settle(self, promises: Iterable[int]) -> None:
        """Want nothing any more about some promises; what arrived before is no mistake."""
        self.settled |= set(promises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What went wrong, each with what it happened to. `repeats` is what happened to a message that came twice."""

    lost: set[Message]
    unexpected: set[Message]
    repeats: Counter[Message]
    unmarked: set[Message]
    early: set[Message]
    after_settling: set[Message]
    lateness: list[float]
    accidents: int

    @property
    def doubled(self) -> int:
        """How many copies came beyond the first of each message."""
        return self.repeats.total()

    @property
    def faults(self) -> dict[str, object]:
        """Everything that may never be, accident or not; empty when all is well."""
        found = {
            "lost": self.lost,
            "unexpected": self.unexpected,
            "unmarked": self.unmarked,
            "early": self.early,
            "after settling": self.after_settling,
            "doubled beyond accidents": self.doubled if self.doubled > self.accidents else 0,
        }
        return {name: what for name, what in found.items() if what}

    def late(self, share: float) -> float:
        """Return the lateness in seconds that this share of messages kept below."""
        return sorted(self.lateness)[min(int(len(self.lateness) * share), len(self.lateness) - 1)]


def judge(ledger: Ledger, wanted: Wanted, off: timedelta = timedelta()) -> Verdict:
    """Compare what arrived with what was wanted; `off` is by how much the workers' clock differs from ours."""
    lines = [line for line in ledger.read("message") if line["promise"]]
    copies: dict[Message, list[dict[str, Any]]] = {}
    for line in lines:
        copies.setdefault(Message(line["promise"], line["to"]), []).append(line)
    came = {message: found[0]["at"] + off.total_seconds() for message, found in copies.items()}
    known = came.keys() & wanted.moments.keys()
    late = {message: came[message] - wanted.moments[message].timestamp() for message in known}
    repeated = {message: found for message, found in copies.items() if len(found) > 1}
    return Verdict(
        lost=wanted.owed() - came.keys(),
        unexpected=came.keys() - wanted.moments.keys(),
        repeats=Counter({message: len(found) - 1 for message, found in repeated.items()}),
        unmarked={message for message, found in repeated.items() if not _are_marked(found)},
        early={message for message, seconds in late.items() if seconds < 0},
        after_settling=_after_settling(copies, ledger),
        lateness=[late[message] for message in known],
        accidents=sum(len(ledger.read(what)) for what in ("killed", "frozen", "broken off")),
    )


def _are_marked(lines: list[dict[str, Any]]) -> bool:
    """Whether all copies but one say that they may be a repeat, and are recognisable as the same message."""
    return sum(not line["is_repeat"] for line in lines) <= 1 and len({line["key"] for line in lines}) == 1


def _after_settling(copies: Mapping[Message, list[dict[str, Any]]], ledger: Ledger) -> set[Message]:
    settled = {line["promise"]: line["at"] for line in ledger.read("settled")}
    return {
        message
        for message, lines in copies.items()
        if any(line["began"] > settled.get(message.promise, line["began"]) + GRACE for line in lines)
    }
