"""Who stands how high, and what that allows."""

import itertools

import pytest

from tests.support.precedents import case
from tracker.precedents.rules.breaches import Breach, breach
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.conditions import Comparison, Term
from tracker.precedents.rules.deciding import Ask, asked_for
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.previewing import Tried, needs_approval
from tracker.precedents.rules.ranks import Rank, reaches
from tracker.precedents.rules.treatment import Weighing

FROM_ABOVE = RuleFacts(approver=Rank.ABOVE)


def test_whoever_stands_higher_may_what_those_below_may() -> None:
    for low, high in itertools.combinations_with_replacement(Rank, 2):
        assert reaches(high, low)
        assert low is high or not reaches(low, high)


def test_a_role_from_elsewhere_reaches_itself_alone() -> None:
    assert reaches("auditor", "auditor")
    assert not any(reaches("auditor", rank) or reaches(rank, "auditor") or reaches(None, rank) for rank in Rank)


@pytest.mark.parametrize(
    ("approver", "needed", "found"),
    [
        ("manager", "manager", None),
        ("above", "manager", None),
        ("manager", "above", Breach.OUT_OF_SCOPE),
        ("above", "above", None),
        (None, "above", Breach.OUT_OF_SCOPE),
    ],
)
def test_what_is_ruled_out_is_excused_by_who_stands_high_enough(
    approver: str | None, needed: str, found: Breach | None
) -> None:
    granted = case(1, "granted", zone=Zone.PROHIBITED, approver_role=approver)

    assert breach(granted, RuleFacts(approver=needed)) is found


@pytest.mark.parametrize(("rank", "asks"), [("agent", Ask.RIGHT), ("manager", Ask.RIGHT), ("above", Ask.REASON)])
def test_who_does_not_stand_high_enough_has_to_ask(rank: str, asks: Ask) -> None:
    nothing = Weighing(against=(), supporting=())
    found = Findings(breach=Breach.OUT_OF_SCOPE, expectation=(), weighing=nothing, is_unequal=False, amount=None)

    assert asked_for(found, FROM_ABOVE, rank) is asks


def test_a_preview_counts_what_managers_could_not_have_granted_alone() -> None:
    ruled_out = Term("days", Comparison.MORE, 60.0)
    granted = Tried({"days": 70.0}, Outcome.GRANTED, role="manager")

    assert needs_approval(RuleFacts(prohibited=ruled_out, approver=Rank.ABOVE), granted)
    assert not needs_approval(RuleFacts(prohibited=ruled_out), granted)
