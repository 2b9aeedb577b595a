"""Which passwords are accepted: long ones that nobody guesses. There are no rules of composition."""

import re
import string
from collections.abc import Collection, Iterable

from tracker.kernel.errors import Invalid
from tracker.kernel.folding import fold
from tracker.kernel.words import N_

SHORTEST = 8
LONGEST = 128
SHORTEST_CONTEXT_WORD = 4
DECORATION = string.digits + string.punctuation + string.whitespace
NOT_LETTERS = re.compile(r"[\W\d_]+")


def check_password(password: str, context: Iterable[str], common: Collection[str], field: str = "password") -> None:
    """Refuse a password that is too short, too long, common, or made of what everybody here knows.

    `context` are texts around the account (organisation, name, mail address), `common` folded passwords.
    Raises Invalid with the reason.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(N_("Between %(least)d and %(most)d characters."), field=field, least=SHORTEST, most=LONGEST)
    if is_common(password, common):
        raise Invalid(N_("This password is on the lists that attackers try first."), field=field)
    if is_made_of(password, context):
        raise Invalid(N_("This password is easy to guess from the name, the address or the organisation."), field=field)


def is_common(password: str, common: Collection[str]) -> bool:
    """Whether it is a well-known password, also with digits and signs put around it, or one sign repeated."""
    folded = fold(password)
    return folded in common or folded.strip(DECORATION) in common or len(set(folded)) <= 2  # noqa: PLR2004


def is_made_of(password: str, context: Iterable[str]) -> bool:
    """Whether too little remains of it once the words of its context are taken out."""
    rest = fold(password)
    for word in sorted(context_words(context), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < SHORTEST and rest != fold(password)


def context_words(texts: Iterable[str]) -> set[str]:
    """Return the words in the texts that are long enough to be recognised."""
    words = {word for text in texts for word in NOT_LETTERS.split(fold(text))}
    return {word for word in words if len(word) >= SHORTEST_CONTEXT_WORD}
