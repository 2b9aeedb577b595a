"""What deciding asks for, how flags end, and what a situation and a policy must be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.precedents import SITUATION, YARDSTICK, case, cases, measured
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.precedents.rules import configuring, deciding, flags, schema
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Case, Outcome
from tracker.precedents.rules.checking import Background, Findings, check
from tracker.precedents.rules.conditions import All, Any, Comparison, Not, Term, simplified
from tracker.precedents.rules.configuring import PolicyWish, SituationWish
from tracker.precedents.rules.deciding import Ask, Departure, Wish
from tracker.precedents.rules.explaining import differences
from tracker.precedents.rules.flags import BY_HAND, FlagState, FlagType
from tracker.precedents.rules.likeness import Scale
from tracker.precedents.rules.policies import RuleFacts, fingerprint
from tracker.precedents.rules.scales import FEWEST_ON_A_SCALE, fitted, is_outgrown, scales_of
from tracker.precedents.rules.scales import measured as measured_together
from tracker.precedents.rules.situations import Factor, FactorKind, Tolerance, ToleranceKind

NOW = datetime(2026, 3, 2, tzinfo=UTC)
AGENT = Viewer(id=1, name="Ann", role=Role.AGENT, team_id=1)
MANAGER = Viewer(id=2, name="Marie", role=Role.MANAGER, team_id=1, managed_team_ids=frozenset({1}))
GRANT, REFUSAL = Wish(outcome=Outcome.GRANTED), Wish(outcome=Outcome.REFUSED, reason="A copy.")
WISH = SituationWish(title_de="Gast", title_en="Guest", factors=SITUATION.factors[:1])
WRITTEN = PolicyWish(rule=RuleFacts(), text_de="So.", text_en="So.", valid_from=NOW, reason="New.")

terms = st.builds(
    Term,
    st.sampled_from(["days_ahead", "party"]),
    st.sampled_from(Comparison),
    st.one_of(st.floats(0, 100), st.sampled_from(["hall", "pool"])),
)
conditions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def found(outcome: str = "refused", *, breach: Breach | None = None) -> Findings:
    """What is found against refusing a case like one that was granted; nothing against granting it."""
    earlier = measured(case(1, "granted"))
    [decided] = measured(case(2, outcome, day=1))
    return replace(check(decided, Background(SITUATION, RuleFacts(), earlier)), breach=breach)


def test_what_contradicts_nothing_asks_for_nothing() -> None:
    assert deciding.asked_for(found("granted"), RuleFacts(), "agent") is Ask.NOTHING
    assert deciding.departure(found("granted"), RuleFacts(), GRANT, "agent") is Departure.NONE


def test_what_contradicts_a_precedent_asks_for_a_reason() -> None:
    assert deciding.asked_for(found(), RuleFacts(), "agent") is Ask.REASON
    assert deciding.departure(found(), RuleFacts(), REFUSAL, "agent") is Departure.DISTINGUISHED


@pytest.mark.parametrize(("role", "asked"), [("agent", Ask.RIGHT), ("manager", Ask.REASON), ("admin", Ask.RIGHT)])
def test_an_exception_asks_for_the_right_to_make_it(role: str, asked: Ask) -> None:
    against = found("granted", breach=Breach.OUT_OF_SCOPE)

    assert deciding.asked_for(against, RuleFacts(), role) is asked
    assert deciding.departure(against, RuleFacts(), GRANT, role) is Departure.EXCEPTED


def test_a_practice_is_changed_only_where_there_is_one() -> None:
    overruling = replace(REFUSAL, overrules=True)

    assert deciding.departure(found(), RuleFacts(), overruling, "manager") is Departure.OVERRULED
    denied = found(breach=Breach.ENTITLEMENT_DENIED)
    assert deciding.departure(denied, RuleFacts(), overruling, "manager") is Departure.DISTINGUISHED


@pytest.mark.parametrize(
    ("departed", "once", "binds"),
    [
        (Departure.NONE, False, True),
        (Departure.NONE, True, False),
        (Departure.OVERRULED, False, True),
        (Departure.DISTINGUISHED, False, False),
        (Departure.EXCEPTED, False, False),
    ],
)
def test_what_binds_later_cases(departed: Departure, *, once: bool, binds: bool) -> None:
    assert deciding.is_precedent(departed, replace(GRANT, is_one_off=once)) is binds


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1), Decimal(10) ** 10])
def test_amounts_are_greater_than_nothing_and_less_than_absurd(amount: Decimal) -> None:
    with pytest.raises(Invalid, match="greater than 0"):
        deciding.check_wish(replace(GRANT, amount=amount), AGENT, has_amount=True)
    deciding.check_wish(replace(REFUSAL, amount=amount), AGENT, has_amount=True)


@pytest.mark.parametrize("amount", ["0.004", "0.001", "12.345"])
def test_amounts_with_more_decimals_than_are_stored_are_refused_at_their_field(amount: str) -> None:
    with pytest.raises(Invalid, match="two decimals") as refused:
        deciding.check_wish(replace(GRANT, amount=Decimal(amount)), AGENT, has_amount=True)

    assert refused.value.field == "amount"
    deciding.check_wish(replace(GRANT, amount=Decimal("12.3400")), AGENT, has_amount=True)


@settings(max_examples=25)
@given(cases())
def test_every_finding_becomes_one_flag_that_names_at_most_five_decisions(earlier: list[object]) -> None:
    *before, decided = measured(*earlier)  # type: ignore[arg-type]

    raised = list(flags.raised(check(decided, Background(SITUATION, RuleFacts(), before[::-1], before))))

    assert len({each.type for each in raised}) == len(raised)
    assert all(len(each.evidence) <= 5 for each in raised)
    assert all(each.evidence or each.type is FlagType.POLICY for each in raised)


def test_a_flag_expires_when_nobody_looks_into_it() -> None:
    assert flags.state_at(FlagState.OPEN, NOW, NOW + timedelta(days=89)) is FlagState.OPEN
    assert flags.state_at(FlagState.OPEN, NOW, NOW + timedelta(days=90)) is FlagState.EXPIRED
    assert flags.state_at(FlagState.JUSTIFIED, NOW, NOW + timedelta(days=900)) is FlagState.JUSTIFIED


def test_flags_are_settled_by_the_manager_with_a_reason_and_in_ways_that_can_be_chosen() -> None:
    flags.check_settling(MANAGER, FlagState.JUSTIFIED, "It holds.", is_theirs=True)
    for actor, is_theirs in ((AGENT, True), (MANAGER, False)):
        with pytest.raises(Forbidden):
            flags.check_settling(actor, FlagState.JUSTIFIED, "It holds.", is_theirs=is_theirs)
    for end in set(FlagState) - set(BY_HAND):
        with pytest.raises(Invalid, match="Choose"):
            flags.check_settling(MANAGER, end, "It holds.", is_theirs=True)
    with pytest.raises(Invalid, match="Say why"):
        flags.check_settling(MANAGER, FlagState.JUSTIFIED, "", is_theirs=True)


def test_a_difference_says_for_which_case_it_speaks() -> None:
    mine, theirs = case(days_ahead=60.0, is_peak=1.0, place="hall"), case(days_ahead=50.0, is_peak=0.0, place="pool")

    told = {each.factor.name: each for each in differences(YARDSTICK, mine.facts, theirs.facts)}

    assert set(told) == {"days_ahead", "is_peak", "place"}
    assert told["days_ahead"].ahead == pytest.approx(0.8)
    assert not told["days_ahead"].is_material
    assert (told["is_peak"].ahead or 0) < 0
    assert told["place"].ahead is None


@settings(max_examples=25)
@given(cases(1))
def test_a_case_differs_from_itself_in_nothing(earlier: list[object]) -> None:
    [decided] = measured(*earlier)  # type: ignore[arg-type]

    assert differences(YARDSTICK, decided.case.facts, decided.case.facts) == ()


@settings(max_examples=25)
@given(conditions, conditions)
def test_a_rule_is_read_as_it_was_written(entitled: All, prohibited: All) -> None:
    rule = RuleFacts(entitled=entitled, prohibited=prohibited, band=(1.0, 5.0), authority={"agent": 9.0})

    assert schema.rule_from_json(schema.rule_to_json(rule)) == rule


@settings(max_examples=25)
@given(conditions, st.fixed_dictionaries({"days_ahead": st.none() | st.floats(0, 100), "party": st.just("hall")}))
def test_a_joint_of_one_part_says_nothing(condition: Term, facts: dict[str, float | str | None]) -> None:
    simple = simplified(condition)

    assert simple is not None
    assert simple.holds(facts) == condition.holds(facts)
    assert fingerprint(RuleFacts(entitled=All((condition,)))) == fingerprint(RuleFacts(entitled=condition))


def test_factors_and_scales_are_read_as_they_were_written() -> None:
    tolerant = Factor(
        name="age",
        kind=FactorKind.NUMBER,
        direction=-1,
        tolerance=Tolerance(kind=ToleranceKind.PERCENT, amount=10),
        label_de="Alter",
        label_en="Age",
    )
    scales = {"age": Scale.of([3.0, 1.0, 2.0])}

    assert schema.factors_from_json(schema.factors_to_json([tolerant, *SITUATION.factors])) == (
        tolerant,
        *SITUATION.factors,
    )
    assert schema.scales_from_json(schema.scales_to_json(scales)) == scales


def test_a_number_tolerates_a_quarter_until_its_scale_is_known() -> None:
    few = fitted(SITUATION, scales_of([{"days_ahead": float(n)} for n in range(FEWEST_ON_A_SCALE - 1)]))
    many = fitted(SITUATION, scales_of([{"days_ahead": float(n)} for n in range(FEWEST_ON_A_SCALE)]))

    def tolerance(yardstick: object) -> object:
        return next(each.factor.tolerance for each in yardstick.dimensions if each.factor.name == "days_ahead")  # type: ignore[attr-defined]

    assert tolerance(few) == Tolerance(kind=ToleranceKind.PERCENT, amount=25)
    assert tolerance(many) is None


@settings(max_examples=25)
@given(cases())
def test_many_cases_are_measured_as_each_of_them(decided: list[Case]) -> None:
    strengths = measured_together(YARDSTICK, [each.facts for each in decided])

    assert repr(strengths) == repr([YARDSTICK.measure(each.facts) for each in decided])


@pytest.mark.parametrize(
    ("decided", "scaled_at", "is_old"), [(1, 0, True), (200, 199, True), (1000, 950, False), (1100, 1000, True)]
)
def test_scales_are_made_anew_as_the_archive_grows(decided: int, scaled_at: int, *, is_old: bool) -> None:
    assert is_outgrown(decided, scaled_at) is is_old


def test_new_factors_are_named_after_their_question_each_once() -> None:
    asked = [
        replace(SITUATION.factors[0], name=name, label_en=label)
        for name, label in (("a", "A"), ("", "A!"), ("", "ÄÖ"), ("", "?"))
    ]

    assert [each.name for each in configuring.asked(asked, asked[:1])] == ["a", "a_2", "ao", "factor"]


def test_another_unit_makes_another_factor_and_older_cases_keep_theirs() -> None:
    late = Factor(name="days_late", kind=FactorKind.NUMBER, unit="d", label_de="Tage", label_en="Days late")
    reworded = replace(late, label_en="How many days late?", direction=-1)
    in_hours = replace(late, unit="h", label_en="Hours late")

    assert [each.name for each in configuring.asked([reworded], [late])] == ["days_late"]
    [new] = configuring.asked([in_hours], [late])
    assert new.name == "hours_late"
    assert [each.unit for each in configuring.retired([late], [new])] == ["d"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_de": ""}, "title_de"),
        ({"title_en": ""}, "title_en"),
        ({"factors": ()}, "factors"),
        ({"factors": SITUATION.factors[:1] * 13}, "factors"),
        ({"amount_basis": "is_peak"}, "amount_basis"),
        ({"window_days": 0}, "window_days"),
    ],
)
def test_a_situation_that_cannot_be_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    labelled = tuple(replace(each, label_de="Frage", label_en="Question") for each in WISH.factors)

    configuring.check_situation(replace(WISH, factors=labelled))
    with pytest.raises(Invalid) as refused:
        configuring.check_situation(replace(WISH, **{"factors": labelled, **change}))  # type: ignore[arg-type]

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text_de": ""}, "text_de"),
        ({"text_en": ""}, "text_en"),
        ({"reason": ""}, "reason"),
        ({"valid_from": NOW - timedelta(seconds=1)}, "valid_from"),
        ({"rule": RuleFacts(band=(5, 1))}, "band_from"),
        ({"rule": RuleFacts(entitled=Term("weather", Comparison.EQUAL, 1.0))}, "entitled"),
        ({"rule": RuleFacts(prohibited=Term("weather", Comparison.EQUAL, 1.0))}, "prohibited"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        configuring.check_policy(replace(WRITTEN, **change), SITUATION, NOW, NOW - timedelta(days=1))  # type: ignore[arg-type]

    assert refused.value.field == field


def test_a_version_starts_after_the_one_before() -> None:
    with pytest.raises(Invalid, match="starts later"):
        configuring.check_policy(WRITTEN, SITUATION, NOW, NOW)
    configuring.check_policy(replace(WRITTEN, reason=""), SITUATION, NOW, None)
