"""What is looked for when somebody types, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.customers.rules.contacts import contact_in
from tracker.customers.rules.searching import SHORTEST_PART, Sought, search_text, sought

SOMMER = search_text(
    ("Bäckerei Weiß GmbH", "K-10001"), (contact_in("+49 (0)30 123456"), contact_in("Info@Weiss.de")), ("vip",)
)


def finds(typed: str, text: str = SOMMER) -> bool:
    """Whether the words, or the number, are in the text."""
    return any(all(word in text for word in part) for part in sought(typed).parts)


@pytest.mark.parametrize(
    "typed",
    [
        "BACKEREI",
        "weiss",
        "Weiß",
        "weiß bäck",
        "10001",
        "k-10001",
        "030 123456",
        "030/12 34 56",
        "+49 30 123",
        "0049 30 1234",
        "(030) 1234",
        "49 30 123456",
        "23456",
        "info@weiss",
        "vip",
    ],
)
def test_parts_of_name_reference_phone_and_mail_are_found(typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Löwenzahn", "Loewenzahn"),
        ("Löwenzahn", "LOEWENZ"),
        ("Loewenzahn", "Löwenzahn"),
        ("Käthe Bauer", "Kaethe Bauer"),
        ("Kaethe Bauer", "käthe bauer"),
        ("Özdemir", "Oezdemir"),
        ("Uebersee Müller", "Übersee Mueller"),
        ("Bauer", "Bauer"),
    ],
)
def test_umlauts_are_found_however_they_are_written(stored: str, typed: str) -> None:
    assert finds(typed, search_text((stored,), (), ()))


def test_a_text_full_of_them_stays_a_small_question() -> None:
    assert len(sought("Oeaeue " * 20).parts) <= 8


@pytest.mark.parametrize("typed", ["winter", "weiss winter", "030 999", "+43 1 123456", "info@winter"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not finds(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\n", "\x00"])
def test_nothing_typed_is_nothing_looked_for(typed: str) -> None:
    assert not sought(typed)


@pytest.mark.parametrize("typed", ["w", "we", "ä", "--", "...", "@@@@"])
def test_little_is_only_looked_for_at_the_beginning(typed: str) -> None:
    assert sought(typed) == Sought(start=sought(typed).start)
    assert sought(typed).start


def test_short_words_beside_long_ones_count_too() -> None:
    assert sought("sommer ag").parts == (("sommer", "ag"),)


@given(st.text())
def test_every_group_has_a_word_that_the_index_knows(typed: str) -> None:
    assert all(max(map(len, part)) >= SHORTEST_PART for part in sought(typed).parts)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5), st.data())
def test_whatever_is_stored_is_found_by_a_part_of_it(lines: list[str], data: st.DataObject) -> None:
    stored = search_text(lines, (), ())
    words = [word for word in stored.split() if len(word) >= SHORTEST_PART and any(map(str.isalpha, word))]
    if words:
        word = data.draw(st.sampled_from(words))

        assert finds(word, stored) or not word.isprintable()
