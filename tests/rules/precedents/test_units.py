"""What is judged over many decisions: exceptions that became the rule, and who leans which way."""

from itertools import count

from tests.support.precedents import DAY, START, case, measured
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.drift import drifts
from tracker.precedents.rules.leanings import leanings
from tracker.precedents.rules.policies import Zone

NOW = START + 400 * DAY


def prohibited(first_day: int, granted: int, refused: int, team: int = 1) -> list[Case]:
    outcomes = ["granted"] * granted + ["refused"] * refused
    return [
        case(first_day * 100 + number, outcome, first_day + number, zone=Zone.PROHIBITED, team_id=team)
        for number, outcome in enumerate(outcomes)
    ]


def test_exceptions_that_are_granted_more_often_than_not_became_the_rule() -> None:
    [found] = drifts([*prohibited(200, 1, 9), *prohibited(350, 8, 2)], NOW)

    assert (found.unit, found.granted, found.asked, found.is_new) == (("guest", 1), 8, 10, True)
    assert len(found.evidence) == 8


def test_a_lasting_habit_is_no_new_one() -> None:
    [found] = drifts([*prohibited(200, 8, 2), *prohibited(350, 8, 2)], NOW)

    assert not found.is_new


def test_few_cases_old_ones_and_those_within_the_policy_are_no_drift() -> None:
    within = [case(number, "granted", 360, team_id=1) for number in range(20)]

    assert drifts([*prohibited(350, 7, 0), *prohibited(100, 20, 0, team=2), *within], NOW) == []


def practice(grants_of: dict[int, int], of: int = 20) -> list[Case]:
    """Everybody decides as many alike cases; so many of them are granted."""
    numbers = count()
    return [
        case(next(numbers), "granted" if turn < granted else "refused", turn, agent_id=agent)
        for agent, granted in grants_of.items()
        for turn in range(of)
    ]


def test_who_grants_far_more_than_others_in_alike_cases_stands_out() -> None:
    found = leanings([measured(*practice(dict.fromkeys(range(8), 10) | {8: 20}))])

    assert [each.agent_id for each in found if each.stands_out] == [8]
    assert next(each for each in found if each.agent_id == 8).leaning > 0.4


def test_who_has_stronger_cases_does_not_stand_out() -> None:
    easy = [case(900 + turn, "granted", turn, agent_id=9, days_ahead=95.0) for turn in range(20)]
    by_others = [case(950 + turn, "granted", turn, agent_id=turn % 4, days_ahead=95.0) for turn in range(20)]
    found = leanings([measured(*practice(dict.fromkeys(range(8), 10)), *easy, *by_others)])

    assert not any(each.stands_out for each in found)


def test_few_decisions_say_nothing_about_a_person() -> None:
    few = [case(900 + turn, "granted", turn, agent_id=9) for turn in range(14)]
    found = leanings([measured(*practice(dict.fromkeys(range(8), 10)), *few)])

    assert 9 not in [each.agent_id for each in found]
