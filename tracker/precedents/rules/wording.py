"""Which situation a text is about, told by how the team itself worded such requests before.

Naive Bayes over runs of characters: it needs no model, survives typing errors and compounds, and learns both
languages at once from whatever was written in them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp, log

from tracker.kernel.folding import fold

DIGIT = re.compile(r"\d")
RUN = 4
SMOOTHING = 0.1
CAUTION = 0.5
"""Runs overlap, so that each tells less than Bayes believes: their evidence is taken by this share."""
SURE = 0.95
UNLIKELY = 0.01
"""A key is questioned when the text says another one so surely, and this one so unlikely."""


def runs(text: str) -> frozenset[str]:
    """Return the runs of four characters in the words of a text; digits are all alike."""
    found: set[str] = set()
    for word in DIGIT.sub("0", fold(text)).split():
        padded = f" {word} "
        found.update([padded[start : start + RUN] for start in range(max(1, len(padded) - RUN + 1))])
    return frozenset(found)


@dataclass(slots=True)
class Vocabulary:
    """In how many texts of each situation each run came up. It grows with every text that it learns."""

    texts: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, key: str, said: Collection[str]) -> None:
        """Take one text of a situation into account, given its runs."""
        self.texts[key] += 1
        self.known.update(said)
        self.found[key].update(said)

    def chances(self, said: Collection[str], among: Collection[str], own: str | None = None) -> dict[str, float]:
        """Return how likely the text belongs to each of these situations; the chances add up to 1.

        `own` is the situation as whose text it was learned, so that it does not speak for itself.
        """
        texts = {key: count for key in among if (count := self.texts[key] - (key == own)) > 0}
        if not texts:
            return {}
        seen = [run for run in said if run in self.known]
        told = {key: self._told(key, seen, own=key == own) for key in texts}
        return _shares(
            {key: log(count) + CAUTION * (told[key] - len(seen) * log(count)) for key, count in texts.items()}
        )

    def _told(self, key: str, seen: Collection[str], *, own: bool) -> float:
        times = filter(None, map(self.found[key].get, seen))
        return sum(_speaks(each - 1) for each in times) if own else sum(map(_speaks, times))


@cache
def _speaks(times: int) -> float:
    """Return how much more a run speaks for a situation in which it came up so often than for one without it."""
    return log((times + SMOOTHING) / SMOOTHING)


def _shares(logarithms: Mapping[str, float]) -> dict[str, float]:
    highest = max(logarithms.values())
    weights = {key: exp(each - highest) for key, each in logarithms.items()}
    whole = sum(weights.values())
    return {key: weight / whole for key, weight in weights.items()}


def suggestions(chances: Mapping[str, float], most: int = 3) -> list[str]:
    """Return the likeliest situations, the likeliest first."""
    return sorted(chances, key=lambda key: (-chances[key], key))[:most]


def questioned(key: str, chances: Mapping[str, float]) -> str | None:
    """Return the situation that a text surely belongs to, if it is not the one recorded; None otherwise."""
    if not chances:
        return None
    [likeliest] = suggestions(chances, 1)
    is_doubtful = likeliest != key and chances[likeliest] >= SURE and chances.get(key, 0.0) <= UNLIKELY
    return likeliest if is_doubtful else None
