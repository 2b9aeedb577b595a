"""Every text that people read exists in German."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "tracker" / "translations" / "de" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return every text that is marked in code and templates."""
    pot = tmp_path_factory.mktemp("texts") / "messages.pot"
    subprocess.run([ROOT / ".ci" / "texts", pot], cwd=ROOT, check=True)
    return read_po(pot.open("rb"))


@pytest.fixture(scope="module")
def german() -> Catalog:
    return read_po(GERMAN.open("rb"), locale="de")


def test_every_text_has_a_german_translation(texts: Catalog, german: Catalog) -> None:
    missing = [message.id for message in _messages(texts) if not _translated(german.get(message.id, message.context))]

    assert missing == []


def test_no_german_translation_is_a_guess(german: Catalog) -> None:
    guesses = [message.id for message in _messages(german) if message.fuzzy]

    assert guesses == []


def test_the_german_names_the_same_placeholders(german: Catalog) -> None:
    different = [message.id for message in _messages(german) if _placeholders(message.id) != _placeholders(message.string)]

    assert different == []


def test_the_german_is_compiled() -> None:
    compiled = GERMAN.with_suffix(".mo")

    assert compiled.exists()
    assert compiled.stat().st_mtime >= GERMAN.stat().st_mtime


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return all(forms)


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    """Return those of the fullest form: a singular may say "one" where the plural counts."""
    forms = (text,) if isinstance(text, str) else text
    return {placeholder for form in forms for placeholder in PLACEHOLDER.findall(form)}
