"""What a line says apart from its signs: how far parts reach, what is promised, to whom it applies."""

import re
from collections.abc import Iterable, Mapping, Sequence

from tracker.capture.rules.line import english, german
from tracker.capture.rules.line.facts import Part, Sort
from tracker.capture.rules.line.parts import without
from tracker.kernel.folding import fold
from tracker.promises.rules import ScopeKind

Stretch = tuple[int, int]
INSIDE_TOPIC = frozenset({Sort.REFERENCE, Sort.KIND})
"""What a topic may be about: it ends where anything else begins."""
SENTENCE = 3
"""A quotation of so many words is what was said; a shorter one is only left alone."""
MOST_SCOPE_WORDS = 5
_EVERYONE = frozenset({*german.EVERYONE, *english.EVERYONE})
_THIS_CUSTOMER = frozenset({*german.THIS_CUSTOMER, *english.THIS_CUSTOMER})
_BEFORE_NAME = re.compile(rf"(?:(?<!\S)(?:{german.BEFORE_NAMES}|{english.BEFORE_NAMES})\s+)+$", re.IGNORECASE)
_VOLUME = re.compile(r"(?:ab|über|from|over)\s+([\d.,' ]*\d)(?:\s*(?:€|euro|eur))?", re.IGNORECASE)
_CENTS = re.compile(r"(?<=\d)[.,]\d\d?$")
_NAMED = re.compile(r"(region|tag|stichwort|schlagwort)\s+(\S+)", re.IGNORECASE)
_LOOSE_ENDS = re.compile(r"^[\s,;:–-]+|[\s,;:–-]+$")
_SPACE_BEFORE = re.compile(r"\s+([,;.:!?])")
_LAST_WORD = re.compile(r"\s(?:an|für|bei|mit|bis|am|um|to|for|by|at|on|und|and)$", re.IGNORECASE)


def end_of(part: Part, ends: Iterable[int], length: int) -> int:
    """Return where an open part ends: where something else begins, or with the line."""
    return min([each for each in ends if each >= part.said_from], default=length)


def with_preposition(line: str, start: int) -> int:
    """Return where the words before a name begin that belong to it: "for Mrs"."""
    before = _BEFORE_NAME.search(line, 0, start)
    return before.start() if before else start


def statement_of(line: str, taken: Iterable[Stretch], literals: Sequence[str]) -> str:
    """Return what is promised: a quoted sentence, or else the line without what has a place of its own."""
    sentence = next((text for text in literals if len(text.split()) >= SENTENCE), "")
    if sentence:
        return sentence
    left = _SPACE_BEFORE.sub(r"\1", " ".join(re.sub(r'["„“”»«]', "", without(line, taken)).split()))
    left = _LOOSE_ENDS.sub("", left)
    while found := _LAST_WORD.search(left):
        left = _LOOSE_ENDS.sub("", left[: found.start()])
    return left


def scope_of(words: Sequence[str], tiers: Mapping[str, str]) -> tuple[ScopeKind, str, int] | None:
    """Return to whom something applies, the value of that, and how many words say so.

    `tiers` are their keys by folded name.
    """
    for count in range(min(len(words), MOST_SCOPE_WORDS), 0, -1):
        said = " ".join(words[:count]).strip(" .,;")
        scope = _scope(said, tiers)
        if scope is not None:
            return *scope, count
    return None


def _scope(said: str, tiers: Mapping[str, str]) -> tuple[ScopeKind, str] | None:
    folded = fold(said)
    plural = folded.removesuffix("s").removesuffix("-kunden").removesuffix(" kunden").removesuffix(" customer")
    if folded in tiers or plural in tiers:
        return ScopeKind.TIER, tiers.get(folded) or tiers[plural]
    if folded in map(fold, _EVERYONE):
        return ScopeKind.EVERYONE, ""
    if folded in map(fold, _THIS_CUSTOMER):
        return ScopeKind.CUSTOMER, ""
    if volume := _VOLUME.fullmatch(said):
        return ScopeKind.VOLUME, re.sub(r"\D", "", _CENTS.sub("", volume[1]))
    if named := _NAMED.fullmatch(said):
        return ScopeKind.REGION if named[1].lower() == "region" else ScopeKind.TAG, named[2]
    return None
