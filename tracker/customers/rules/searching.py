"""What is looked for, and where: the text that is kept for search, and the text that somebody types."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, product

from tracker.customers.rules.contacts import Contact, ContactKind, phone_number
from tracker.kernel.folding import fold

SHORTEST_PART = 3
"""The index knows groups of three characters; what is shorter is only looked for at the beginning."""
MOST_WORDS = 8
LONGEST_SOUGHT = 200
MOST_READINGS = 8
TWO_SPELLINGS = re.compile("([äöü]|[aou]e)")
"""Letters that are written in two ways: Löwenzahn is Loewenzahn where a keyboard has no ö."""
BOTH_SPELLINGS = {"ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue")} | {f"{one}e": (f"{one}e", one) for one in "aou"}
LIKE_A_NUMBER = re.compile(r"[\d\s+/().-]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed, ready for the database; without either nothing in particular is looked for.

    `start`: how a name or a reference may begin. `parts`: groups of words, of which one must be found completely;
    there are none for less than three characters, which are only looked for at the beginning.
    """

    start: str = ""
    parts: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.start)


def search_text(texts: Iterable[str], contacts: Iterable[Contact], tags: Iterable[str]) -> str:
    """Return the folded text in which a customer is found.

    `texts` are the name and the references, those of customers merged into this one included.
    """
    lines = [*texts, *tags]
    for contact in contacts:
        lines.append(contact.value)
        lines.extend(_spellings(contact))
    return "\n".join(dict.fromkeys(filter(None, map(fold, lines))))


def sought(text: str) -> Sought:
    """Return what to look for.

    Words without letters or digits are passed over, since every index is slow for them. Text that may be a
    phone number is also looked for as a number, in the spelling that is stored with every number.
    """
    visible = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_SOUGHT])
    number = _dialled(visible)
    words = [_words(reading, is_number=bool(number)) for reading in _readings(visible)]
    return Sought(start=fold(visible), parts=tuple(dict.fromkeys(part for part in (*words, number) if part)))


def _words(reading: str, *, is_number: bool) -> tuple[str, ...]:
    """Return the words that must all be found; what is short, or a number, is looked for in one piece."""
    words = tuple(dict.fromkeys(word for word in reading.split() if re.search(r"[^\W_]", word)))[:MOST_WORDS]
    if is_number or not any(len(word) >= SHORTEST_PART for word in words):
        return (reading,) if len(reading) >= SHORTEST_PART and words else ()
    return words


def _readings(text: str) -> list[str]:
    """Return a text folded, and as it may be stored: ä as a or ae, and ae as both; the one that was typed first."""
    pieces = TWO_SPELLINGS.split(unicodedata.normalize("NFC", text).casefold())
    spelled = product(*(BOTH_SPELLINGS.get(piece, (piece,)) for piece in pieces))
    return [fold("".join(reading)) for reading in islice(spelled, MOST_READINGS)]


def _spellings(contact: Contact) -> tuple[str, ...]:
    """Return a phone number as people dial it: with a zero at home, and with the country where it is known."""
    if contact.kind is not ContactKind.PHONE:
        return ()
    number = phone_number(contact.value)
    abroad = (number.country + number.national,) if number.country else ()
    return (f"0{number.national}", *abroad)


def _dialled(text: str) -> tuple[str, ...]:
    """Return what is left of a text that may be a phone number: its digits in one piece."""
    if not LIKE_A_NUMBER.fullmatch(text):
        return ()
    number = phone_number(text)
    digits = re.sub(r"\D", "", text)
    home = f"0{number.national}" if number.country or digits.startswith("0") else digits
    return next(((each,) for each in (home, digits) if len(each) >= SHORTEST_PART), ())
