"""Finding the sentences of a text that promise something, with the reasons for it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tracker.capture.rules.due.reading import folded
from tracker.capture.rules.line.facts import Sort as PartSort
from tracker.capture.rules.line.parts import RULES
from tracker.capture.rules.promises import english, german
from tracker.capture.rules.promises.facts import Cue, Sort, Weighed, words
from tracker.capture.rules.promises.kinds import KINDS, LINE_WEIGHT
from tracker.capture.rules.promises.wrapping import goes_on

CUES: dict[str, tuple[Cue, ...]] = {"de": german.GERMAN, "en": english.ENGLISH}
ENOUGH = 1.5
"""What the cues of a sentence must weigh together for it to promise something."""
LONGEST_SENTENCE = 600
OTHER_KIND = "other"
_IF = words(
    "wenn falls sobald sofern soweit vorausgesetzt solange nachdem if unless once as_soon_as as_long_as provided when"
)
_CONDITION = re.compile(rf"\b{_IF}\b[^,;.!?]*", re.IGNORECASE)
_CONDITION_OF_KIND = re.compile(rf"\b{_IF}\b[^,;.!?]*,?|^(?:sollten?|should) [^,;.!?]*,")
_ASIDES = {"de": re.compile(german.ASIDES), "en": re.compile(english.ASIDES)}
_CLAUSE_END = re.compile(r"[,;:]|\s(?:und|and|-)\s")
_SUBORDINATE = re.compile(
    r"(?:dass|ob|wann|wie|wo|was|warum|weil|wer|bis|that|whether|when|how|where|what|why|because|who|until|der|die|das)\b"
    r"(?!\s+(?:ich|wir|mach\w*)\b)"
)
"""How clauses begin that hang on another one; "das machen wir" is none."""
_CONTRAST = re.compile(r"\b(?:aber|jedoch|dafür|stattdessen|but|however|instead)\b")
_DOT_OF_NUMBER = re.compile(r"(\d)\.(?=\s|$)")
"""It ends no sentence: "am 8. Juni"."""
_SHORT = words(r"z b dr nr mr mrs ms st ca bzw ggf evtl inkl tel str e\.g i\.e no vs")
_END = re.compile(r"(?<=[^\s.!?])(?<!\b\d)(?<!\b\d\d)[.!?]++[\"”“')]*+(?=\s|$)|\n+|(?<![!?])[!?]++(?=\s|$)")
_ABBREVIATED = re.compile(rf"(?:^|\W){_SHORT}\.$")


def promises_in(text: str, language: str) -> list[Weighed]:
    """Return what is promised in a text, in its order: one promise a sentence at most."""
    return [each for each in weighed(text, language) if each.is_promise]


def weighed(text: str, language: str) -> Iterator[Weighed]:
    """Yield every sentence of a text with the cues in it."""
    for start, end in _sentences(text):
        in_one_line = re.sub(r"\s", " ", folded(text[start:end]))
        cues = _cues_in(_DOT_OF_NUMBER.sub(r"\1", in_one_line), language)
        score = sum(cue.weight for cue in _counted(cues))
        sorts = {cue.sort for cue in cues}
        is_promise = Sort.COMMITS in sorts and Sort.EXCLUDES not in sorts and score >= ENOUGH
        yield Weighed(start, end, text[start:end], cues, score, is_promise)


def _cues_in(sentence: str, language: str) -> tuple[Cue, ...]:
    """Return the cues of a sentence. What speaks against it is looked for where it commits somebody.

    That is not in a condition ("if it cannot be mended, we replace it"), nor in what is said to reassure ("no
    worries"), nor before a "but" behind which somebody is committed.
    """
    said = [cue for cue in CUES[language] if cue.sort is Sort.COMMITS and _pattern(cue.name).search(sentence)]
    if not said:
        return tuple(cue for cue in CUES[language] if _pattern(cue.name).search(sentence))
    main = _ASIDES[language].sub(" ", sentence)
    behind = _CONTRAST.split(main)[-1]
    if any(_pattern(cue.name).search(behind) for cue in said):
        main = behind
    clauses = _committing(main, said)
    return tuple(cue for cue in CUES[language] if _pattern(cue.name).search(_place(cue, sentence, main, clauses)))


def _place(cue: Cue, sentence: str, main: str, clauses: str) -> str:
    """Return the words in which a cue is looked for."""
    if cue.sort is not Sort.SPEAKS_AGAINST:
        return sentence
    return clauses if cue.is_local else main


def _committing(main: str, said: Sequence[Cue]) -> str:
    """Return the clauses that commit somebody by themselves; all of it where none does."""
    clauses = [each.strip() for each in _CLAUSE_END.split(main)]
    chosen = [
        each
        for each in clauses
        if not _SUBORDINATE.match(each) and any(_pattern(cue.name).search(each) for cue in said)
    ]
    return ", ".join(chosen) or main


def condition_in(sentence: str) -> str:
    """Return the words of a sentence that say on which condition it holds, empty where there are none."""
    found = _CONDITION.search(sentence)
    return found[0].strip(" ,;") if found else ""


def kind_of(sentence: str) -> str:
    """Return the key of the kind that the heaviest words name, the first of several; a condition names none."""
    whole = folded(sentence)
    main = _CONDITION_OF_KIND.sub(lambda words: " " * len(words[0]), whole)
    return _kind_in(main) or _kind_in(whole) or OTHER_KIND


def _kind_in(text: str) -> str | None:
    found = [(-weight, match.start(), kind) for kind, weight, pattern in _kinds() if (match := pattern.search(text))]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end, without the blanks around them; very long ones are cut."""
    lowered, start = folded(text), 0
    for at, end in [*(match.span() for match in _END.finditer(lowered)), (len(text), len(text))]:
        if end < len(text) and _ABBREVIATED.search(lowered, max(start, end - 8), end):
            continue
        is_short = at - start < LONGEST_SENTENCE
        if is_short and text.startswith("\n", at) and goes_on(text, start, (at, end)):
            continue
        inner = text[start:end].strip()
        first = start + text[start:end].find(inner)
        for cut in range(first, first + len(inner), LONGEST_SENTENCE):
            yield cut, min(cut + LONGEST_SENTENCE, first + len(inner))
        start = end


def _counted(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues that are added up."""
    commits = sorted((cue for cue in cues if cue.sort is Sort.COMMITS), key=lambda cue: -cue.weight)
    return [*commits[:1], *(cue for cue in cues if cue.sort is Sort.SPEAKS_AGAINST)]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(next(cue.pattern for cues in CUES.values() for cue in cues if cue.name == name))


@cache
def _kinds() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """Return the words of a quick line, then those of sentences: of two at one place the line's count."""
    lines = ((rule.value, LINE_WEIGHT, rule.pattern) for rule in RULES if rule.sort is PartSort.KIND and rule.value)
    every = (*lines, *((each.kind, each.weight, each.pattern) for each in KINDS))
    return tuple((kind, weight, re.compile(pattern)) for kind, weight, pattern in every)
