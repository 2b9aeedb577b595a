"""Words that an article makes a thing rather than somebody: "the bagels", "die Brötchen". Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from tracker.capture.rules.line import english, german
from tracker.capture.rules.line.parts import words_from

_ARTICLE = re.compile(rf"(?:(?P<de>{german.ARTICLES})|{english.ARTICLES})$", re.IGNORECASE)
_RECIPIENT = re.compile(rf"{german.BEFORE_RECIPIENTS}$", re.IGNORECASE)
_ADJECTIVE = re.compile(rf"(?:{english.ADJECTIVES})$", re.IGNORECASE)
_INFLECTED = re.compile(r"[^\W\d_]+e[mnrs]?$")
"""How German adjectives end behind an article."""


class Asks(StrEnum):
    """How much of a name must be said before a word counts as that name."""

    TWO_WORDS = "two words"
    ALL = "two words, or all of it"


def things(line: str) -> Mapping[int, Asks]:
    """Return which words an article makes things, by where they begin.

    Behind an article a word in small letters is a common one. German writes "die Brötchen" and "die Telekom"
    alike, so that a noun may be all of a name there, and anybody's who is addressed: "an die Bäckerei".
    """
    found: dict[int, Asks] = {}
    places = words_from(line, 0, len(line))
    words = [line[start:end] for start, end in places]
    for at, word in enumerate(words):
        if (article := _ARTICLE.match(word)) is None:
            continue
        is_german = article["de"] is not None
        may_be_named = not is_german or (at > 0 and _RECIPIENT.match(words[at - 1]) is not None)
        for noun in range(at + 1, at + 1 + _length(words[at + 1 :], is_german=is_german)):
            if not words[noun][0].isupper():
                found[places[noun][0]] = Asks.TWO_WORDS
            elif not may_be_named:
                found[places[noun][0]] = Asks.ALL
    return found


def _length(words: Sequence[str], *, is_german: bool) -> int:
    """Return how many words behind an article belong to it: adjectives that show to be some, and the noun."""
    for count, (word, following) in enumerate(pairwise([*words, ""]), start=1):
        is_inflected = is_german and _INFLECTED.match(word) and word[0].islower() and following[:1].isupper()
        if not (is_inflected or _ADJECTIVE.match(word)):
            return count
    return len(words)
