"""Which situation a text is about, told by how the team itself worded such requests before.

Naive Bayes over runs of characters: it needs no model, survives typing errors and compounds, and learns both
languages at once from whatever was written in them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp, log

from tracker.kernel.folding import fold

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
    for word in fold(text).split():
        padded = f" {''.join('0' if sign.isdigit() else sign for sign in word)} "
        found.update([padded[start : start + RUN] for start in range(max(1, len(padded) - RUN + 1))])
    return frozenset(found)


@dataclass(slots=True)
class Vocabulary:
    """How often each run came up in the texts of each situation. It grows with every text that it learns."""

    texts: Counter[str] = field(default_factory=Counter)
    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, key: str, said: Iterable[str]) -> None:
        """Take one text of a situation into account, given its runs."""
        self.texts[key] += 1
        for run in said:
            self.found[run][key] += 1

    def chances(self, said: Collection[str], among: Collection[str], own: str | None = None) -> dict[str, float]:
        """Return how likely the text belongs to each of these situations; the chances add up to 1.

        `own` is the situation as whose text it was learned, so that it does not speak for itself.
        """
        texts = {key: count for key in among if (count := self.texts[key] - (key == own)) > 0}
        if not texts:
            return {}
        seen = [counts for run in said if (counts := self.found.get(run)) is not None]
        told = dict.fromkeys(texts, 0.0)
        for counts in seen:
            for key, times in counts.items():
                if key in told:
                    told[key] += _speaks(times - (key == own))
        return _shares({key: log(count) + CAUTION * (told[key] - len(seen) * log(count)) for key, count in texts.items()})


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
