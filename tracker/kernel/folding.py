"""Search keys: what two spellings of the same words have in common."""

import unicodedata
from itertools import filterfalse


def fold(words: str) -> str:
    """Return the search key of a text: case folded, accents stripped, white space single.

    MULLER finds Müller and WEISS finds Weiß. The same key is stored and asked for on both databases.
    Folding a key again changes nothing: signs like ℡ come apart into capitals, so case is folded twice.
    """
    if words.isascii():  # nothing to take apart, and most of what is folded
        return " ".join(words.lower().split())
    decomposed = unicodedata.normalize("NFKD", words.casefold()).casefold()
    return " ".join("".join(filterfalse(unicodedata.combining, decomposed)).split())
