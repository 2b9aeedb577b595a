"""A line in terms of this installation: its names looked up, its customer in our form."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.customers.rules.details import Details, checked
from tracker.imports.lines import CustomerLine, Line, Refused
from tracker.imports.queries import Directory, KnownAccount
from tracker.kernel.errors import Invalid
from tracker.kernel.folding import fold

Fact = TypeVar("Fact")

REMEMBERED = 10_000

_folded = lru_cache(REMEMBERED)(fold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line, who owes it, and what is known of its customer."""

    line: Line
    customer: Details
    owner: KnownAccount
    maker: KnownAccount
    team_id: int


def placed(line: Line, directory: Directory, zone: str) -> Placed:
    """Return the line in our terms. Raises Refused for a name that nobody has here."""
    owner = _account(directory, line.owner, "promise.owner")
    return Placed(
        line=line,
        customer=_customer(line.customer, _tier(directory, line.customer.tier), zone),
        owner=owner,
        maker=_account(directory, line.maker, "promise.maker") if line.maker else owner,
        team_id=_team(directory, line.team) if line.team else owner.team_id,
    )


def _account(directory: Directory, text: str, key: str) -> KnownAccount:
    found = directory.accounts.get(_folded(text))
    if found is None:
        raise Refused(f"{key} is {text!r}, but nobody here has this mail address or name")
    return found


def _team(directory: Directory, text: str) -> int:
    found = directory.teams.get(_folded(text))
    if found is None:
        raise Refused(f"promise.team is {text!r}, but there is no such team here")
    return found


def _tier(directory: Directory, text: str | None) -> int | None:
    if text is None:
        return None
    found = directory.tiers.get(_folded(text))
    if found is None:
        raise Refused(f"customer.tier is {text!r}, but there is no such tier here")
    return found


@lru_cache(REMEMBERED)
def _customer(line: CustomerLine, tier_id: int | None, zone: str) -> Details:
    try:
        return checked(told_over(Details(name=line.name, time_zone=zone), line, tier_id))
    except Invalid as refusal:
        raise Refused(f"customer.{refusal.field}: {refusal}") from None


def told_over(known: Details, line: CustomerLine, tier_id: int | None = None) -> Details:
    """Return what is known of a customer with what the file tells; where it says nothing, nothing changes."""
    ways = ((ContactKind.PHONE, line.phone), (ContactKind.MAIL, line.mail))
    return replace(
        known,
        name=line.name,
        reference=_newer(line.reference, known.reference),
        region=_newer(line.region, known.region),
        language=_newer(line.language, known.language),
        time_zone=_newer(line.time_zone, known.time_zone),
        tier_id=_newer(tier_id, known.tier_id),
        contacts=(*known.contacts, *(Contact(kind, value) for kind, value in ways if value)),
    )


def _newer(told: Fact | None, known: Fact) -> Fact:
    return known if told is None else told
