"""Contact points: which kind a text is, and what two spellings of one number or address have in common."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.kernel.errors import Invalid
from tracker.kernel.folding import fold
from tracker.kernel.words import N_

LONGEST_CONTACT = 254
FEWEST_DIGITS = 3
MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
INTERNATIONAL = re.compile(r"\s*(?:\+|00)(?=[\s(]*[1-9])")
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
CODES = (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81"
    " 82 84 86 90 91 92 93 94 95 98"
)
TWO_DIGIT_CODES = frozenset(CODES.split())
"""Country calling codes of two digits (ITU-T E.164); 1 and 7 have one digit, all others have three."""


class ContactKind(StrEnum):
    """How a customer is reached."""

    PHONE = "phone"
    MAIL = "mail"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a customer, as it was written."""

    kind: ContactKind
    value: str

    @property
    def match_key(self) -> str:
        """What two spellings of the same contact point have in common; see `phone_key`."""
        return phone_key(self.value) if self.kind is ContactKind.PHONE else fold(self.value)[:LONGEST_CONTACT]


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number in digits: the country's code where it was given, and the number within the country.

    `national` has no leading zero: +49 (0)30 1234, 0049 30 1234 and 030 1234 all have 301234.
    """

    country: str
    national: str


def phone_number(text: str) -> Number:
    """Return the digits of a phone number, in whatever way it was written."""
    digits = _digits(TRUNK_ZERO.sub("", text))
    if not INTERNATIONAL.match(text):
        return Number("", digits.lstrip("0"))
    digits = digits.lstrip("0")
    country = digits[: _length_of_code(digits)]
    return Number(country, digits[len(country) :].lstrip("0"))


def phone_key(text: str) -> str:
    """Return the number within its country, which all spellings of a phone number share."""
    return phone_number(text).national or _digits(text)


def contact_in(line: str) -> Contact:
    """Return the contact point that somebody wrote: mail if it has an @, phone if it has digits enough."""
    if "@" in line:
        return Contact(ContactKind.MAIL, line)
    is_phone = len(_digits(line)) >= FEWEST_DIGITS and not re.search(r"[^\W\d_]{4}", line)
    return Contact(ContactKind.PHONE if is_phone else ContactKind.OTHER, line)


def each_once(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """Return each contact point once; of several spellings the first one stays."""
    once: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        once.setdefault((contact.kind, contact.match_key), contact)
    return tuple(once.values())


def check_contact(contact: Contact) -> None:
    """Refuse what cannot be dialled or written to."""
    if contact.kind is ContactKind.MAIL and not MAIL.fullmatch(contact.value):
        raise Invalid(N_("This is no mail address: %(text)s"), field="contacts", text=contact.value)
    if contact.kind is ContactKind.PHONE and len(_digits(contact.value)) < FEWEST_DIGITS:
        raise Invalid(N_("This is no phone number: %(text)s"), field="contacts", text=contact.value)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def _length_of_code(digits: str) -> int:
    if digits[:1] in {"1", "7"}:
        return 1
    return 2 if digits[:2] in TWO_DIGIT_CODES else 3
