"""What is known of a customer, checked and brought into one form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.customers.rules import likeness, names, searching
from tracker.customers.rules.contacts import LONGEST_CONTACT, Contact, ContactKind, check_contact, each_once
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

LONGEST_REFERENCE = 40
LONGEST_REGION = 60
LONGEST_TAG = 40
MOST_CONTACTS = 20
MOST_TAGS = 20
MOST_VOLUME = Decimal(10) ** 12
LANGUAGE = re.compile(r"[a-z]{2}")
FIRST_REFERENCE = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What is known of a customer. Only the name is required.

    Without a reference one is given; without `tier_id` the customer is in the tier of the lowest rank.
    A customer with a team that is closed exists for that team alone.
    """

    name: str
    reference: str = ""
    contacts: tuple[Contact, ...] = ()
    tags: tuple[str, ...] = ()
    tier_id: int | None = None
    team_id: int | None = None
    yearly_volume: Decimal | None = None
    region: str = ""
    language: str = "de"
    time_zone: str = "Europe/Berlin"

    def traits(self) -> likeness.Traits:
        """Return by what this customer is recognised."""
        return likeness.Traits(
            name=names.alike_key(self.name),
            phones=likeness.match_keys(self.contacts, ContactKind.PHONE),
            mails=likeness.match_keys(self.contacts, ContactKind.MAIL),
            region=fold(self.region),
        )

    def search_text(self, reference: str, merged_references: Iterable[str] = ()) -> str:
        """Return the text in which this customer is found, under the reference it has or was given."""
        return searching.search_text((self.name, reference, *merged_references), self.contacts, self.tags)


GivenDetails = TypeVar("GivenDetails", bound=Details)


def checked(given: GivenDetails) -> GivenDetails:
    """Return the same details in their one form, or raise Invalid with the field that cannot be right.

    References are in capitals and tags in small letters, so that none of them exists twice.
    """
    in_form = replace(
        given,
        name=_line(given.name, "name", names.LONGEST_NAME),
        reference=_line(given.reference, "reference", LONGEST_REFERENCE).upper()[:LONGEST_REFERENCE],
        region=_line(given.region, "region", LONGEST_REGION),
        contacts=_contacts(given.contacts),
        tags=_tags(given.tags),
    )
    if not in_form.name:
        raise Invalid(N_("Whom is it about?"), field="name")
    _check_volume(in_form.yearly_volume)
    _check_language_and_zone(in_form)
    return in_form


def reference_for(customer_id: int) -> str:
    """Return the reference of a customer who came without one."""
    return f"K-{FIRST_REFERENCE + customer_id}"


def check_may_change(actor: Viewer | None, *team_ids: int | None) -> None:
    """Refuse those who only configure, and a team that is not the actor's own. No actor is the system itself."""
    if actor is None:
        return
    if actor.role is Role.ADMIN:
        raise Forbidden(N_("Administrators configure; customers are kept by agents and managers."))
    if not all(actor.may_see(team_id) for team_id in team_ids):
        raise Invalid(N_("There is no such team."), field="team_id")


def _line(text: str, field: str, longest: int) -> str:
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    if len(line) > longest:
        raise Invalid(N_("At most %(most)d characters."), field=field, most=longest)
    return line


def _contacts(given: tuple[Contact, ...]) -> tuple[Contact, ...]:
    tidy = (Contact(contact.kind, _line(contact.value, "contacts", LONGEST_CONTACT)) for contact in given)
    kept = each_once(contact for contact in tidy if contact.value)
    if len(kept) > MOST_CONTACTS:
        raise Invalid(N_("At most %(most)d contact points."), field="contacts", most=MOST_CONTACTS)
    for contact in kept:
        check_contact(contact)
    return kept


def _tags(given: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(sorted({line for tag in given if (line := _line(tag, "tags", LONGEST_TAG).lower()[:LONGEST_TAG])}))
    if len(kept) > MOST_TAGS:
        raise Invalid(N_("At most %(most)d tags."), field="tags", most=MOST_TAGS)
    return kept


def _check_volume(volume: Decimal | None) -> None:
    if volume is not None and not (volume.is_finite() and 0 <= volume < MOST_VOLUME):
        raise Invalid(N_("An amount from 0 up to less than a million millions."), field="yearly_volume")


def _check_language_and_zone(given: Details) -> None:
    if not LANGUAGE.fullmatch(given.language):
        raise Invalid(N_("A language is given by two letters, like de or en."), field="language")
    try:
        ZoneInfo(given.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(N_("There is no time zone of this name."), field="time_zone") from None
