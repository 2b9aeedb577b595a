"""Telling from words which situation a request is about."""

import pytest

from tracker.precedents.rules.recognising import another, suggested
from tracker.precedents.rules.wording import Vocabulary, runs

COUPON = ("Gutschein abgelaufen", "expired coupon", "Rabattcode nicht mehr gültig", "voucher no longer valid")
RETURN = ("verspätete Rückgabe", "late return", "nach der Frist zurückschicken", "send back after the deadline")
UPGRADE = ("besseres Zimmer zum selben Preis", "free upgrade", "erste Klasse ohne Aufpreis", "a better room")
KEYS = ("coupon", "return", "upgrade")


@pytest.fixture
def vocabulary() -> Vocabulary:
    learned = Vocabulary()
    for key, texts in zip(KEYS, (COUPON, RETURN, UPGRADE), strict=True):
        for text in texts:
            learned.learn(key, runs(text))
    return learned


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Der Gutscheincode ist seit letzter Woche abgelaufen", "coupon"),
        ("my cupon has expired", "coupon"),
        ("möchte die Jacke noch zurückschiken", "return"),
        ("could we have a better room?", "upgrade"),
    ],
)
def test_words_of_both_languages_tell_the_situation_even_with_typing_errors(
    vocabulary: Vocabulary, said: str, key: str
) -> None:
    assert suggested(vocabulary, said, KEYS)[0].key == key


def test_a_suggestion_names_the_words_that_spoke_for_it(vocabulary: Vocabulary) -> None:
    [first, *_] = suggested(vocabulary, "Hallo, mein Gutschein ist leider abgelaufen!", KEYS)

    assert set(first.words) == {"Gutschein", "abgelaufen"}


def test_nothing_is_suggested_by_words_that_nobody_used(vocabulary: Vocabulary) -> None:
    assert suggested(vocabulary, "xylophon", KEYS) == []
    assert suggested(vocabulary, "", KEYS) == []
    assert suggested(Vocabulary(), "Gutschein", KEYS) == []


def test_another_situation_is_asked_for_only_where_the_words_are_clear(vocabulary: Vocabulary) -> None:
    clear = "Gutschein abgelaufen, der Rabattcode ist nicht mehr gültig"

    assert another(vocabulary, clear, KEYS, "return") == "coupon"
    assert another(vocabulary, clear, KEYS, "coupon") is None
    assert another(vocabulary, "zurück", KEYS, "coupon") is None
    assert another(vocabulary, "xylophon", KEYS, "coupon") is None
