"""Which letters of a text paper can show. Pure: what the fonts hold is an argument."""

import re
import unicodedata
from collections.abc import Container

STANDS_FOR_OTHERS = "\N{REPLACEMENT CHARACTER}"
"""Stands where there are letters that no font has, one for all that come together."""

UNSEEN = re.compile("[\u200d\u20e3\ufdd0-\ufdef\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f]")
"""Says how the letter before it looks or that it joins the next one, or is no character at all."""

INVISIBLE = {"Cc", "Cf"}


def shown(text: str, known: Container[int]) -> str:
    """Return a text as paper shows it: letters and accents in one piece each, so that fonts have them."""
    composed = unicodedata.normalize("NFC", UNSEEN.sub("", text))
    return re.sub(f"{STANDS_FOR_OTHERS}+", STANDS_FOR_OTHERS, "".join(_shown(letter, known) for letter in composed))


def _shown(letter: str, known: Container[int]) -> str:
    if letter.isspace() or ord(letter) in known:
        return letter
    return "" if unicodedata.category(letter) in INVISIBLE else STANDS_FOR_OTHERS
