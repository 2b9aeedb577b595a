"""Which promise comes first in a review, and which of them are decided."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import at
from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Role, Viewer
from tracker.review.rules import (
    MOST_ITEMS,
    Case,
    ItemFacts,
    ItemState,
    ReviewFacts,
    ReviewKind,
    Why,
    check_may_review,
    harm,
    most_harmful_first,
    progress,
    reasons,
    state_of,
)

NOW = at("2026-11-27 09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL = Case(promise_id=1, tier=0, late_at=NOW - HOUR, new_dates=0, is_amends=False)
OVERDUE = ReviewFacts(kind=ReviewKind.OVERDUE, started_at=NOW - HOUR)
ABSENCE = ReviewFacts(kind=ReviewKind.ABSENCE, started_at=NOW - HOUR, about_id=7, until=NOW + 5 * DAY)
LATE = ItemFacts(promise_id=1, is_open=True, owner_id=7, due_at=NOW - DAY, late_at=NOW - DAY)

cases = st.builds(
    Case,
    promise_id=st.integers(1, 10_000),
    tier=st.integers(0, 4),
    late_at=st.integers(0, 400).map(lambda hours: NOW - hours * HOUR),
    new_dates=st.integers(0, 6),
    is_amends=st.booleans(),
)


@pytest.mark.parametrize(
    "worse",
    [
        replace(USUAL, tier=1),
        replace(USUAL, late_at=NOW - 2 * DAY),
        replace(USUAL, new_dates=1),
        replace(USUAL, is_amends=True),
    ],
)
def test_each_of_the_four_makes_it_more_harmful(worse: Case):
    assert harm(worse, NOW) > harm(USUAL, NOW)


def test_among_equals_the_longest_late_comes_first():
    longer = replace(USUAL, promise_id=2, late_at=NOW - 2 * HOUR)

    assert [case.promise_id for case in most_harmful_first([USUAL, longer], NOW)] == [2, 1]


def test_a_key_account_waits_less_than_a_standard_customer_who_has_waited_a_day_longer():
    key_account = replace(USUAL, promise_id=2, tier=1)
    standard = replace(USUAL, promise_id=3, late_at=NOW - DAY)

    assert most_harmful_first([standard, key_account], NOW)[0] is key_account


@given(st.lists(cases, max_size=30, unique_by=lambda case: case.promise_id))
@settings(max_examples=30)
def test_the_order_is_total_and_nothing_is_lost(found: list[Case]):
    ordered = most_harmful_first(found, NOW)

    assert most_harmful_first(list(reversed(found)), NOW) == ordered
    assert sorted(case.promise_id for case in ordered) == sorted(case.promise_id for case in found)
    assert [harm(case, NOW) for case in ordered] == sorted((harm(case, NOW) for case in found), reverse=True)


def test_a_session_ends_within_a_morning():
    many = [replace(USUAL, promise_id=number) for number in range(MOST_ITEMS + 1)]

    assert len(most_harmful_first(many, NOW)) == MOST_ITEMS


def test_why_a_promise_is_among_the_first_is_said():
    assert list(reasons(USUAL)) == []
    assert list(reasons(replace(USUAL, tier=2, new_dates=1, is_amends=True))) == [Why.TIER, Why.NEW_DATES, Why.AMENDS]


@pytest.mark.parametrize(
    ("item", "state"),
    [
        (LATE, ItemState.WAITING),
        (replace(LATE, skipped_at=NOW), ItemState.SKIPPED),
        (replace(LATE, is_open=False, skipped_at=NOW), ItemState.DECIDED),
        (replace(LATE, late_at=NOW + DAY), ItemState.DECIDED),
        (replace(LATE, offered_at=NOW), ItemState.DECIDED),
        (replace(LATE, offered_at=NOW - DAY), ItemState.WAITING),
        (replace(LATE, owner_id=8), ItemState.WAITING),
    ],
)
def test_overdue_is_decided_by_an_end_a_new_date_or_an_offer_made_since(item: ItemFacts, state: ItemState):
    assert state_of(item, OVERDUE, NOW) is state


@pytest.mark.parametrize(
    ("item", "state"),
    [
        (replace(LATE, late_at=NOW + DAY, due_at=NOW + DAY), ItemState.WAITING),
        (replace(LATE, offered_at=NOW - DAY), ItemState.DECIDED),
        (replace(LATE, owner_id=8), ItemState.DECIDED),
        (replace(LATE, due_at=NOW + 6 * DAY), ItemState.DECIDED),
    ],
)
def test_before_an_absence_whatever_somebody_else_provides_for_is_decided(item: ItemFacts, state: ItemState):
    assert state_of(item, ABSENCE, NOW) is state


def test_progress_counts_what_was_looked_at():
    items = [LATE, replace(LATE, promise_id=2, skipped_at=NOW), replace(LATE, promise_id=3, is_open=False)]

    found = progress(items, OVERDUE, NOW)

    assert (found.waiting, found.skipped, found.decided) == ([1], [2], [3])
    assert (found.dealt_with, found.total) == (2, 3)


def test_only_managers_review_teams():
    check_may_review(Viewer(id=1, name="Marie", role=Role.MANAGER, team_id=1))
    with pytest.raises(Forbidden):
        check_may_review(Viewer(id=1, name="Ann", role=Role.AGENT, team_id=1))
