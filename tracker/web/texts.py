"""Cleaning what people type or paste, before anything is decided on it."""

import re
import unicodedata

BLANKS = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and the marks that reorder or hide text."""
MANY_LINES = re.compile(r"\n{3,}")


def clean_line(text: str | None) -> str:
    """Return one line: composed letters, no control characters, single blanks, none around."""
    return " ".join(clean_text(text).split())


def clean_text(text: str | None) -> str:
    """Return lines as typed, without control characters, trailing blanks and rows of empty lines."""
    composed = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text or ""))
    lines = (BLANKS.sub(" ", line).strip() for line in UNWANTED.sub("", composed).split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()
