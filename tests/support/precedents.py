"""Decisions on requests of an invented kind, for the rules of precedent."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.likeness import Scale, Yardstick, yardstick
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.situations import TIER, Factor, FactorKind, SituationFacts, Value

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SITUATION = SituationFacts(
    key="guest",
    factors=(
        Factor(name="days_ahead", kind=FactorKind.NUMBER, direction=1),
        Factor(name="party", kind=FactorKind.NUMBER, direction=-1),
        Factor(name="is_peak", kind=FactorKind.BOOL, direction=-1),
        Factor(name="place", kind=FactorKind.ENUM),
    ),
    has_amount=True,
    amount_basis="party",
)
HUNDRED = Scale.of([float(number) for number in range(100)])
YARDSTICK: Yardstick = yardstick(SITUATION, {"days_ahead": HUNDRED, "party": HUNDRED})


def case(number: int = 1, outcome: str = "granted", day: float = 0, **told: Any) -> Case:
    """A decision; what is not told is usual. Facts are told by their names."""
    usual: dict[str, Value] = {"days_ahead": 50.0, "party": 50.0, "is_peak": 0.0, "place": "hall", TIER: 0.0}
    facts = {name: told.pop(name, value) for name, value in usual.items()}
    return Case(
        id=number,
        situation=told.pop("situation", SITUATION.key),
        rule_id=told.pop("rule_id", "rule"),
        zone=told.pop("zone", Zone.DISCRETION),
        decided_at=START + day * DAY,
        outcome=Outcome(outcome),
        facts=facts,
        **told,
    )


def measured(*cases: Case) -> list[Measured]:
    """The decisions with their strengths."""
    return [Measured.of(each, YARDSTICK) for each in cases]


def cases(most: int = 12) -> st.SearchStrategy[Sequence[Case]]:
    """Any decisions of one situation, rule and zone, in order of time."""
    number = st.one_of(st.none(), st.integers(0, 99).map(float))
    one = st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(["granted", "partial", "refused"]),
            "days_ahead": number,
            "party": number,
            "is_peak": st.sampled_from([None, 0.0, 1.0]),
            "place": st.sampled_from([None, "hall", "pool"]),
            TIER: st.sampled_from([0.0, 1.0]),
        }
    )
    return st.lists(one, min_size=1, max_size=most).map(_in_order)


def _in_order(told: Sequence[Mapping[str, Any]]) -> Sequence[Case]:
    return [case(place, day=place, **each) for place, each in enumerate(told, 1)]
