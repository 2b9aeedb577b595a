"""What becomes of a flag about a team or a person: what was settled rests until it is shown anew."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState, FlagType, ends_by_hand
from tracker.precedents.rules.treatment import Severity
from tracker.precedents.rules.units import Standing, Step, Unit, UnitFinding, step

DAY = timedelta(days=1)
ENDS = [each for each in FlagState if each not in {FlagState.OPEN, FlagState.EXPIRED, FlagState.PASSED}]


def found(*, days_ago: range) -> UnitFinding:
    """A finding that is shown by one decision on each of these days."""
    evidence = tuple((MOMENT - day * DAY, day) for day in days_ago)
    return UnitFinding(
        type=FlagType.DRIFT, unit=Unit(team_id=1), severity=Severity.NOTICE, figures={}, evidence=evidence
    )


def standing(state: FlagState, *, shown_by: int = 5) -> Standing:
    """A flag that was raised forty days ago and, unless it is open, settled ten days ago."""
    closed_at = None if state is FlagState.OPEN else MOMENT - 10 * DAY
    return Standing(state=state, created_at=MOMENT - 40 * DAY, closed_at=closed_at, shown_by=shown_by)


def test_an_open_flag_tells_the_latest() -> None:
    assert step(standing(FlagState.OPEN), found(days_ago=range(1, 30)), MOMENT) is Step.REFRESH


@pytest.mark.parametrize("end", ENDS)
def test_what_was_settled_rests_however_much_showed_it_before(end: FlagState) -> None:
    assert step(standing(end), found(days_ago=range(11, 80)), MOMENT) is Step.REST


@pytest.mark.parametrize("end", ENDS)
def test_as_many_new_cases_as_showed_it_before_open_it_again(end: FlagState) -> None:
    assert step(standing(end), found(days_ago=range(1, 5)), MOMENT) is Step.REST
    assert step(standing(end), found(days_ago=range(1, 6)), MOMENT) is Step.REOPEN


def test_what_passed_by_itself_was_not_looked_into_and_is_opened_by_the_same_cases() -> None:
    assert step(standing(FlagState.PASSED), found(days_ago=range(11, 80)), MOMENT) is Step.REOPEN


def test_a_flag_that_nobody_settled_in_time_rests_as_well() -> None:
    expired = Standing(state=FlagState.OPEN, created_at=MOMENT - LOOKED_INTO - 2 * DAY, closed_at=None, shown_by=3)

    assert step(expired, found(days_ago=range(3, 80)), MOMENT) is Step.REST
    assert step(expired, found(days_ago=range(80)), MOMENT + 10 * DAY) is Step.REST
    assert step(expired, found(days_ago=range(-9, 0)), MOMENT + 10 * DAY) is Step.REOPEN


def test_a_person_stays_the_same_one_in_another_team() -> None:
    assert Unit(team_id=1, account_id=7).key == Unit(team_id=2, account_id=7).key
    assert Unit(team_id=1).key != Unit(team_id=2).key


def test_nobody_corrects_a_practice_by_a_single_decision() -> None:
    assert FlagState.ACCEPTED_ONCE not in ends_by_hand(FlagType.DRIFT)
    assert FlagState.CORRECTED not in ends_by_hand(FlagType.TREATMENT)
