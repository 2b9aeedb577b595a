"""Customers whom the words of a line name."""

import re
from collections.abc import Sequence

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import Session

from tracker.customers.queries import suggest
from tracker.customers.queries.conditions import LAST_SIGN
from tracker.customers.queries.visible import is_listed
from tracker.customers.records import Customer
from tracker.customers.rules.names import COMPANY_FORMS
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer

MOST_WORDS = 6
MOST_PLACES = 8
SHORTEST_WORD = 3
PUNCTUATION = " .,;:!?()"
_NAME_WORD = re.compile(r"[^\W_]+|&")

Found = tuple[Sequence[Customer], int]
"""Who may be meant, and how many words say so."""
NOBODY: Found = ((), 0)


def named_from(session: Session, viewer: Viewer, words: Sequence[str]) -> Found:
    """Return whom the first of these words name; each further word must be a whole one of their names."""
    if not words or not fold(words[0].strip(PUNCTUATION)):
        return NOBODY
    found, used = suggest(session, viewer, words[0].strip(PUNCTUATION)), 1
    for count in range(2, min(len(words), MOST_WORDS) + 1 if found else 0):
        typed = " ".join(words[:count]).strip(PUNCTUATION)
        narrower = [each for each in suggest(session, viewer, typed) if _is_word_of(words[count - 1], each.name)]
        if not narrower:
            break
        found, used = narrower, count
    return found, used


def named_among(session: Session, viewer: Viewer, words: Sequence[str]) -> tuple[Found, int]:
    """Return whom any of these words names as a whole word of a name, and at which word that begins.

    Words with which names begin go first, and of these the one that says most.
    """
    told = [at for at, word in enumerate(words) if _is_telling(word)][:MOST_PLACES]
    beginnings = _first_words(session, viewer, [fold(words[at].strip(PUNCTUATION)) for at in told])
    begun = [at for at in told if fold(words[at].strip(PUNCTUATION)) in beginnings]
    places = begun or [at for at in told if words[at][:1].isupper()] or told
    tried = [(_whole(named_from(session, viewer, words[at:]), words[at]), at) for at in places[:SHORTEST_WORD]]
    return max(tried, key=lambda each: (each[0][1], -each[1]), default=(NOBODY, 0))


def _whole(found: Found, word: str) -> Found:
    """Leave out those of whose name the first word is only a piece."""
    whole = [each for each in found[0] if _is_word_of(word, each.name)]
    return (whole, found[1]) if whole else NOBODY


def _is_telling(word: str) -> bool:
    bare = fold(word.strip(PUNCTUATION))
    return len(bare) >= SHORTEST_WORD and bare not in COMPANY_FORMS and any(map(str.isalpha, bare))


def _is_word_of(word: str, name: str) -> bool:
    said = _NAME_WORD.findall(fold(word))
    return bool(said) and set(said) <= set(_NAME_WORD.findall(fold(name)))


def _first_words(session: Session, viewer: Viewer, words: Sequence[str]) -> set[str]:
    """Return which of these words are the first of some customer's name."""
    if not words:
        return set()
    asked = union_all(*(_beginning(word, viewer) for word in dict.fromkeys(words)))
    keys = session.scalars(asked).all()
    return {word for word in words if any(key == word or key.startswith(f"{word} ") for key in keys)}


def _beginning(word: str, viewer: Viewer) -> Select[str]:
    key = Customer.sort_key
    begins = or_(key == word, (key >= f"{word} ") & (key < f"{word} {LAST_SIGN}"))
    one = select(key).where(begins, *is_listed(viewer)).order_by(key).limit(1).subquery()
    return select(one.c.sort_key)
