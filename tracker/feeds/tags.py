"""Which tag a feed had when it was last written: a program that has it is answered without writing it again.

Kept in this process alone; what is not remembered is written, which is always right.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

MOST = 20_000
"""Tags of so many feeds take a few megabytes."""


class Tags:
    """Remembers the tag of each feed, with all that it depended on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Hashable, tuple[Hashable, str]] = OrderedDict()

    def known(self, feed: Hashable, depends_on: Hashable) -> str | None:
        """Return the feed's tag, if nothing that it depends on has changed."""
        with self._lock:
            found = self._known.get(feed)
        return found[1] if found is not None and found[0] == depends_on else None

    def keep(self, feed: Hashable, depends_on: Hashable, tag: str) -> None:
        """Remember a feed's tag; the one longest unused gives way."""
        with self._lock:
            self._known[feed] = (depends_on, tag)
            self._known.move_to_end(feed)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
