"""Who promises what to whom: one case after the other, drawn by lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from tracker.demo import words
from tracker.demo.company import Client, Colleague, Company
from tracker.demo.desk import LEADS, Lead, due_after
from tracker.promises.rules import Channel, Due, ScopeKind
from tracker.worktime.arithmetic import subtract_office_time
from tracker.worktime.zones import local_day

KINDS = {
    "callback": 30,
    "reply": 14,
    "delivery": 15,
    "refund": 8,
    "replacement": 6,
    "repair": 7,
    "appointment": 8,
    "credit": 5,
    "condition": 4,
    "other": 4,
}
CHANNELS = {Channel.PHONE: 60, Channel.MAIL: 22, Channel.CHAT: 10, Channel.IN_PERSON: 6, Channel.LETTER: 2}
T = TypeVar("T")

SAME_LANGUAGE = 0.85
TIER_SHARES = {"key_account": 5, "plus": 3, "standard": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a condition applies to."""

    kind: ScopeKind = ScopeKind.CUSTOMER
    value: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One promise before it is made."""

    owner: Colleague
    client: Client
    kind: str
    statement: str
    made_at: datetime
    due: Due
    channel: Channel
    reference: str = ""
    conditions: str = ""
    urgent: bool = False
    scope: Scope = Scope()
    makes_good_id: int | None = None

    @property
    def language(self) -> str:
        """The language in which it was said."""
        return self.client.facts.language


class Casting:
    """Draws cases from a company and its customers."""

    def __init__(self, dice: Random, company: Company, clients: Sequence[Client]) -> None:
        self.dice = dice
        self.company = company
        self._clients = clients
        self._number = 100
        self._unsaid: dict[tuple[str, ...], list[str]] = {}

    def anybody(self) -> Colleague:
        """Return somebody who promises, the busy ones more often."""
        colleagues = list(self.company.colleagues.values())
        return self.dice.choices(colleagues, [each.share for each in colleagues])[0]

    def case(self, owner: Colleague, made_at: datetime, due: Due | None = None, kind: str = "") -> Case:
        """Return what somebody promises at a moment; kind and due are drawn unless given."""
        kind = kind or self._drawn(KINDS)
        client = self._client_for(owner)
        thing = self.thing(client.facts.language)
        statement = self.say(words.STATEMENTS[kind], client.facts.language)
        return Case(
            owner=owner,
            client=client,
            kind=kind,
            statement=statement.format(thing=thing),
            made_at=made_at,
            due=due or due_after(self.dice, LEADS[kind], made_at, owner.calendar),
            channel=self._drawn(CHANNELS),
            reference=thing.split()[-1] if "{thing}" in statement or self.likely(0.3) else "",
            conditions=self._conditions(client.facts.language),
            urgent=self.likely(0.08),
            scope=self._scope(client, made_at) if kind == "condition" else Scope(),
        )

    def case_due(self, owner: Colleague, due: Due, before: datetime, kind: str = "") -> Case:
        """Return a case that is due then and was promised some office hours before it, and before a moment."""
        kind = kind or self._drawn(KINDS)
        lead = LEADS[kind]
        hours = self.dice.uniform(*_hours(lead))
        return self.case(
            owner, subtract_office_time(min(due.at, before), timedelta(hours=hours), owner.calendar), due, kind
        )

    def thing(self, language: str) -> str:
        """Return what a call is about: an order, an invoice …, each with a number of its own."""
        self._number += self.dice.randint(1, 9)
        return self.dice.choice(words.THINGS[language]).format(n=self._number)

    def say(self, sayings: words.Sayings, language: str) -> str:
        """Return one of several sayings; all of them are said once before one is said again."""
        those = sayings[language]
        unsaid = self._unsaid.setdefault(those, [])
        if not unsaid:
            unsaid += self.dice.sample(those, len(those))
        return unsaid.pop()

    def likely(self, share: float) -> bool:
        """Throw the dice: true in that share of throws."""
        return self.dice.random() < share

    def _client_for(self, owner: Colleague) -> Client:
        speaks = owner.language if self.likely(SAME_LANGUAGE) else None
        known = [client for client in self._clients if speaks in (None, client.facts.language)]
        return self.dice.choices(known, [TIER_SHARES[client.facts.tier] for client in known])[0]

    def _conditions(self, language: str) -> str:
        return self.say(words.CONDITIONS, language) if self.likely(0.12) else ""

    def _scope(self, client: Client, made_at: datetime) -> Scope:
        until = local_day(made_at, client.facts.zone) + timedelta(days=self.dice.randint(20, 120))
        facts = client.facts
        choices = (
            Scope(until=until),
            Scope(kind=ScopeKind.TIER, value=facts.tier, until=until),
            Scope(kind=ScopeKind.VOLUME, value="50000", until=until),
            Scope(kind=ScopeKind.REGION, value=facts.region, until=until),
            Scope(kind=ScopeKind.TAG, value=facts.tags[0], until=until),
        )
        return self.dice.choice(choices)

    def _drawn(self, shares: dict[T, int]) -> T:
        return self.dice.choices(list(shares), list(shares.values()))[0]


def _hours(lead: Lead) -> tuple[float, float]:
    """Return how many office hours a promise of this lead is old when it falls due."""
    day = 8 if lead.in_days else 1
    return 0.5 + (lead.least - 0.5) * day * 0.5, lead.most * day * 0.5 + 1
