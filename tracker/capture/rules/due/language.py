"""How a language writes its rules down: a vocabulary, and patterns in which its words stand in capitals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from tracker.capture.rules.due.facts import NOTHING, Facts
from tracker.capture.rules.due.needs import DIGIT, LETTERS, needs

_WORD_IN_CAPITALS = re.compile(r"[A-Z]{3,}")
_SPACE = re.compile(r" (?![?*])")
_NUMERIC = {
    "DAY": r"(?P<day>0?[1-9]|[12]\d|3[01])",
    "ONE": r"(?<!\d[.:])(?P<one>0?[1-9]|[12]\d|3[01])",
    "TWO": r"(?P<two>0?[1-9]|[12]\d|3[01])",
    "YEAR": r"(?P<year>(?:19|20)\d\d)",
    "ANNO": r"(?P<year>(?:19|20)\d\d|(?<!\s)\d\d)(?![:.]?\d|\s?uhr|\s?h\b|\s?-\s?\d\d?\s?(?:uhr|h)\b)",
    "HOUR": r"(?P<hour>[01]?\d|2[0-4])",
    "MINUTE": r"(?P<minute>[0-5]\d)",
    "SECOND": r"(?P<second>[0-5]\d)",
    "BARE": r"(?<!\d[,:])(?P<bare>[0-2]?\d|3[01])",
    "WEEK": r"(?P<number>[0-5]?\d)",
    "MONTHNO": r"(?P<monthno>1[0-2]|0?[1-9])",
}
_DIGITS = {"COUNT": r"\d{1,3}", "HOURNUM": r"1?\d|2[0-4]", "MINUTEWORD": r"[0-5]?\d"}
"""Word lists that hold digits, too."""
MASKS = (
    r"#\s?\w+",
    r"\b(?:version|release|v|section|chapter|page|abschnitt|kapitel|seite|§)\.? ?\d[\d.]*",
    r"(?<!um )(?<!tag )(?<!morgen )(?<!heute )\bpunkt \d[\d.]*(?! ?uhr)",
    r"\b24/7\b",
    r"[$€£]\s?\d[\d.,]*",
    r"(?<!\d)(?<!\d[.,])\d[\d.,]*+\s?(?:€|\$|£|euro?\b|usd\b|gbp\b|chf\b|dollars?\b|pounds?\b|%|prozent\b|percent\b|kg\b|stück\b)",
    r"\b(?:eur|usd|gbp|chf)\s?\d[\d.,]*",
    r"\b(?:tel|telefon|phone|fax|mobil)\.?:?\s?[+(]?\d[\d /().-]{4,}\d",
    r"\+\d[\d\s/()-]{6,}\d",
    r"\b0\d{2,5}[ /-]\d{5,}",
    r"\b\d{3}-\d{2,4}-\d{4}\b",
    r"\b(?:19|20)\d\d-(?:1[3-9]|[2-9]\d)-\d\d?\b|\b(?:19|20)\d\d-\d\d?-(?:3[2-9]|[4-9]\d)\b",
    r"\b\d{5,7}\b|\b\d{9,}\b",
)
"""What no language reads as a moment."""
_MONTHS = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\b"
NO_DATE = rf"(?!\d\d?(?:\.\d|\.?\s?{_MONTHS}|(?:st|nd|rd|th)\b|(?::\d\d)?(?:[ap]|\s?p|\s?a\.)\.?m\b))"
"""Stands before a number that is neither the day of a date nor an hour."""


@dataclass(frozen=True)
class Rule:
    """One way to say something about a moment.

    Words in capitals stand for a word list of the language (`WEEKDAY`) or for a number (`HOUR`); the
    reading of what they match, and `facts`, are what the rule says. `example` must be read by the rule.
    """

    name: str
    pattern: str
    example: str
    facts: Facts = NOTHING


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Words about a day on which nothing is due: on which something was written, or will not be done.

    Nothing is read of the example.
    """

    pattern: str
    example: str


Candidate = tuple[int, Rule, re.Pattern[str]]
"""A rule with its rank and its pattern."""


