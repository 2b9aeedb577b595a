"""Breaking text into lines. Pure: how wide a letter is, is an argument."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

Measure = Callable[[str], float]
"""Returns the width of a letter."""


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """Return lines that are no wider than this, broken at spaces; a word wider than a line is broken anywhere.

    Spaces that come together are one; a line break stays one.
    """
    return [line for part in text.split("\n") for line in _lines(_pieces(part.split(), width, measure), width, measure)]


def _lines(words: Iterable[str], width: float, measure: Measure) -> Iterator[str]:
    line: list[str] = []
    used, space = 0.0, measure(" ")
    for word in words:
        wide = sum(map(measure, word))
        if line and used + space + wide > width:
            yield " ".join(line)
            line, used = [], 0.0
        used += wide + (space if line else 0.0)
        line.append(word)
    yield " ".join(line)


def _pieces(words: Iterable[str], width: float, measure: Measure) -> Iterator[str]:
    for word in words:
        rest = word
        while (fitting := _fitting(rest, width, measure)) < len(rest):
            yield rest[:fitting]
            rest = rest[fitting:]
        yield rest


def _fitting(word: str, width: float, measure: Measure) -> int:
    """Return how many letters of a word fit into a line, at least one."""
    ends = enumerate(accumulate(map(measure, word)))
    return max(next((number for number, end in ends if end > width), len(word)), 1)
