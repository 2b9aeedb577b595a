"""What fonts have is shown on paper; for what they lack one mark stands, and nothing else is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.portal.letters import STANDS_FOR_OTHERS, shown

LATIN = range(0x20, 0x250)
KNOWN = frozenset([*LATIN, ord("👍"), ord("👩"), ord("💻"), ord("🇩"), ord("🇪"), ord(STANDS_FOR_OTHERS)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wir rufen zurück.", "Wir rufen zurück."),
        ("Cafe\u0301", "Café"),
        ("Danke 👍🏽!", "Danke 👍!"),
        ("👩\u200d💻", "👩💻"),
        ("🇩🇪", "🇩🇪"),
        ("1\ufe0f\u20e3", "1"),
        ("An 王小明 senden", f"An {STANDS_FOR_OTHERS} senden"),
        ("你好 世界", f"{STANDS_FOR_OTHERS} {STANDS_FOR_OTHERS}"),
        ("a\x07b\u2066c\nd", "abc\nd"),
        ("\ufdd0 nothing", " nothing"),
    ],
)
def test_a_text_as_paper_shows_it(text: str, said: str):
    assert shown(text, KNOWN) == said


@given(st.text())
def test_nothing_is_shown_that_no_font_has(text: str):
    assert all(ord(letter) in KNOWN or letter.isspace() for letter in shown(text, KNOWN))


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc", "Cf"])))
def test_what_fonts_have_stays_as_it_was_typed(text: str):
    assert shown(text, KNOWN) == text
