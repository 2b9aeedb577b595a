"""How cases are measured, conditions answered and words told apart."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.precedents import YARDSTICK, cases
from tracker.precedents.rules import conditions, policies, wording
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.conditions import All, Any, Comparison, Condition, Not, Term
from tracker.precedents.rules.likeness import ALIKE, Dimension, Scale, difference, no_stronger, no_weaker
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.practice import Measured
from tracker.precedents.rules.scales import fitted
from tracker.precedents.rules.situations import Factor, FactorKind, SituationFacts, Tolerance, ToleranceKind
from tracker.precedents.rules.statistics import discoveries, fisher, wilson
from tracker.precedents.rules.wording import Vocabulary

NAMES = ("a", "b", "c")
TERMS = st.builds(Term, st.sampled_from(NAMES), st.sampled_from(Comparison), st.integers(0, 3).map(float))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TERMS,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Any, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.one_of(st.none(), st.integers(0, 3).map(float))))


@given(CONDITIONS)
def test_a_condition_is_read_as_it_was_written(condition: Condition) -> None:
    assert conditions.from_json(conditions.to_json(condition)) == condition


@given(CONDITIONS, FACTS, st.sampled_from(NAMES), st.integers(0, 3).map(float))
def test_learning_a_missing_fact_never_turns_an_answer_round(
    condition: Condition, facts: dict[str, float | None], name: str, value: float
) -> None:
    known = facts if facts[name] is not None else facts | {name: value}
    before = condition.holds(facts)

    assert before is None or condition.holds(known) == before


@pytest.mark.parametrize(
    "written", [[], "all", {}, {"all": {}}, {"some": []}, {"not": None}, {"c": ["a", "<="]}, {"c": ["a", "~", 1]}]
)
def test_what_is_no_condition_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"condition|omparison"):
        conditions.from_json(written)


def test_the_zone_is_open_while_a_fact_is_missing() -> None:
    rule = RuleFacts(
        entitled=Term("a", Comparison.AT_MOST, 3.0), prohibited=Term("b", Comparison.MORE, 60.0), band=(1.0, 2.0)
    )

    assert policies.zone(rule, {"a": 1.0, "b": 1.0}) is Zone.ENTITLED
    assert policies.zone(rule, {"a": 1.0, "b": 61.0}) is Zone.PROHIBITED
    assert policies.zone(rule, {"a": 4.0, "b": 1.0}) is Zone.DISCRETION
    assert policies.zone(rule, {"a": 4.0}) is Zone.UNDECIDABLE
    assert policies.missing_facts(rule, {"a": 4.0}) == ("b",)


def test_only_what_decides_the_zone_cuts_precedents_off() -> None:
    rule = RuleFacts(entitled=Term("a", Comparison.AT_MOST, 3.0))
    wider = RuleFacts(entitled=Term("a", Comparison.AT_MOST, 7.0))
    dearer = RuleFacts(entitled=Term("a", Comparison.AT_MOST, 3.0), band=(1.0, 2.0))

    assert policies.fingerprint(rule) == policies.fingerprint(dearer) != policies.fingerprint(wider)


@given(cases())
def test_differences_go_both_ways(found: list[Case]) -> None:
    one, other = Measured.of(found[0], YARDSTICK).strengths, Measured.of(found[-1], YARDSTICK).strengths
    there, back = difference(one, other), difference(other, one)

    assert (there.ahead, there.behind, there.unknown) == (back.behind, back.ahead, back.unknown)


@given(cases())
def test_the_quick_way_finds_what_the_differences_say(found: list[Case]) -> None:
    everybody = [Measured.of(each, YARDSTICK) for each in found]
    one = everybody[0].strengths
    stronger_or_alike = [each for each in everybody if difference(each.strengths, one).is_at_least()]
    weaker_or_alike = [each for each in everybody if difference(each.strengths, one).is_at_most()]

    assert no_weaker(everybody, one, ALIKE) == stronger_or_alike
    assert no_stronger(everybody, one, ALIKE) == weaker_or_alike


@pytest.mark.parametrize(
    ("kind", "amount", "alike", "apart"),
    [
        (ToleranceKind.ABSOLUTE, 0.3, (0.7, 1.0), (0.7, 1.1)),
        (ToleranceKind.PERCENT, 10, (100.0, 110.0), (100.0, 112.0)),
    ],
)
def test_a_tolerance_of_its_own_is_kept(
    kind: ToleranceKind, amount: float, alike: tuple[float, float], apart: tuple[float, float]
) -> None:
    factor = Factor(name="a", kind=FactorKind.NUMBER, direction=1, tolerance=Tolerance(kind=kind, amount=amount))
    one = Dimension(factor, Scale(), 1)

    assert difference((one.strength(alike[0]),), (one.strength(alike[1]),)).is_near()
    assert not difference((one.strength(apart[0]),), (one.strength(apart[1]),)).is_near()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_scale_keeps_the_order(values: list[float], one: float, other: float) -> None:
    scale = Scale.of(values)
    low, high = sorted((one, other))

    assert 0 <= scale.share_below(low) <= scale.share_below(high) <= 1


def days(points: Iterable[float], *, signed: bool = False) -> Dimension:
    """The only dimension of a situation in which these numbers came up."""
    factor = Factor(name="a", kind=FactorKind.NUMBER, direction=1, signed=signed)
    situation = SituationFacts(key="s", factors=(factor,), customer_fields=())
    [dimension] = fitted(situation, {"a": Scale.of(list(points))}).dimensions
    return dimension


def are_alike(dimension: Dimension, one: float, other: float) -> bool:
    """Whether two numbers are alike there."""
    return difference((dimension.strength(one),), (dimension.strength(other),)).is_near()


FORTY = tuple(float(number) for number in range(1, 41))


@pytest.mark.parametrize(
    ("points", "one", "other"),
    [
        (FORTY, 40, 100_000),
        (FORTY, 1, -100_000),
        ((*FORTY, 5_000.0), 40, 5_000),
        ((*[float(number % 11 + 1) for number in range(60)], 999.0), 11, 999),
        ([0.0] * 60, 0, 7),
        ([0.0] * 58 + [7.0, 700.0], 7, 700),
        ([20.0] * 60, 20, 2_000),
    ],
)
def test_what_lies_far_apart_is_not_alike_because_nothing_lies_between(
    points: Sequence[float], one: float, other: float
) -> None:
    assert not are_alike(days(points), one, other)


@pytest.mark.parametrize(("one", "other"), [(20, 24), (40, 43), (1, 0), (1, 5)])
def test_what_lies_near_is_alike_as_before(one: float, other: float) -> None:
    assert are_alike(days(FORTY), one, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [(-1000, -1, False), (-1, 0, False), (-1, 1, False), (-100, -110, True), (0, 0, True), (0, 1, False)],
)
def test_negative_numbers_are_told_apart_from_the_first_case_on(one: float, other: float, *, alike: bool) -> None:
    assert are_alike(days([], signed=True), one, other) is alike


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_more_is_never_less(values: list[float], one: float, other: float) -> None:
    dimension = Dimension(Factor(name="a", kind=FactorKind.NUMBER, direction=1), Scale.of(values), 1)
    low, high = sorted((one, other))

    assert dimension.strength(low) <= dimension.strength(high) + 1e-6


def test_wilson_gives_the_published_interval() -> None:
    """The example of Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)


