"""Cleaning what people type or paste, before anything is decided on it."""

import re
import unicodedata
from collections.abc import Mapping

BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and the marks that reorder or hide text."""
TAGS = re.compile(r"<[^>]*>")
STOP_BEHIND = re.compile(r"(%\((\w+)\)s)\.(?!\.)")
"""A value of a text and the period behind it."""
MANY_LINES = re.compile(r"\n{3,}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its values; a value that ends with a period takes the place of the one behind it.

    German dates end with one: "Saved for %(day)s." says "Gespeichert für 1.12.", not "1.12..".
    """
    if "s." not in text:
        return text % values
    said = STOP_BEHIND.sub(lambda found: found[1] if _ends_with_stop(values.get(found[2])) else found[0], text)
    return type(text)(said) % values


def _ends_with_stop(value: object) -> bool:
    return TAGS.sub("", str(value)).endswith(".")


def clean_line(text: str | None) -> str:
    """Return one line: composed letters, no control characters, single blanks, none around."""
    return " ".join(clean_text(text).split())


def clean_text(text: str | None) -> str:
    """Return lines as typed, without control characters, trailing blanks and rows of empty lines."""
    composed = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text or ""))
    lines = (BLANKS.sub(" ", line).strip() for line in UNWANTED.sub("", composed).split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()
