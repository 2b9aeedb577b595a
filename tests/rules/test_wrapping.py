"""Text is broken into lines that fit, and nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.portal.wrapping import wrapped


def measure(letter: str) -> float:
    return {"i": 1.0, "w": 3.0}.get(letter, 2.0)


def width_of(line: str) -> float:
    return sum(map(measure, line))


def test_lines_are_broken_at_spaces():
    assert wrapped("one two three", 16.0, measure) == ["one two", "three"]


def test_a_line_break_stays_and_so_does_an_empty_line():
    assert wrapped("one\n\ntwo", 100.0, measure) == ["one", "", "two"]


def test_a_word_that_is_too_long_is_broken_anywhere():
    assert wrapped("a wwwww", 7.0, measure) == ["a", "ww", "ww", "w"]


@given(text=st.text(alphabet="iwo \n", max_size=80), width=st.floats(3.0, 40.0))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: float):
    lines = wrapped(text, width, measure)

    assert all(width_of(line) <= width + 1e-9 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
