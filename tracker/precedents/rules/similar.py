"""Cases like one that is described: by words, by what is known of it, or both."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isnan, log

from tracker.precedents.rules.likeness import Strengths, difference
from tracker.precedents.rules.wording import runs

LEAST_LIKENESS = 0.3
"""Texts that share less with the words are about something else."""
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A decided case: what was said about it, and how strong it is in every dimension; without any it was not asked."""

    id: int
    said: str
    strengths: Strengths = ()


def most_alike(candidates: Sequence[Candidate], words: str, strengths: Strengths | None) -> list[int]:
    """Return the numbers of the cases most like the one described, the most like it first, of equals the first."""
    scores = [1.0] * len(candidates)
    unknown = [0] * len(candidates)
    if words.strip():
        scores = [each if each >= LEAST_LIKENESS else 0.0 for each in _by_words(candidates, runs(words))]
    if strengths is not None:
        scores = [score * _nearness(strengths, each.strengths) for score, each in zip(scores, candidates, strict=True)]
        unknown = [_unknown(strengths, each.strengths) for each in candidates]
    found = sorted(range(len(candidates)), key=lambda place: (unknown[place], -scores[place]))
    return [candidates[place].id for place in found if scores[place] > 0][:MOST_FOUND]


def _by_words(candidates: Sequence[Candidate], wanted: Collection[str]) -> list[float]:
    """Return the share of what was asked for that each text has; what few texts have counts more.

    A run counts by its inverse document frequency among the candidates: Spärck Jones, Journal of Documentation 28
    (1972), page 11.
    """
    said = [runs(each.said) for each in candidates]
    known = Counter(run for each in said for run in each & frozenset(wanted))
    weights = {run: log((len(said) + 1) / (known[run] + 0.5)) for run in wanted}
    whole = sum(weights.values())
    return [sum(weights[run] for run in wanted if run in each) / whole for each in said]


def _unknown(wanted: Strengths, known: Strengths) -> int:
    """Return how many of the facts that are looked for are not known of a case: what is not known is not alike."""
    return sum(not isnan(asked) and isnan(given) for asked, given in zip(wanted, known, strict=True))


def _nearness(one: Strengths, other: Strengths) -> float:
    """Return 1 for a case that differs in nothing, less for every tolerance that lies between."""
    return 1 / (1 + difference(one, other).apart)
