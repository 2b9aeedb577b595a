"""What the ends of flags teach."""

from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.learning import OFTEN, precision, telling_factors


def test_a_type_was_right_where_somebody_looked_into_it_and_found_something() -> None:
    # given flags that ended by hand, and some that nobody judged
    ended = {
        (FlagType.TREATMENT, FlagState.JUSTIFIED): 2,
        (FlagType.TREATMENT, FlagState.CORRECTED): 1,
        (FlagType.TREATMENT, FlagState.NOT_COMPARABLE): 1,
        (FlagType.TREATMENT, FlagState.EVIDENCE_REMOVED): 9,
        (FlagType.DRIFT, FlagState.PASSED): 4,
    }

    found = precision(ended)

    # then only what was judged counts, and a type without any says nothing
    assert {kind: (each.part, each.whole) for kind, each in found.items()} == {FlagType.TREATMENT: (3, 4)}


def test_a_factor_is_worth_comparing_by_when_it_was_named_often() -> None:
    often, seldom = (1, "is_unused"), (2, "is_unused")

    found = telling_factors([often] * OFTEN + [seldom] * (OFTEN - 1))

    assert found == [(1, "is_unused", OFTEN)]
