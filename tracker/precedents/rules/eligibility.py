"""Whether something applies to a customer: yes, no, or not known yet, and which facts decide it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tracker.kernel.folding import fold
from tracker.precedents.rules.conditions import Term, terms
from tracker.precedents.rules.explaining import grounds
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.situations import Facts
from tracker.promises.rules import ScopeKind


class Answer(StrEnum):
    """Whether it applies."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ANSWERS = {
    Zone.ENTITLED: Answer.YES,
    Zone.PROHIBITED: Answer.NO,
    Zone.DISCRETION: Answer.NO,
    Zone.UNDECIDABLE: Answer.UNKNOWN,
}
"""What a policy answers. What it leaves to discretion may be granted, but nobody is owed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a customer, as far as scopes ask for it."""

    tier: str
    volume: float | None = None
    region: str = ""
    tags: Collection[str] = ()


def answer(zone: Zone, holds: Collection[bool | None]) -> Answer:
    """Return whether it applies, given the policy and whether each grant in force covers the customer."""
    by_policy = ANSWERS[zone]
    if by_policy is Answer.YES or True in holds:
        return Answer.YES
    return Answer.UNKNOWN if by_policy is Answer.UNKNOWN or None in holds else Answer.NO


def deciding(rule: RuleFacts, zone: Zone, facts: Facts) -> tuple[Term, ...]:
    """Return the comparisons that decide: those that hold, or, where no right is left, those that do not."""
    if zone is not Zone.DISCRETION:
        return grounds(rule, zone, facts)
    asked = terms(rule.entitled) if rule.entitled is not None else ()
    return tuple(dict.fromkeys(term for term in asked if term.holds(facts) is False))


def covers(scope: ScopeKind, value: str, known: Known) -> bool | None:
    """Whether a special condition of this scope holds for a customer; None where the fact is not known."""
    if scope is ScopeKind.EVERYONE:
        return True
    if scope is ScopeKind.TIER:
        return known.tier == value
    if scope is ScopeKind.VOLUME:
        return None if known.volume is None else known.volume >= float(value)
    if scope is ScopeKind.REGION:
        return fold(known.region) == fold(value) if known.region else None
    return scope is ScopeKind.TAG and fold(value) in {fold(each) for each in known.tags}
