"""Every text that people read exists in German."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

Text = str | tuple[str, ...] | list[str] | None

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "tracker" / "translations" / "de" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return every text that is marked in code and templates."""
    pot = tmp_path_factory.mktemp("texts") / "messages.pot"
    subprocess.run([ROOT / ".ci" / "texts", pot], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def german() -> Catalog:
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def test_every_text_has_a_german_translation(texts: Catalog, german: Catalog) -> None:
    missing = [message.id for message in _messages(texts) if not _translated(german.get(message.id, message.context))]

    assert not missing, "\n".join(map(str, missing))


def test_no_german_translation_is_left_over(texts: Catalog, german: Catalog) -> None:
    left_over = [message.id for message in _messages(german) if texts.get(message.id, message.context) is None]

    assert not left_over, "run `make translations`:\n" + "\n".join(map(str, left_over))


def test_no_german_translation_is_a_guess(german: Catalog) -> None:
    guesses = [message.id for message in _messages(german) if message.fuzzy]

    assert guesses == []


def test_the_german_names_the_same_placeholders(german: Catalog) -> None:
    different = [
        message.id for message in _messages(german) if _placeholders(message.id) != _placeholders(message.string)
    ]

    assert different == []


def test_the_german_is_compiled() -> None:
    compiled = GERMAN.with_suffix(".mo")

    assert compiled.exists()
    assert compiled.stat().st_mtime >= GERMAN.stat().st_mtime


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message.string))


def _placeholders(text: Text) -> set[str]:
    """Return those of all forms together: a singular may say "one" where the plural counts."""
    return {placeholder for form in _forms(text) for placeholder in PLACEHOLDER.findall(form)}


def _forms(text: Text) -> tuple[str, ...] | list[str]:
    return (text or "",) if isinstance(text, str | None) else text
