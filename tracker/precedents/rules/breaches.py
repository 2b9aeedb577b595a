"""What a written policy says against a decision, whatever was decided before."""

from enum import StrEnum
from math import inf

from tracker.kernel.people import Role
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.ranks import reaches


class Breach(StrEnum):
    """In which way a decision departs from its policy."""

    OUT_OF_SCOPE = "out_of_scope"
    """Granted what is out of the question, and nobody with the right approved it."""
    ENTITLEMENT_DENIED = "entitlement_denied"
    OVER_AUTHORITY = "over_authority"
    """An amount outside the written band that is more than who decided may give."""


def breach(case: Case, rule: RuleFacts) -> Breach | None:
    """Return how the decision departs from its policy, if it does. Where a fact is missing, nothing can be said."""
    if case.is_grant and case.zone is Zone.PROHIBITED:
        return None if reaches(case.approver_role, rule.approver) else Breach.OUT_OF_SCOPE
    if case.outcome is Outcome.REFUSED and case.zone is Zone.ENTITLED:
        return None if case.is_reasoned else Breach.ENTITLEMENT_DENIED
    return Breach.OVER_AUTHORITY if _is_over_authority(case, rule) else None


def _is_over_authority(case: Case, rule: RuleFacts) -> bool:
    if not case.is_grant or case.amount is None or reaches(case.approver_role, rule.approver):
        return False
    return case.amount > limit(rule, case.role)


def limit(rule: RuleFacts, role: str) -> float:
    """Return up to which amount a role may decide on its own: its authority, at least the written band.

    Without a band nothing limits a role that is not named, unless one above it is: then it may give nothing.
    """
    of_band = rule.band[1] if rule.band else 0.0
    if role in rule.authority:
        return max(of_band, rule.authority[role])
    is_below_others = role == Role.AGENT and bool(rule.authority)
    return of_band if rule.band or is_below_others else inf
