"""Which tests are left to `make test-long`: those marked `long`, pages on the second database, what starts programs.

What a page shows is decided above the database; use cases and what is stored are tried on both at once. Of what is
done in a browser only the main stories are waited for.
"""

import pytest

SHOWN = {"browser", "daysoff", "feeds", "mail", "pages"}
"""Rooms of tests that look at what comes out."""
MAIN_STORIES = {"test_main_flow.py", "test_promise_form.py", "test_without_scripts.py"}
"""What of the stories told in a browser is waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what need not be waited for after every change."""
    for item in items:
        assert isinstance(item, pytest.Function)
        is_seen_again = _room(item) in SHOWN and _database(item) == "postgresql"
        is_side_story = "chromium" in item.fixturenames and item.path.name not in MAIN_STORIES
        if is_seen_again or is_side_story or "served" in item.fixturenames:
            item.add_marker("long")


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(item.config.rootpath / "tests").parts[0]


def _database(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    return None if callspec is None else callspec.params.get("database")
