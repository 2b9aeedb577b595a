"""Finding the pieces of a text that say something about a moment."""

import re
from dataclasses import dataclass

from tracker.capture.rules.due.facts import Facts
from tracker.capture.rules.due.language import Language

_HIDDEN = "\x00"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, what it says, and the rule that read it."""

    start: int
    end: int
    facts: Facts
    rule: str


def folded(text: str) -> str:
    """Return a text in small letters, every character in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return lowered.replace("’", "'").replace("\x00", " ").replace("–", "-").replace("—", "-")


def masked(text: str, language: Language, spoken_of: re.Pattern[str] | None = None) -> str:
    """Return the folded text without what only looks like a moment, and without days that are only spoken of."""
    text = folded(text)
    if spoken_of is not None:
        text = spoken_of.sub(_hidden, text)
    return language.masked.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    return _HIDDEN * len(found[0])


def pieces(text: str, language: Language, *, month_first: bool) -> list[Piece]:
    """Return what the rules find in a masked text: the longest first, none over another."""
    found: list[tuple[int, int, int, Piece]] = []
    for rank, rule, pattern in language.candidates(text):
        for match in pattern.finditer(text):
            facts = language.read(rule, match, month_first=month_first)
            if facts is not None:
                found.append(
                    (
                        match.start() - match.end(),
                        match.start(),
                        rank,
                        Piece(match.start(), match.end(), facts, rule.name),
                    )
                )
    return _apart(found)


def _apart(found: list[tuple[int, int, int, Piece]]) -> list[Piece]:
    taken: list[Piece] = []
    for *_, piece in sorted(found, key=lambda each: each[:3]):
        if all(piece.end <= other.start or piece.start >= other.end for other in taken):
            taken.append(piece)
    return sorted(taken, key=lambda piece: piece.start)
