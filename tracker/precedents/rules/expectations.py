"""Expectations created: what a customer got once and was not told was for once."""

from collections.abc import Iterable
from datetime import timedelta

from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.likeness import Strengths, difference
from tracker.precedents.rules.practice import Measured

REMEMBERED = timedelta(days=365)
REACH = 2.0
"""Customers compare more generously than we do."""


def disappointed(case: Case, strengths: Strengths, got_before: Iterable[Measured]) -> tuple[Case, ...]:
    """Return the grants by which this customer expects another one, if the case does not live up to them.

    Those told to be for once create no expectation; nor does a grant under another rule, in a case that
    was materially stronger, or more than a year ago. Where a grant is to go on, only less than before disappoints: that
    it would end was said with it.
    """
    if case.outcome is Outcome.GRANTED or (case.extends is not None and not case.is_grant):
        return ()
    return tuple(each.case for each in got_before if _creates_expectation(each, case, strengths))


def _creates_expectation(earlier: Measured, case: Case, strengths: Strengths) -> bool:
    then = earlier.case
    if not earlier.is_grant or then.is_one_off or then.rule_id != case.rule_id:
        return False
    if case.extends is not None and _gives_as_much(case, then):
        return False
    is_recent = case.decided_at - REMEMBERED <= then.decided_at < case.decided_at
    return is_recent and difference(strengths, earlier.strengths).is_at_least(REACH)


def _gives_as_much(case: Case, then: Case) -> bool:
    if case.amount is None or then.amount is None:
        return case.outcome is then.outcome
    return case.amount >= then.amount
