"""Icons that pages name exist, and the file holds few that no page names."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("tracker/**/*.py")]
SPRITE = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (ROOT / "tracker/static/icons.svg").read_text()))


def test_every_icon_named_exists() -> None:
    named = {name for source in SOURCES for name in re.findall(r"\bicon\([\"']([a-z0-9-]+)[\"']\)", source.read_text())}

    assert named - SPRITE == set()


def test_no_icon_is_carried_for_nothing() -> None:
    text = "\n".join(source.read_text() for source in SOURCES)

    assert {name for name in SPRITE if not re.search(rf"[\"']{name}[\"']", text)} == set()
