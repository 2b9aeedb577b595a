"""Policies: what is owed, what is out of the question, and who may decide in between."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.precedents.rules import conditions
from tracker.precedents.rules.conditions import Condition, Term
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.rules.situations import Facts


class Zone(StrEnum):
    """Where a case lies under a policy."""

    ENTITLED = "E"
    PROHIBITED = "P"
    DISCRETION = "D"
    UNDECIDABLE = "U"
    """A fact is missing on which it depends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """What a version of a policy says.

    `band` is the written range of amounts, `authority` how much a role may give on its own,
    `approver` the rank from which on somebody may make exceptions.
    """

    entitled: Condition | None = None
    prohibited: Condition | None = None
    band: tuple[float, float] | None = None
    authority: dict[str, float] = field(default_factory=dict)
    approver: str = Rank.MANAGER.value
    expires_after_days: int | None = None

    @property
    def has_exceptions(self) -> bool:
        """Whether there can be exceptions from it: something is ruled out, or an amount is too much for somebody."""
        return self.prohibited is not None or self.band is not None or bool(self.authority)

    def mentions(self, name: str) -> bool:
        """Whether one of its conditions asks for a fact."""
        return any(term.field == name for term in self.terms)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every comparison of its conditions."""
        written = (each for each in (self.entitled, self.prohibited) if each is not None)
        return tuple(term for condition in written for term in conditions.terms(condition))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """One version of a policy, valid from `valid_from` until before `valid_to`."""

    rule: RuleFacts
    rule_id: str
    valid_from: datetime
    valid_to: datetime | None = None

    def is_valid(self, moment: datetime) -> bool:
        """Whether it is valid at the moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)


def in_force_at(versions: Iterable[VersionFacts], moment: datetime) -> VersionFacts | None:
    """Return the version by which decisions at a moment go: of those that are valid then the one that began last.

    So what holds for a while takes its place without an end of the one before, which is in force again afterwards.
    """
    valid = (each for each in versions if each.is_valid(moment))
    return max(valid, key=lambda each: each.valid_from, default=None)


def zone(rule: RuleFacts, facts: Facts) -> Zone:
    """Return where the case lies. What is prohibited is so even for those otherwise entitled."""
    prohibited = rule.prohibited.holds(facts) if rule.prohibited else False
    entitled = rule.entitled.holds(facts) if rule.entitled else False
    if prohibited:
        return Zone.PROHIBITED
    if prohibited is None:
        return Zone.UNDECIDABLE
    if entitled:
        return Zone.ENTITLED
    return Zone.UNDECIDABLE if entitled is None else Zone.DISCRETION


def missing_facts(rule: RuleFacts, facts: Facts) -> tuple[str, ...]:
    """Return the fields that must be asked for before the zone is known, each once."""
    asked = (condition for condition in (rule.prohibited, rule.entitled) if condition is not None)
    return tuple(dict.fromkeys(name for condition in asked for name in conditions.missing(condition, facts)))


def fingerprint(rule: RuleFacts) -> str:
    """Return what two versions share that decide alike, however they are worded.

    Only what decides the zone is in it: a new wording, amount or approver does not cut off precedents. Where nothing is
    decided, it is that of no policy at all: everything is at discretion.
    """
    if rule.entitled is None and rule.prohibited is None:
        return ""
    deciding = {
        "entitled": conditions.to_json(conditions.simplified(rule.entitled)),
        "prohibited": conditions.to_json(conditions.simplified(rule.prohibited)),
    }
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:16]
