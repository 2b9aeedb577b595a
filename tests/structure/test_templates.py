"""Templates keep to the content policy, work without scripts, and name only what exists."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.support.databases import application

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if not name.startswith("mail/")]
"""A mail has no content policy, and no other way to a style than inline."""

JINJA = re.compile(r"\{([%{#]).*?[%}#]\}", re.DOTALL)
TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"([a-zA-Z:@_-]+)\s*(?==|\s|/|$)(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
WITHOUT_SCRIPTS = {"a": {"href"}, "form": {"action", "method"}}
"""One of these makes a tag do its work; the buttons of a form without an action bring their own."""

Tag = tuple[str, set[str]]


@pytest.fixture(scope="module")
def environment() -> Environment:
    return application("sqlite://").jinja_env


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(environment: Environment, name: str) -> None:
    environment.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_inline_script_or_style(name: str) -> None:
    refused = [tag for tag, attributes in _tags(name) if _is_inline(tag, attributes)]

    assert refused == []


@pytest.mark.parametrize("name", PAGES)
def test_links_and_forms_work_without_scripts(name: str) -> None:
    helpless = [tag for tag, attributes in _tags(name) if _uses_htmx(attributes) and _is_helpless(tag, attributes)]

    assert helpless == []


def _tags(name: str) -> list[Tag]:
    text = JINJA.sub("", (ROOT / name).read_text())
    return [(tag, set(ATTRIBUTE.findall(attributes))) for tag, attributes in TAG.findall(text)]


def _is_inline(tag: str, attributes: set[str]) -> bool:
    is_code = tag == "style" or (tag == "script" and "src" not in attributes)
    return is_code or "style" in attributes or any(re.match(r"on[a-z]+$|hx-on", name) for name in attributes)


def _uses_htmx(attributes: set[str]) -> bool:
    return any(name.startswith("hx-") for name in attributes)


def _is_helpless(tag: str, attributes: set[str]) -> bool:
    return tag in WITHOUT_SCRIPTS and not WITHOUT_SCRIPTS[tag] & attributes
