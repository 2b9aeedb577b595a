"""What a rule or a situation would have meant for what was decided lately, before it is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.likeness import Yardstick, difference
from tracker.precedents.rules.policies import RuleFacts, Zone, zone
from tracker.precedents.rules.situations import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How many decisions would have been in which zone, and how many were decided against it.

    `both` would have been a right and ruled out at once: they count as ruled out.
    """

    decided: int
    entitled: int
    discretion: int
    prohibited: int
    unknown: int
    granted_but_prohibited: int
    refused_but_entitled: int
    both: int


def meaning(rule: RuleFacts, decided: Iterable[tuple[Facts, Outcome]]) -> Meaning:
    """Return what the rule would have meant for these decisions."""
    cases = list(decided)
    found = Counter((zone(rule, facts), outcome.is_grant) for facts, outcome in cases)

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
        both=sum(is_overlapping(rule, facts) for facts, _ in cases),
    )


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