@dataclass(frozen=True)
class Language:
    """Everything that the grammar must know about a language.

    `masks` are what it does not read; `spoken_of` are days that are only spoken of, which no language reads.
    """

    code: str
    words: Mapping[str, Mapping[str, Any]]
    rules: tuple[Rule, ...]
    filler: str
    masks: tuple[str, ...]
    spoken_of: tuple[SpokenOf, ...]
    about: str
    literal_hours: bool
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _compiled: dict[int, Candidate] = field(default_factory=dict, repr=False, compare=False)

    def candidates(self, text: str) -> list[Candidate]:
        """Return the rules that a text may match, with ranks and patterns: some forty a line, so without detours."""
        present, needs, made = self._present(text), self._needs, self._compiled
        ranks = {rank for word in (*present, "") for rank, needed in needs.get(word, ()) if needed <= present}
        return [made.get(rank) or self._candidate(rank) for rank in ranks]

    def pattern(self, rule: Rule) -> re.Pattern[str]:
        """Return the pattern of a rule, made when it is first needed."""
        if rule.name not in self._patterns:
            self._patterns[rule.name] = re.compile(rf"(?<!\w)(?:{self.expanded(rule.pattern)})(?!\w)")
        return self._patterns[rule.name]

    def _candidate(self, rank: int) -> Candidate:
        self._compiled[rank] = made = (rank, self.rules[rank], self.pattern(self.rules[rank]))
        return made

    def _present(self, text: str) -> set[str]:
        """Return the words of a text, the names of the lists that hold their beginnings, and whether digits occur."""
        present = set(LETTERS.findall(text))
        if any(map(str.isdigit, text)):
            present |= {DIGIT, *_DIGITS}
        for word in tuple(present):
            present.update(self._lists.get(word, ()))
        return present

    @cached_property
    def _needs(self) -> dict[str, list[tuple[int, frozenset[str]]]]:
        """The ranks of the rules by the longest word that each cannot do without, with all of these words."""
        by_word: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for rank, rule in enumerate(self.rules):
            for needed in needs(rule.pattern, frozenset(_NUMERIC)):
                by_word.setdefault(max(sorted(needed), key=len, default=""), []).append((rank, needed))
        return by_word

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        """The names of the word lists, by the first word of each entry; DIGIT for an entry without letters."""
        named: dict[str, set[str]] = {}
        for name, entries in self.words.items():
            for entry in entries:
                first = LETTERS.search(entry)
                named.setdefault(first[0] if first else DIGIT, set()).add(name)
        return named

    @cached_property
    def gap(self) -> re.Pattern[str]:
        """What may stand between two pieces that belong together."""
        return re.compile(rf"[\s,;()/.:-]*(?:(?<!\w)(?:{self.filler})(?!\w)[\s,;()/.:-]*)*")

    @cached_property
    def slashed(self) -> frozenset[str]:
        """The names of the rules in which day and month may stand either way round."""
        return frozenset(rule.name for rule in self.rules if "ONE" in rule.pattern and "." not in rule.pattern)

    @cached_property
    def roughly(self) -> re.Pattern[str]:
        """A word that makes a moment a rough one, at the end of what stands before it or within."""
        return re.compile(rf"(?<!\w)(?:{self.about})(?!\w)")

    @cached_property
    def masked(self) -> re.Pattern[str]:
        """What looks like a moment and is none: numbers of invoices, money, telephones, greetings."""
        return re.compile("|".join(self.masks))

    def expanded(self, pattern: str) -> str:
        """Return a pattern with its words in capitals written out."""
        spelled = _WORD_IN_CAPITALS.sub(lambda word: self._group(word[0]), pattern)
        return _SPACE.sub(r"\\s+", spelled).replace(" ", r"\s")

    def _group(self, name: str) -> str:
        if name in _NUMERIC:
            return _NUMERIC[name]
        known = sorted(self.words[name], key=len, reverse=True)
        spelled = "|".join(re.escape(word).replace("\\ ", " ") for word in known)
        if name in _DIGITS:
            spelled = f"{_DIGITS[name]}|{spelled}"
        return f"(?P<{name.lower()}>{spelled})"

    def read(self, rule: Rule, match: re.Match[str], *, month_first: bool) -> Facts | None:
        """Return what a match says; None when it says nothing possible, as the 13th month."""
        from_words: dict[str, Any] = {}
        for name, text in match.groupdict().items():
            if text is not None:
                from_words |= self._said(name, text, month_first=month_first)
        if (from_words.get("month") or 1) > MONTHS and "." not in match[0]:
            from_words["day"], from_words["month"] = from_words["month"], from_words.get("day", MONTHS + 1)
        if (from_words.get("month") or 1) > MONTHS:
            return None
        return Facts(**{**_named(rule.facts), **from_words})

    def _said(self, name: str, text: str, *, month_first: bool) -> dict[str, Any]:
        if name in {"one", "two"}:
            is_month = (name == "one") == month_first
            return {"month" if is_month else "day": int(text)}
        if name == "year":
            return {"year": _year(text)}
        word = self.words.get(name.upper())
        if word is None:
            return {_FACT.get(name, name): float(text.replace(",", ".")) if name == "length" else int(text)}
        value = int(text) if text.isdigit() and text not in word else word[" ".join(text.split())]
        return dict(value) if isinstance(value, Mapping) else {_FACT.get(name, name): value}


MONTHS = 12
_FACT = {
    "monthno": "month",
    "dayword": "day",
    "count": "length",
    "half": "length",
    "few": "span",
    "hourword": "hour",
    "hournum": "hour",
    "minuteword": "minute",
}


@cache
def _named(facts: Facts) -> dict[str, Any]:
    return {name: value for name in Facts.__slots__ if (value := getattr(facts, name)) is not None}


def _year(text: str) -> int:
    number = int(text)
    return number if number > 99 else 2000 + number  # noqa: PLR2004 - two digits
