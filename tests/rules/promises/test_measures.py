"""The measures, by their definitions and by laws that hold for every history."""

from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.promises.measures import (
    JUDGED,
    Course,
    Measures,
    Share,
    Verdict,
    lateness,
    measure,
    percentile,
    verdict,
    was_informed_before_due,
    was_kept_as_first_promised,
)
from tracker.promises.rules import SETTLED, State

DUE = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LATER = DUE + 30 * HOUR


def course(state: State = State.OPEN, **told) -> Course:
    """A promise due at DUE, settled when it was kept unless told otherwise."""
    told.setdefault("settled_at", told.get("kept_at", DUE if state in SETTLED else None))
    facts: dict[str, Any] = {"state": state, "due_at": DUE, "first_due_at": DUE} | told
    return Course(**facts)


@pytest.mark.parametrize(
    ("kept_at", "tolerance", "expected"),
    [
        (DUE - HOUR, timedelta(), Verdict.KEPT_ON_TIME),
        (DUE, timedelta(), Verdict.KEPT_ON_TIME),
        (DUE + SECOND, timedelta(), Verdict.KEPT_LATE),
        (DUE + HOUR, HOUR, Verdict.KEPT_ON_TIME),
        (DUE + HOUR + SECOND, HOUR, Verdict.KEPT_LATE),
    ],
)
def test_kept_counts_as_on_time_up_to_the_due_plus_tolerance(kept_at, tolerance, expected):
    assert verdict(course(State.KEPT, kept_at=kept_at, tolerance=tolerance), LATER) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (DUE, Verdict.OPEN_AHEAD),
        (DUE + HOUR, Verdict.OPEN_AHEAD),
        (DUE + HOUR + SECOND, Verdict.OPEN_OVERDUE),
    ],
)
def test_open_is_overdue_only_after_the_due_plus_tolerance(moment, expected):
    assert verdict(course(tolerance=HOUR), moment) is expected


@pytest.mark.parametrize("state", [State.PARTLY_KEPT, State.BROKEN, State.WITHDRAWN])
def test_other_endings_count_as_themselves(state):
    assert verdict(course(state), LATER) == state.value


def test_a_draft_is_not_measured():
    draft = Course(state=State.DRAFT, due_at=DUE, first_due_at=None)

    assert verdict(draft, LATER) is None
    assert measure([draft], LATER) == Measures()


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_what_was_settled_after_the_moment_was_still_open_at_it(state):
    settled = course(state, kept_at=DUE + 5 * HOUR, settled_at=DUE + 5 * HOUR)

    assert verdict(settled, DUE + 4 * HOUR) is Verdict.OPEN_OVERDUE
    assert verdict(settled, DUE - HOUR) is Verdict.OPEN_AHEAD
    assert verdict(settled, DUE + 5 * HOUR) not in {Verdict.OPEN_OVERDUE, Verdict.OPEN_AHEAD}


def test_a_promise_settled_before_it_was_made_is_measured_like_any_other():
    assert verdict(course(State.KEPT, kept_at=DUE - 1000 * HOUR), LATER) is Verdict.KEPT_ON_TIME


def test_kept_as_first_promised_looks_at_the_first_due_and_grants_no_tolerance():
    renegotiated = {"first_due_at": DUE - 2 * HOUR, "tolerance": HOUR}

    assert was_kept_as_first_promised(course(State.KEPT, kept_at=DUE - 2 * HOUR, **renegotiated), LATER)
    assert not was_kept_as_first_promised(course(State.KEPT, kept_at=DUE - HOUR, **renegotiated), LATER)
    assert not was_kept_as_first_promised(course(State.PARTLY_KEPT, kept_at=DUE - 3 * HOUR), LATER)


def test_earlier_than_first_promised_may_still_be_late_for_an_earlier_agreed_date():
    moved_forward = course(State.KEPT, kept_at=DUE + HOUR, first_due_at=DUE + 2 * HOUR)

    measures = measure([moved_forward], LATER)

    assert (measures.kept_late, measures.as_first_promised) == (1, 1)


def test_informed_means_told_before_the_first_due_and_known_at_the_moment():
    assert was_informed_before_due(course(first_informed_at=DUE - SECOND), LATER)
    assert not was_informed_before_due(course(first_informed_at=DUE), LATER)
    assert not was_informed_before_due(course(first_informed_at=DUE - HOUR), DUE - 2 * HOUR)
    assert not was_informed_before_due(course(), LATER)


