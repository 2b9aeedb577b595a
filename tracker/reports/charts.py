"""Charts as shapes: positions across in percent, heights in pixels, so that words keep their size. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from tracker.promises.measures import Measures

HEIGHT = 160
GAP = 1.5
SHARE_OF_SLOT = 0.7
MOST_LABELS, MOST_LABELS_ON_PHONES = 8, 4


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a part of one; `look` names its colour."""

    look: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar: its parts, the words below it (empty where they would collide), and its number above.

    `is_for_wide` says that on a phone its words would collide with others.
    """

    parts: tuple[Rect, ...]
    middle: float
    top: float
    label: str
    whole: int
    is_for_wide: bool = False


def stacked(groups: Sequence[tuple[str, Measures]]) -> list[Bar]:
    """Return a bar for each group: kept on time, kept late, and what was not kept or is overdue, on each other."""
    most = max((measures.judged for _, measures in groups), default=0)
    if not most:
        return []
    slot = 100 / len(groups)
    every = -(-len(groups) // MOST_LABELS)
    bars = [
        _bar(measures, words if n % every == 0 else "", x=n * slot, slot=slot, scale=HEIGHT / most)
        for n, (words, measures) in enumerate(groups)
    ]
    is_dense = len(groups) > MOST_LABELS_ON_PHONES
    return [replace(bar, is_for_wide=is_dense and n // every % 2 == 1) for n, bar in enumerate(bars)]


def _bar(measures: Measures, words: str, *, x: float, slot: float, scale: float) -> Bar:
    width = slot * SHARE_OF_SLOT
    left = x + (slot - width) / 2
    missed = measures.judged - measures.kept_on_time - measures.kept_late
    parts, top = [], float(HEIGHT)
    for look, many in (("kept", measures.kept_on_time), ("late", measures.kept_late), ("missed", missed)):
        if many:
            height = max(many * scale - GAP, 1.0)
            parts.append(Rect(look, round(left, 2), round(top - height, 1), round(width, 2), round(height, 1)))
            top -= height + GAP
    return Bar(tuple(parts), round(x + slot / 2, 2), round(top, 1), words, measures.judged)


@dataclass(frozen=True, slots=True)
class Step:
    """A horizontal bar: its words, how many, its length in percent, and the share of all up to here."""

    words: str
    many: int
    length: float
    so_far: int


def ranked(counts: Sequence[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Return words with how many and a key, the most frequent first; what does not occur is left out."""
    return sorted((each for each in counts if each[1] > 0), key=lambda each: (-each[1], each[0]))


def in_order(counts: Sequence[tuple[str, int]]) -> list[Step]:
    """Return a bar for each in the order given, each with the share that it and those before it make up."""
    most, whole = max((many for _, many in counts), default=0), sum(many for _, many in counts)
    sums = accumulate(many for _, many in counts)
    return [
        Step(words, many, round(100 * many / most, 1), round(100 * so_far / whole))
        for (words, many), so_far in zip(counts, sums, strict=True)
        if whole
    ]
