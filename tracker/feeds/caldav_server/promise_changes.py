# SPDX-License-Identifier: GPL-3.0-or-later
"""What changed since a program last looked.

This process alone knows: after a restart every program looks at everything once. An edit that was not kept counts as
a change, or programs that ask for changes only would show it for good.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping

MOST_REMEMBERED = 2000


class Changes:
    """The tokens that were given out, each with the tags of its tasks, and how often each task was edited in vain."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = secrets.token_hex(8)
        self._tokens: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._edits: OrderedDict[tuple[str, str], int] = OrderedDict()

    def note_edit(self, path: str, name: str) -> None:
        """Remember that a program has its own version of a task now."""
        with self._lock:
            self._edits[path, name] = self._edits.pop((path, name), 0) + 1
            _keep_the_newest(self._edits)

    def state(self, path: str, tags: Mapping[str, str]) -> str:
        """Return what stands for a list as it is now."""
        with self._lock:
            return self._state(path, self._counted(path, tags))

    def since(self, path: str, tags: Mapping[str, str], state: str) -> tuple[str, list[str]]:
        """Return the present state and the names that changed since another. Raises ValueError for an unknown one."""
        with self._lock:
            if state and state not in self._tokens:
                raise ValueError("unknown token")
            before, counted = self._tokens.get(state, {}), self._counted(path, tags)
            present = self._state(path, counted)
            self._tokens[present] = counted
            self._tokens.move_to_end(present)
            _keep_the_newest(self._tokens)
        return present, [name for name in {*before, *counted} if before.get(name) != counted.get(name)]

    def _counted(self, path: str, tags: Mapping[str, str]) -> dict[str, str]:
        return {name: f"{tag} {self._edits.get((path, name), 0)}" for name, tag in tags.items()}

    def _state(self, path: str, counted: Mapping[str, str]) -> str:
        return hashlib.sha256(repr((self._began, path, sorted(counted.items()))).encode()).hexdigest()


def _keep_the_newest(remembered: OrderedDict[str, dict[str, str]] | OrderedDict[tuple[str, str], int]) -> None:
    while len(remembered) > MOST_REMEMBERED:
        remembered.popitem(last=False)
