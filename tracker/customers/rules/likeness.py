"""When two customers look alike, and who is warned of it."""

from dataclasses import dataclass
from enum import IntEnum

from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_

FEWEST_DIGITS_TO_MATCH = 6
"""Shorter numbers are extensions, which many customers share."""
MOST_SHOWN = 5


class Likeness(IntEnum):
    """What two customers have in common; the higher, the more likely they are one."""

    NAME = 1
    PHONE = 2
    MAIL = 3


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a customer is recognised: `alike_key` of the name, match keys of the contact points, region."""

    name: str
    phones: frozenset[str]
    mails: frozenset[str]
    region: str


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A customer that may be meant, and why."""

    id: int
    name: str
    reference: str
    region: str
    reasons: tuple[Likeness, ...]


class LooksAlike(Invalid):
    """A new customer looks like those in `look_alikes`; sent again with `even_if_alike`, it is taken."""

    def __init__(self, look_alikes: tuple[LookAlike, ...]) -> None:
        names = ", ".join(each.name for each in look_alikes)
        super().__init__(N_("This looks like: %(names)s"), field="name", names=names)
        self.look_alikes = look_alikes


def match_keys(contacts: tuple[Contact, ...], kind: ContactKind) -> frozenset[str]:
    """Return the keys of the contact points of one kind that are worth comparing."""
    keys = (contact.match_key for contact in contacts if contact.kind is kind)
    return frozenset(key for key in keys if kind is ContactKind.MAIL or len(key) >= FEWEST_DIGITS_TO_MATCH)


def likenesses(one: Traits, other: Traits) -> tuple[Likeness, ...]:
    """Return what the two have in common, the most telling first.

    The same name counts unless both are known to be in different regions: Anna Schmidt in Bremen is not
    the one in Munich.
    """
    same_place = not one.region or not other.region or one.region == other.region
    found = (
        (Likeness.MAIL, bool(one.mails & other.mails)),
        (Likeness.PHONE, bool(one.phones & other.phones)),
        (Likeness.NAME, bool(one.name) and one.name == other.name and same_place),
    )
    return tuple(likeness for likeness, is_given in found if is_given)
