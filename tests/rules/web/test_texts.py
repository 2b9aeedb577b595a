"""What people type or paste is cleaned before it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tracker.web.texts import clean_line, clean_text, fill


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


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("Gespeichert bis %(day)s.", "Di 1.12.", "Gespeichert bis Di 1.12."),
        ("Gespeichert bis %(day)s.", "heute 14:00", "Gespeichert bis heute 14:00."),
        ("Bis %(day)s. Danach nicht.", "1.12.", "Bis 1.12. Danach nicht."),
        ("Bis %(day)s, dann.", "1.12.", "Bis 1.12., dann."),
        ("%(day)s...", "1.12.", "1.12...."),
        ("Bis %(day)s.", Markup("<time>1.12.</time>"), "Bis <time>1.12.</time>"),
        ("Bis %(day)s.", None, "Bis None."),
        ("100 %% am %(day)s.", "1.12.", "100 % am 1.12."),
    ],
)
def test_a_text_that_ends_with_a_date_has_one_period(text: str, value: object, said: str) -> None:
    assert fill(text, {"day": value}) == said


def test_what_a_marked_text_is_filled_with_is_escaped() -> None:
    assert fill(Markup("For %(name)s."), {"name": "<b>e. V."}) == Markup("For &lt;b&gt;e. V.")
