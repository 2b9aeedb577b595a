"""Periods, steps, percentiles of counts, comparisons and control limits."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.promises.measures import LATE_BANDS, Measures, Share, percentile
from tracker.reports import charts, funnels
from tracker.reports.rules.figures import (
    FEWEST_LATE,
    MINUTES_A_DAY,
    NOTED_STEPS,
    OUTLYING,
    at_most,
    change,
    control_limits,
    in_bands,
    late_step,
    percentile_of_counts,
)
from tracker.reports.rules.periods import Period

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
periods = st.builds(lambda first, many: Period(first, first + timedelta(days=many)), days, st.integers(0, 799))


@given(periods)
def test_bars_cover_a_period_without_gaps(period: Period):
    bars = period.bars()

    assert (bars[0].first, bars[-1].last) == (period.first, period.last)
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(bars))


@given(periods)
def test_months_and_the_days_around_them_cover_a_period_once(period: Period):
    whole, around = period.months()
    parts = sorted([*around, *([whole] if whole else [])], key=lambda part: part.first)

    assert sum(part.days for part in parts) == period.days
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert whole is None or (whole.first.day, (whole.last + timedelta(days=1)).day) == (1, 1)


@given(periods)
def test_the_period_before_is_as_long_and_ends_where_this_begins(period: Period):
    before = period.before()

    assert before.last == period.first - timedelta(days=1)
    whole, around = period.months()
    if whole is None or around:
        assert before.days == period.days
    else:
        assert (before.first.day, before.many_months) == (1, period.many_months)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1)),
        (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1)),
        (date(2024, 1, 1), date(2024, 12, 31), date(2023, 1, 1)),
        (date(2026, 3, 2), date(2026, 3, 31), date(2026, 1, 31)),
    ],
    ids=["month", "quarter", "leap year", "not quite a month"],
)
def test_before_whole_months_lie_as_many_whole_months(first: date, last: date, before: date):
    assert Period(first, last).before() == Period(before, first - timedelta(days=1))


@given(st.dictionaries(st.integers(0, 500), st.integers(0, 9), max_size=12), st.sampled_from([0.5, 0.9]))
def test_a_percentile_of_counts_is_that_of_the_values(counts: dict[int, int], share: float):
    values = sorted(value for value, many in counts.items() for _ in range(many))

    assert percentile_of_counts(counts, share) == percentile(values, share)


late = st.lists(st.integers(0, 400_000).map(lambda seconds: timedelta(seconds=seconds)), min_size=1, max_size=30)


@given(late, st.sampled_from([0.5, 0.9]))
def test_so_many_of_what_was_late_are_within_what_is_said(spans: list[timedelta], share: float):
    said = at_most(Counter(map(late_step, spans)), share)

    assert (said is None) == (len(spans) < FEWEST_LATE)
    if said is not None:
        assert sum(span <= timedelta(minutes=said) for span in spans) >= share * len(spans) - 1e-9
        nearest = sorted(spans)[ceil(share * len(spans) - 1e-9) - 1]
        assert timedelta(minutes=said) - nearest <= max(nearest / 30, timedelta(minutes=2))


@given(late)
def test_bands_of_lateness_are_those_of_the_spans_themselves(spans: list[timedelta]):
    bands = in_bands(Counter(map(late_step, spans)))

    assert bands == [
        sum(low <= span < high for span in spans)
        for low, high in pairwise([timedelta(), *LATE_BANDS, timedelta(days=99)])
    ]


@given(st.integers(0, 500_000))
def test_steps_of_lateness_are_off_by_less_than_a_fortieth(minutes: int):
    step = late_step(timedelta(minutes=minutes))

    assert step <= minutes
    assert minutes - step <= minutes / 40


@given(st.integers(0, 100_000))
def test_what_was_noted_in_steps_is_counted_as_if_it_had_not_been(minutes: int):
    noted = minutes - minutes % next((step for below, step in NOTED_STEPS if minutes < below), MINUTES_A_DAY)

    assert late_step(timedelta(minutes=noted)) == late_step(timedelta(minutes=minutes))


def test_a_change_is_said_in_points_and_only_of_rates():
    assert change(Share(93, 100), Share(89, 100)) == 4
    assert change(Share(9, 9), Share(89, 100)) is None
    assert change(Share(93, 100), Share(0, 0)) is None


@pytest.mark.parametrize("rate", [0.0, 0.5, 0.93, 1.0])
def test_limits_close_in_on_the_rate_as_groups_grow(rate: float):
    small, large = control_limits(rate, 10), control_limits(rate, 1000)

    assert small[0] <= large[0] <= rate <= large[1] <= small[1]


@given(st.integers(1, 60), st.floats(0.05, 0.95), st.data())
def test_chance_alone_makes_a_group_outlie_once_among_hundreds_however_small_it_is(whole: int, rate: float, data):
    kept = data.draw(st.integers(0, whole))
    so_few = sum(comb(whole, few) * rate**few * (1 - rate) ** (whole - few) for few in range(kept + 1))
    assume(abs(so_few - OUTLYING) > OUTLYING / 1000)

    low, _high = control_limits(rate, whole)

    assert (kept / whole < low) == (so_few < OUTLYING)
    assert control_limits(1 - rate, whole)[1] == pytest.approx(1 - low)


def test_a_good_small_group_with_some_bad_luck_is_not_shamed():
    counts = {"unlucky": (7, 3), "ours": (450, 20), "theirs": (500, 20)}
    groups = [(name, Measures(kept_on_time=kept, broken=broken)) for name, (kept, broken) in counts.items()]

    drawn = funnels.funnel(groups, Measures(kept_on_time=957, broken=43))

    assert drawn is not None
    assert not any(dot.is_outside for dot in drawn.dots)


def test_a_group_outside_the_limits_is_marked_and_small_ones_are_left_out():
    whole = Measures(kept_on_time=900, broken=100)
    groups = [
        ("usual", Measures(kept_on_time=90, broken=10)),
        ("far off", Measures(kept_on_time=50, broken=50)),
        ("large", Measures(kept_on_time=760, broken=40)),
        ("few", Measures(broken=9)),
    ]

    funnel = funnels.funnel(groups, whole)

    assert funnel is not None
    assert {dot.name: dot.is_outside for dot in funnel.dots} == {"usual": False, "far off": True, "large": True}


def a_group(kept: int, whole: int) -> Measures:
    return Measures(kept_on_time=kept, broken=whole - kept)


CITY = [
    ("Pick up Dead Animal", a_group(2076, 2197)),
    ("Sign Repair", a_group(3806, 4803)),
    ("Traffic Signal Repair", a_group(1713, 1858)),
]


def test_names_in_a_funnel_are_not_written_over_each_other():
    weekdays = [("Tuesday", a_group(2080, 2408)), ("Saturday", a_group(257, 274)), ("Sunday", a_group(226, 243))]

    funnel = funnels.funnel(weekdays, a_group(7595, 8858))

    assert funnel is not None
    _tuesday, saturday, sunday = funnel.dots
    assert saturday.is_outside
    assert sunday.is_outside
    assert abs(saturday.y - sunday.y) < funnels.LABEL
    assert abs(saturday.label_y - sunday.label_y) >= funnels.LABEL


def test_a_funnel_has_no_more_height_than_its_groups_need():
    funnel = funnels.funnel(CITY, a_group(7595, 8858))

    assert funnel is not None
    assert (funnel.lowest, funnel.highest) == (70, 100)


groups_of_any_size = st.lists(
    st.tuples(st.integers(10, 9000), st.floats(0, 1)).map(lambda each: a_group(round(each[0] * each[1]), each[0])),
    min_size=3,
    max_size=12,
)


@given(groups_of_any_size)
def test_everything_in_a_funnel_lies_on_its_paper(groups: list[Measures]):
    whole = a_group(sum(group.kept_on_time for group in groups), sum(group.judged for group in groups))

    funnel = funnels.funnel([(f"group {n}", group) for n, group in enumerate(groups)], whole)

    assert funnel is not None
    heights = [
        funnel.middle,
        *(dot.y for dot in funnel.dots),
        *(y for line in funnel.limits for y in (line[1], line[3])),
    ]
    assert all(-0.1 <= y <= funnels.HEIGHT + 0.1 for y in heights)
    assert all(0 <= dot.x <= funnels.WIDEST for dot in funnel.dots)


def test_causes_are_ranked_and_bars_come_with_what_they_make_up_together():
    causes = charts.ranked([("stock", 3, "2"), ("forgotten", 6, "1"), ("system", 1, "3"), ("other", 0, "4")])
    steps = charts.in_order([(words, many) for words, many, _ in causes])

    assert [key for _, _, key in causes] == ["1", "2", "3"]
    assert [(step.words, step.many, step.length, step.so_far) for step in steps] == [
        ("forgotten", 6, 100.0, 60),
        ("stock", 3, 50.0, 90),
        ("system", 1, 16.7, 100),
    ]


def test_a_bar_is_as_high_as_its_number_says():
    bars = charts.stacked(
        [("a", Measures(kept_on_time=3, broken=1)), ("b", Measures(kept_on_time=2)), ("c", Measures())]
    )

    heights = [sum(part.height for part in bar.parts) for bar in bars]

    assert heights[0] == pytest.approx(charts.HEIGHT, abs=4)
    assert heights[1] == pytest.approx(charts.HEIGHT / 2, abs=4)
    assert heights[2] == 0


@pytest.mark.parametrize(("many", "labels", "on_phones"), [(4, 4, 4), (7, 7, 4), (13, 7, 4), (26, 7, 4)])
def test_words_below_bars_have_room_also_on_phones(many: int, labels: int, on_phones: int):
    bars = charts.stacked([(str(n), Measures(kept_on_time=1)) for n in range(many)])

    assert sum(bool(bar.label) for bar in bars) == labels
    assert sum(bool(bar.label) and not bar.is_for_wide for bar in bars) == on_phones
