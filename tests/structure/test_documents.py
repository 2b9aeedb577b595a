"""What the documents say exists, exists; and what exists is documented."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from config import READERS, Settings
from tests.support.databases import application

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
HISTORY = re.compile(r"change|history|news|releases", re.IGNORECASE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
THEIRS = {"db", "roles", "run", "routes", "shell", "users"}
"""Commands that Flask and its extensions bring."""


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """Return the names of our own flask commands."""
    return set(application("sqlite://").cli.commands) - THEIRS


def test_every_command_is_in_the_readme(commands: set[str]) -> None:
    text = README.read_text()

    assert {name for name in commands if f"flask {name}" not in text} == set()


def test_the_readme_draws_the_rooms_as_the_linter_holds_them() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [rooms] = [each["layers"] for each in contracts if each["id"] == "rooms"]

    assert " → ".join(rooms) in README.read_text()


def test_every_command_that_a_document_names_exists(commands: set[str]) -> None:
    named = {name for path in _documents() for name in re.findall(r"\bflask ([a-z][a-z-]+)\b", _code(path))}

    assert named - THEIRS - commands == set()


def test_every_make_target_that_a_document_names_exists() -> None:
    rules = subprocess.run(["make", "-pRrq", "help"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    named = {name for path in _documents() for name in re.findall(r"\bmake ([a-z][a-z-]*)\b", _code(path))}

    assert {name for name in named if f"\n{name}:" not in rules} == set()


@pytest.mark.parametrize("name", READERS)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in README.read_text()
    assert re.search(rf"^(# )?{name}=", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_the_example_names_only_settings_that_exist() -> None:
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named - set(READERS) == set()


def test_every_setting_is_a_field() -> None:
    assert {name.lower() for name in READERS} <= set(Settings.__dataclass_fields__)


def test_every_link_between_documents_leads_somewhere() -> None:
    links = [(path, link) for path in _documents() for link in LINK.findall(path.read_text())]
    broken = {f"{path.relative_to(ROOT)}: {link}" for path, link in links if not (path.parent / link).exists()}

    assert broken == set()


def test_every_picture_of_the_guide_is_shown() -> None:
    guide = ROOT / "docs" / "guide"
    shown = {link for path in guide.glob("*.md") for link in LINK.findall(path.read_text())}

    assert {path.name for path in guide.glob("*.png")} - shown == set()


def test_there_is_one_changelog() -> None:
    places = [ROOT, *(ROOT / name for name in ("docs", "tests", "tracker", "migrations", "requirements"))]
    found = [path for place in places for path in place.glob("*") if HISTORY.match(path.name)]

    assert found == [ROOT / "CHANGELOG.md"]


def _documents() -> list[Path]:
    return [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _code(path: Path) -> str:
    """Return what stands in code blocks and between backticks."""
    text = path.read_text() if path.exists() else ""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`|^ {4}.*$", text, re.MULTILINE | re.DOTALL))
