"""What is found of the promises in labelled sentences, and how long it takes."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks import report
from benchmarks.report import Figure, median, percentile, timed
from config import ROOT
from tracker.capture.rules.promises.finding import CUES, kind_of, promises_in

SENTENCES = ROOT / "tests" / "rules" / "capture" / "sentences"
"""`promises.de.jsonl` and `promises.en.jsonl`, one JSON object a line, by somebody who did not write the cues."""
LEAST = {"en": 0.85, "de": 0.80}
LEAST_LOWER = 0.60
LIMIT_MS, RUNS = 1.0, 3
PLACE = "promises"
LOWER = "lower"
OUR_KINDS = {"special_condition": "condition"}
"""Kinds that the labels call otherwise than the tracker does."""


class Half(StrEnum):
    """The first half of the lines is looked at while cues are written; the second is only measured."""

    DEVELOPMENT = "development"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; `kind` is empty for what promises nothing, `is_lower` for unpunctuated small letters."""

    text: str
    language: str
    is_promise: bool
    kind: str
    is_lower: bool

    @property
    def is_found(self) -> bool:
        """Whether it is taken for a promise."""
        return bool(promises_in(self.text, self.language))


@dataclass(frozen=True, slots=True)
class Score:
    """How many promises were found, how many that are none, and how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def measure() -> list[Figure]:
    """Return F1 by language, half and manner of writing, and speed."""
    figures = []
    for language in sorted(CUES):
        for half in Half:
            every = list(sentences(language, half))
            figures.append(_accuracy(every, f"{language}: F1, {half} half", LEAST[language]))
            lower = [each for each in every if each.is_lower]
            figures.append(_accuracy(lower, f"{language}: F1, {half}, lower case", LEAST_LOWER))
    return [*figures, _speed()]


def sentences(language: str, half: Half) -> Iterator[Sentence]:
    """Yield the labelled sentences of a half."""
    lines = (SENTENCES / f"promises.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    middle = len(lines) // 2
    for each in map(json.loads, lines[:middle] if half is Half.DEVELOPMENT else lines[middle:]):
        kind = OUR_KINDS.get(each["kind"], each["kind"] or "")
        yield Sentence(each["text"], language, each["promise"], kind, each["register"] == LOWER)


def score(every: Sequence[Sentence]) -> Score:
    """Return what is found of these sentences."""
    found = [each.is_found for each in every]
    pairs = Counter((each.is_promise, is_found) for each, is_found in zip(every, found, strict=True))
    return Score(right=pairs[True, True], wrong=pairs[False, True], missed=pairs[True, False])


def _accuracy(every: Sequence[Sentence], what: str, least: float) -> Figure:
    scored = score(every)
    how = f"{scored.wrong} wrong, {scored.missed} missed; found {_by_kind(every)}"
    figure = Figure(database=PLACE, what=what, value=scored.f1, unit="", limit=least, how=how, is_floor=True)
    return report.show(figure)


def _by_kind(every: Sequence[Sentence]) -> str:
    """Return how many promises of each kind are found, and of how many of these the kind is the labelled one."""
    promises = [each for each in every if each.is_promise]
    found = [each for each in promises if each.is_found]
    of_kind, found_of_kind = Counter(each.kind for each in promises), Counter(each.kind for each in found)
    known = sum(kind_of(each.text) == each.kind for each in found)
    shown = ", ".join(f"{kind} {found_of_kind[kind]}/{count}" for kind, count in sorted(of_kind.items()))
    return f"{shown}; kind right {known}/{len(found)}"


def _speed() -> Figure:
    """Return how long a sentence takes, all patterns made: the best of some runs."""
    every = [each for language in CUES for half in Half for each in sentences(language, half)]
    times = [min(timed(promises_in, each.text, each.language) for _ in range(RUNS)) for each in every]
    how = f"median {median(times):.2f} ms, slowest {max(times):.2f} ms"
    found = Figure(
        database=PLACE, what="a sentence, p95", value=percentile(times, 0.95), unit="ms", limit=LIMIT_MS, how=how
    )
    return report.show(found)


def show_mistakes() -> None:
    """Print every sentence of the development half that is judged wrongly; the other half is nobody's to look at."""
    for language in sorted(CUES):
        for each in sentences(language, Half.DEVELOPMENT):
            if each.is_found != each.is_promise:
                print(f"{language} {'missed' if each.is_promise else 'wrong '} {each.kind:<10} {each.text}")


if __name__ == "__main__":
    show_mistakes()
