"""What people type or paste is cleaned before it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.texts import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Call   back \t soon ", "Call back soon"),
        ("Mu\u0308ller", "Müller"),
        ("one\r\ntwo", "one two"),
        ("bell\x07 and null\x00", "bell and null"),
        ("turned \u202eround", "turned round"),
        (None, ""),
    ],
)
def test_a_line_is_one_line_of_visible_letters(typed: str | None, kept: str) -> None:
    assert clean_line(typed) == kept


def test_a_text_keeps_its_lines_and_one_empty_line_between_them() -> None:
    assert clean_text("Dear  all,\r\n\r\n\r\n\r\nas said. \u2028Bye") == "Dear all,\n\nas said.\nBye"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean_text(clean_text(typed)) == clean_text(typed)
    assert clean_line(clean_line(typed)) == clean_line(typed)
