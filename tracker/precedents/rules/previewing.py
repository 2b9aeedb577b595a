"""What a rule or a situation would have meant for what was decided lately, before it is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.kernel.people import Role
from tracker.precedents.rules.breaches import limit
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.likeness import Yardstick, difference
from tracker.precedents.rules.policies import RuleFacts, Zone, zone
from tracker.precedents.rules.ranks import reaches
from tracker.precedents.rules.situations import Facts


class Tried(NamedTuple):
    """A decision on which a rule is tried: what was known, and who gave how much."""

    facts: Facts
    outcome: Outcome
    amount: float | None = None
    role: str = Role.AGENT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How many decisions would have been in which zone, and how many were decided against it.

    `both` would have been a right and ruled out at once: they count as ruled out. `to_approve` of the grants would have
    waited for somebody who may.
    """

    decided: int
    entitled: int
    discretion: int
    prohibited: int
    unknown: int
    granted_but_prohibited: int
    refused_but_entitled: int
    both: int
    to_approve: int


def meaning(rule: RuleFacts, decided: Iterable[Tried]) -> Meaning:
    """Return what the rule would have meant for these decisions."""
    cases = list(decided)
    found = Counter((zone(rule, each.facts), each.outcome.is_grant) for each in cases)

    def of(wanted: Zone) -> int:
        return found[wanted, True] + found[wanted, False]

    return Meaning(
        decided=found.total(),
        entitled=of(Zone.ENTITLED),
        discretion=of(Zone.DISCRETION),
        prohibited=of(Zone.PROHIBITED),
        unknown=of(Zone.UNDECIDABLE),
        granted_but_prohibited=found[Zone.PROHIBITED, True],
        refused_but_entitled=found[Zone.ENTITLED, False],
        both=sum(is_overlapping(rule, each.facts) for each in cases),
        to_approve=sum(needs_approval(rule, each) for each in cases),
    )


def needs_approval(rule: RuleFacts, tried: Tried) -> bool:
    """Whether who gave this would have had to ask: what is ruled out, or more than they may give."""
    if not tried.outcome.is_grant:
        return False
    if zone(rule, tried.facts) is Zone.PROHIBITED:
        return not reaches(tried.role, rule.approver)
    is_over = tried.amount is not None and tried.amount > limit(rule, tried.role)
    return is_over and (not reaches(tried.role, rule.approver) or tried.role in rule.authority)


def is_overlapping(rule: RuleFacts, facts: Facts) -> bool:
    """Whether there is a right in the case, and it is ruled out."""
    conditions = (rule.entitled, rule.prohibited)
    return all(each is not None and each.holds(facts) is True for each in conditions)


def compared_otherwise(before: Yardstick, after: Yardstick, cases: Sequence[Facts]) -> int:
    """Return how many of the cases would be alike to others among them than they are now."""
    return sum(one != other for one, other in zip(_alike(before, cases), _alike(after, cases), strict=True))


def _alike(by: Yardstick, cases: Sequence[Facts]) -> list[list[int]]:
    measured = [by.measure(facts) for facts in cases]
    return [[place for place, other in enumerate(measured) if difference(one, other).is_near()] for one in measured]
