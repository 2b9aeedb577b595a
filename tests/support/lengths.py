"""Which tests are left to `make test-long`: those marked `long`, pages on the second database, those with Radicale.

What a page shows is decided above the database; use cases and what is stored are tried on both at once.
"""

import pytest

SHOWN = {"browser", "daysoff", "feeds", "mail", "pages"}
"""Rooms of tests that look at what comes out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what need not be waited for after every change."""
    for item in items:
        is_seen_again = _room(item) in SHOWN and _database(item) == "postgresql"
        if is_seen_again or "served" in getattr(item, "fixturenames", ()):
            item.add_marker("long")


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(item.config.rootpath / "tests").parts[0]


def _database(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    return None if callspec is None else callspec.params.get("database")