def test_fisher_gives_the_chance_of_the_lady_tasting_tea() -> None:
    assert fisher((3, 4), (1, 4)) == pytest.approx(34 / 70)


def test_of_many_findings_those_stand_that_are_hardly_chance() -> None:
    assert discoveries([0.001, 0.5, 0.06, 0.9], 0.1) == [True, False, False, False]
    assert discoveries([0.04, 0.09], 0.1) == [True, True]
    assert discoveries([]) == []


@pytest.fixture
def vocabulary() -> Vocabulary:
    learned = Vocabulary()
    for _ in range(20):
        learned.learn("guest", wording.runs("Mitglied bringt einen Gast mit"))
        learned.learn("locker", wording.runs("Spind aufgebrochen, Tasche beschädigt"))
    return learned


def test_words_tell_the_situation_in_spite_of_typing_errors(vocabulary: Vocabulary) -> None:
    chances = vocabulary.chances(wording.runs("Gats dabei, Mitgleid bringt ihn mit"), ("guest", "locker"))

    assert wording.suggestions(chances) == ["guest", "locker"]


def test_a_key_is_questioned_only_when_the_words_are_sure(vocabulary: Vocabulary) -> None:
    sure = vocabulary.chances(wording.runs("Tasche im Spind beschädigt"), ("guest", "locker"))
    unsure = vocabulary.chances(wording.runs("Anruf um 12:30"), ("guest", "locker"))

    assert wording.questioned("guest", sure) == "locker"
    assert wording.questioned("locker", sure) is None
    assert wording.questioned("guest", unsure) is None
    assert wording.questioned("guest", {}) is None
