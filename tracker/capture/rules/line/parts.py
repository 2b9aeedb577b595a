"""Finding the parts of a quick line: by signs first, then by the words of every language."""

import re
from collections.abc import Iterable
from functools import cache

from tracker.capture.rules.due.reading import folded
from tracker.capture.rules.line import english, german
from tracker.capture.rules.line.facts import Part, Rule, Sort
from tracker.capture.rules.line.signs import SIGNS

LONGEST_LINE = 300
RULES: tuple[Rule, ...] = (*SIGNS, *german.GERMAN, *english.ENGLISH)
MAY_REPEAT = frozenset({Sort.LITERAL})
SMALL_WORDS = german.SMALL_WORDS | english.SMALL_WORDS
_WORD = re.compile(r"\S+")


def parts_of(line: str) -> tuple[Part, ...]:
    """Return the parts of a line in their order, each sort once; open ones reach to where something else begins."""
    found: list[Part] = []
    for rule in RULES:
        for match in _pattern(rule.name).finditer(folded(line)):
            part = _part(rule, match, line)
            if _has_room(part, found):
                found.append(part)
    return tuple(sorted(_once(found), key=lambda part: part.start))


def words_from(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the words of a stretch begin and end."""
    return [(found.start(), found.end()) for found in _WORD.finditer(line, start, end)]


def without(line: str, taken: Iterable[tuple[int, int]]) -> str:
    """Return a line with blanks where something else stands."""
    letters = list(line)
    for start, end in taken:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(next(rule.pattern for rule in RULES if rule.name == name))


def _part(rule: Rule, match: re.Match[str], line: str) -> Part:
    said = next((group for group, text in match.groupdict().items() if text is not None), 0)
    value = rule.value or line[slice(*match.span(said))].strip(" .,;")
    return Part(rule.sort, match.start(), match.end(), value, match.end(), rule.name, rule.is_open)


def _has_room(part: Part, found: list[Part]) -> bool:
    return not any(part.covers(other) for other in found)


def _once(found: list[Part]) -> list[Part]:
    """Return one part of each sort: what a sign says before what a word says, and then the first."""
    kept: dict[Sort, Part] = {}
    for part in sorted(found, key=lambda each: (not each.rule.startswith("sign."), each.start)):
        kept.setdefault(part.sort, part)
    return [*kept.values(), *(part for part in found if part.sort in MAY_REPEAT and part is not kept[part.sort])]
