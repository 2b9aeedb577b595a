# SPDX-License-Identifier: GPL-3.0-or-later
"""What changed since a program last looked.

This process alone knows: after a restart every program looks at everything once.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import TypeVar

MOST_REMEMBERED = 2000

K = TypeVar("K")
V = TypeVar("V")


class Changes:
    """The tokens that were given out, each with the tags of its tasks, and what was edited in vain."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = secrets.token_hex(8)
        self._tokens: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._edits: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._taken: OrderedDict[str, str] = OrderedDict()

    def note_edit(self, path: str, name: str) -> None:
        """Remember that a program has its own version of a task now."""
        with self._lock:
            _remember(self._edits, (path, name), self._edits.get((path, name), 0) + 1)

    def edits(self, path: str, name: str) -> int:
        """Return how often a task was edited in vain."""
        with self._lock:
            return self._edits.get((path, name), 0)

    def tag_in_place_of(self, tag: str) -> str:
        """Return a tag that no version has, for an edit that was not kept; `tag` is that of what there is instead."""
        taken = f'"taken-{secrets.token_hex(16)}"'
        with self._lock:
            _remember(self._taken, taken, tag)
        return taken

    def meant(self, tag: str) -> str:
        """Return the tag of what there was when one was given out in place of it, any other as it is."""
        with self._lock:
            return self._taken.get(tag, tag)

    def state(self, path: str, tags: Mapping[str, str]) -> str:
        """Return what stands for a list as it is now."""
        return hashlib.sha256(repr((self._began, path, sorted(tags.items()))).encode()).hexdigest()

    def since(self, path: str, tags: Mapping[str, str], state: str) -> tuple[str, list[str]]:
        """Return the present state and the names that changed since another. Raises ValueError for an unknown one."""
        with self._lock:
            if state and state not in self._tokens:
                raise ValueError("unknown token")
            before, present = self._tokens.get(state, {}), self.state(path, tags)
            _remember(self._tokens, present, tags)
        return present, [name for name in {*before, *tags} if before.get(name) != tags.get(name)]


def _remember(known: OrderedDict[K, V], key: K, what: V) -> None:
    """Keep something as the newest; the oldest give way."""
    known[key] = what
    known.move_to_end(key)
    while len(known) > MOST_REMEMBERED:
        known.popitem(last=False)
