"""The tables of rules: each is read by its own example, and none is passed over that could match."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.capture.rules.due.grammar import LANGUAGES, Asked, read
from tracker.capture.rules.due.reading import folded, masked

RULES = [(language, rule) for language in LANGUAGES.values() for rule in language.rules]


@pytest.mark.parametrize(("language", "rule"), RULES, ids=[rule.name for _, rule in RULES])
def test_a_rule_reads_its_example(language, rule):
    found = language.pattern(rule).search(masked(rule.example, language))

    assert found is not None
    assert language.read(rule, found, month_first=False) is not None


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_no_rule_is_passed_over_that_matches(language):
    for text in (folded(rule.example) for rule in language.rules):
        candidates = {each.name for _, each, _ in language.candidates(text)}

        matching = {each.name for each in language.rules if language.pattern(each).search(text)}

        assert matching <= candidates


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_names_of_rules_are_unique_and_tell_the_language(language):
    names = [rule.name for rule in language.rules]

    assert len(set(names)) == len(names)
    assert all(name.startswith(f"{language.code}.") for name in names)


@pytest.mark.parametrize(
    "spoken", [each for language in LANGUAGES.values() for each in language.spoken_of], ids=lambda each: each.example
)
def test_nothing_is_read_of_a_day_that_is_only_spoken_of(spoken):
    for language in LANGUAGES:
        asked = Asked(language, datetime(2026, 3, 2, 9, 30), ZoneInfo("Europe/Berlin"))  # noqa: DTZ001 - a wall clock

        assert read(spoken.example, asked).due is None