def test_informed_is_a_share_of_those_not_kept_as_first_promised():
    kept_and_told = course(State.KEPT, kept_at=DUE - HOUR, first_informed_at=DUE - 2 * HOUR)
    late_and_told = course(State.KEPT, kept_at=DUE + HOUR, first_informed_at=DUE - HOUR)
    broken_in_silence = course(State.BROKEN)
    still_ahead = course(due_at=LATER + HOUR, first_due_at=LATER + HOUR, first_informed_at=DUE)

    measures = measure([kept_and_told, late_and_told, broken_in_silence, still_ahead], LATER)

    assert measures.informed_before_due == Share(1, 2)


def test_withdrawn_counts_neither_for_nor_against_and_is_not_due():
    measures = measure([course(State.WITHDRAWN), course(State.KEPT, kept_at=DUE)], LATER)

    assert (measures.due, measures.judged, measures.withdrawn) == (1, 1, 1)
    assert measures.kept_rate.rate == 1


def test_what_lies_ahead_is_due_but_not_judged():
    measures = measure([course(), course(due_at=LATER)], LATER)

    assert (measures.due, measures.judged, measures.open_overdue) == (2, 1, 1)


def test_lateness_is_counted_from_the_due_without_tolerance_for_what_was_late_only():
    late = course(State.KEPT, kept_at=DUE + 3 * HOUR, tolerance=HOUR)
    early = course(State.KEPT, kept_at=DUE - HOUR)

    measures = measure([late, early, course(State.PARTLY_KEPT, kept_at=DUE + 9 * HOUR)], LATER)

    assert measures.lateness_median == measures.lateness_p90 == 3 * 3600
    assert lateness(early) == -HOUR
    assert lateness(course()) is None


def test_nothing_has_no_rates():
    nothing = Measures()

    assert nothing.kept_rate.rate is None
    assert nothing.kept_rate.interval is None
    assert nothing.lateness_median is None


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_one_of_the_literature(part, whole, low, high):
    """The four examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert Share(part, whole).interval == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_mirrors_its_complement(counts):
    part, whole = counts
    share, rest = Share(part, whole), Share(whole - part, whole)
    assert share.rate is not None
    assert share.interval is not None
    assert rest.interval is not None

    low, high = share.interval

    assert 0 <= low <= share.rate <= high <= 1
    assert low < high
    assert rest.interval == pytest.approx((1 - high, 1 - low), abs=1e-9)


SPANS = st.lists(st.integers(0, 10**7).map(float), min_size=2, max_size=60)


@given(SPANS)
def test_percentiles_are_those_of_the_standard_library(spans):
    ordered = sorted(spans)

    assert percentile(ordered, 0.5) == pytest.approx(median(ordered))
    assert percentile(ordered, 0.9) == pytest.approx(quantiles(ordered, n=10, method="inclusive")[8], abs=0.051)


def test_a_percentile_of_one_is_that_one_and_of_none_is_none():
    assert percentile([7.0], 0.9) == 7
    assert percentile([], 0.5) is None


HOURS = st.integers(-200, 200).map(lambda hours: DUE + hours * HOUR)


@st.composite
def courses(draw):
    state = draw(st.sampled_from(State))
    is_kept = state in {State.KEPT, State.PARTLY_KEPT}
    return Course(
        state=state,
        due_at=draw(HOURS),
        first_due_at=draw(HOURS),
        tolerance=draw(st.sampled_from([timedelta(), HOUR, 24 * HOUR])),
        kept_at=draw(HOURS) if is_kept else None,
        settled_at=draw(HOURS) if state in SETTLED else None,
        first_informed_at=draw(st.none() | HOURS),
    )


@given(st.lists(courses(), max_size=30), HOURS)
def test_every_promise_counts_exactly_once(history, moment):
    measures = measure(history, moment)

    assert measures.due + measures.withdrawn == sum(each.state is not State.DRAFT for each in history)
    assert measures.judged == sum(verdict(each, moment) in JUDGED for each in history)
    assert measures.as_first_promised <= measures.kept_on_time + measures.kept_late
    assert measures.informed_in_time <= measures.judged - measures.as_first_promised


@given(st.lists(courses(), max_size=15), st.lists(courses(), max_size=15), HOURS)
def test_counts_add_up_over_any_division(some, others, moment):
    together, one, other = (measure(each, moment) for each in (some + others, some, others))

    for name in (*(found.value for found in Verdict), "as_first_promised", "informed_in_time"):
        assert getattr(together, name) == getattr(one, name) + getattr(other, name)


@given(st.lists(courses(), max_size=15), HOURS, st.timedeltas(timedelta(), 300 * HOUR))
def test_a_later_moment_leaves_nothing_less_settled(history, moment, span):
    before, after = measure(history, moment), measure(history, moment + span)

    assert after.judged + after.withdrawn >= before.judged + before.withdrawn
    assert after.kept_late >= before.kept_late
    assert after.broken >= before.broken
