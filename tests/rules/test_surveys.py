"""When customers are asked by mail, how long they may answer, and how few answers are told of."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import at
from tracker.kernel.crowds import FEWEST_PEOPLE
from tracker.kernel.errors import Gone
from tracker.surveys.rules import (
    Group,
    SurveyFacts,
    check_can_be_answered,
    is_good_moment,
    together,
    told_apart,
)

NOW = at("2026-11-27 09:00")
BERLIN = ZoneInfo("Europe/Berlin")


def group(tier_id: int, people: int) -> Group:
    return Group(tier_id=tier_id, sent=2 * people, answered=people, people=people, yes=people)


def test_a_survey_is_answered_once_and_in_time():
    check_can_be_answered(SurveyFacts(expires_at=NOW + timedelta(minutes=1)), NOW)

    for refused in (SurveyFacts(expires_at=NOW), SurveyFacts(expires_at=NOW + timedelta(days=1), answered_at=NOW)):
        with pytest.raises(Gone):
            check_can_be_answered(refused, NOW)


@pytest.mark.parametrize(
    ("moment", "is_good"),
    [
        ("2026-11-27 08:00", True),
        ("2026-11-27 07:59", False),
        ("2026-11-27 14:59", True),
        ("2026-11-27 15:00", False),
        ("2026-11-28 10:00", False),
    ],
)
def test_mails_go_out_by_daylight_from_monday_to_friday(moment: str, is_good: bool):  # noqa: FBT001
    assert is_good_moment(at(moment), BERLIN) is is_good


def test_a_tier_of_few_people_stands_with_others():
    told = told_apart([group(1, 9), group(2, 4), group(3, 3)])

    assert [(each.tier_id, each.people) for each in told] == [(1, 9), (None, 7)]


def test_what_is_left_over_is_never_few_people():
    told = told_apart([group(1, 9), group(2, 6), group(3, 2)])

    assert [(each.tier_id, each.people) for each in told] == [(1, 9), (None, 8)]


def test_one_group_alone_says_no_more_than_the_whole():
    assert told_apart([group(1, 9)]) == []
    assert told_apart([group(1, 9), group(2, 2)]) == []


@given(st.lists(st.integers(0, 12), max_size=6))
def test_nothing_that_is_told_or_can_be_reckoned_from_it_is_about_few_people(counts: list[int]):
    groups = [group(number, people) for number, people in enumerate(counts, start=1)]

    told = told_apart(groups)

    left = together(groups).people - together(told).people
    assert all(each.people >= FEWEST_PEOPLE for each in told)
    assert not told or left == 0
