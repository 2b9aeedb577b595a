"""Drawing customers by lot: firms and people, German and English."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from random import Random

from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.customers.rules.details import Details
from tracker.demo.bulk import names
from tracker.demo.bulk.customers import Rank, StoredCustomer, stored
from tracker.demo.bulk.drawing import PAST
from tracker.demo.bulk.people import Owner
from tracker.demo.clients import LINES, ZONES
from tracker.kernel.people import Role, Viewer

TIER_SHARES = {"standard": 90, "plus": 8, "key_account": 2}
LANGUAGE_SHARES = {"de": 60, "en": 40}
TAGS = ("rahmenvertrag", "handel", "handwerk", "saison", "clinic", "retail", "framework", "private")


class Clients:
    """Draws customers, who all joined when the two years began."""

    def __init__(self, dice: Random, ranks: Mapping[str, Rank], by: Owner, now: datetime) -> None:
        self.joined_at = now - PAST
        self._dice = dice
        self._ranks = ranks
        self._by = Viewer(id=by.id, name="", role=Role.AGENT, team_id=by.team_id)
        self._now = now

    def draw(self, number: int) -> StoredCustomer:
        """Return the customer of a number."""
        tier = self._ranks[self._drawn(TIER_SHARES)]
        return stored(number, self._details(number), tier, by=self._by, at=self.joined_at, now=self._now)

    def _details(self, number: int) -> Details:
        dice, language = self._dice, self._drawn(LANGUAGE_SHARES)
        phone = f"{dice.choice(list(LINES.values()))}{number:06}"
        return Details(
            name=names.customer(dice, language),
            contacts=(Contact(ContactKind.PHONE, phone), Contact(ContactKind.MAIL, f"post{number}@customer.example")),
            tags=(dice.choice(TAGS),),
            yearly_volume=Decimal(dice.randint(0, 400)) * 250,
            region=dice.choice(list(LINES)),
            language=language,
            time_zone=ZONES[language],
        )

    def _drawn(self, shares: dict[str, int]) -> str:
        return self._dice.choices(list(shares), list(shares.values()))[0]
