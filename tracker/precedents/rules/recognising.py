"""Which situation a request is about, told by its words, and which of them told so.

`suggested` is all that anybody asks. Another encoder stands behind it when it answers `chances` as `Vocabulary` does.
"""

from collections.abc import Collection
from dataclasses import dataclass

from tracker.precedents.rules.wording import Vocabulary, questioned, runs, suggestions

MOST_SUGGESTED = 3
MOST_WORDS = 3
LEAST_CHANCE = 0.02
"""What is less likely than this is not worth a look."""
SHORTEST_WORD = 3
KNOWN_PART = 0.5
"""A word speaks for a situation in which so much of it came up: compounds and typing errors are not found whole."""
CLEAR_FROM = 2
"""So many words must agree before a choice is questioned."""
AROUND = ".,;:!?()[]\"'„“”‚‘’»«…"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A situation, how likely it is, and the words that spoke for it, the clearest first."""

    key: str
    chance: float
    words: tuple[str, ...]


def suggested(vocabulary: Vocabulary, text: str, among: Collection[str]) -> list[Suggestion]:
    """Return the situations that a text is about, the likeliest first; those for which no word speaks are left out."""
    chances = vocabulary.chances(runs(text), among)
    return [
        Suggestion(key, chances[key], words)
        for key in suggestions(chances, MOST_SUGGESTED)
        if chances[key] >= LEAST_CHANCE and (words := _telling(vocabulary, text, key, among))
    ]


def another(vocabulary: Vocabulary, text: str, among: Collection[str], key: str) -> str | None:
    """Return the situation that a text clearly speaks for, if it is not this one; None otherwise."""
    chances = vocabulary.chances(runs(text), among)
    found = questioned(key, chances)
    return found if found is not None and len(_telling(vocabulary, text, found, among)) >= CLEAR_FROM else None


def _telling(vocabulary: Vocabulary, text: str, key: str, among: Collection[str]) -> tuple[str, ...]:
    """Return the words that are more usual in this situation than on the whole, the most telling first."""
    told: dict[str, float] = {}
    for word in filter(None, (each.strip(AROUND) for each in text.split())):
        if len(word) >= SHORTEST_WORD:
            told[word] = _above(vocabulary, runs(word), key, among)
    speaking = sorted((word for word, above in told.items() if above > 0), key=lambda word: -told[word])
    return tuple(speaking[:MOST_WORDS])


def _above(vocabulary: Vocabulary, said: Collection[str], key: str, among: Collection[str]) -> float:
    """Return by how much the runs of a word are likelier in a situation than in the others, on the average."""
    seen = [run for run in said if vocabulary.found[key][run]]
    others = [each for each in among if each != key and vocabulary.texts[each]]
    if len(seen) < KNOWN_PART * len(said):
        return 0.0
    usual = sum(_share(vocabulary, run, each) for run in seen for each in others) / max(1, len(others))
    return sum(_share(vocabulary, run, key) for run in seen) - 2 * usual


def _share(vocabulary: Vocabulary, run: str, key: str) -> float:
    return vocabulary.found[key][run] / vocabulary.texts[key] if vocabulary.texts[key] else 0.0
