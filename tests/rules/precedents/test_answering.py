"""Who answers requests for approval, and when they are reminded."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import MOMENT
from tests.support.ladders import a_rung
from tests.support.offices import office
from tracker.alerts.rules.ladders import Audience
from tracker.precedents.rules.answering import (
    Line,
    Person,
    above,
    answerers,
    is_listed,
    passed,
    settles_above,
    steps_of,
)

HOUR = timedelta(hours=1)
BERLIN = office()
FIRST, SECOND = 1, 2
ANNA, BERND, CARLA, DEPUTY = 11, 12, 13, 14
OFFICE = Line(managers={FIRST: BERND, SECOND: CARLA}, teams={BERND: SECOND, CARLA: SECOND}, in_charge={})


def with_in_charge(**people: int | None) -> Line:
    in_charge = {BERND: people.get("bernd", BERND), CARLA: people.get("carla", CARLA)}
    return Line(managers=OFFICE.managers, teams=OFFICE.teams, in_charge=in_charge)


def test_the_manager_of_the_team_answers_first_then_the_one_above():
    assert answerers(with_in_charge(), FIRST, ANNA) == [[BERND], [CARLA]]


def test_who_stands_in_for_a_manager_is_told_first_and_the_manager_may_still_answer():
    assert answerers(with_in_charge(bernd=DEPUTY), FIRST, ANNA) == [[DEPUTY, BERND], [CARLA]]


def test_nobody_answers_their_own_request_not_even_as_a_deputy():
    assert answerers(with_in_charge(), FIRST, BERND) == [[CARLA]]
    assert answerers(with_in_charge(bernd=DEPUTY), FIRST, DEPUTY) == [[BERND], [CARLA]]


def test_what_a_manager_asks_goes_up_and_not_to_who_stands_in_for_them():
    assert answerers(with_in_charge(bernd=DEPUTY), FIRST, BERND) == [[CARLA]]
    assert answerers(with_in_charge(carla=DEPUTY), SECOND, CARLA) == []


def test_a_team_without_a_manager_has_nobody():
    assert answerers(Line(managers={FIRST: None}, teams={}, in_charge={}), FIRST, ANNA) == []


def test_who_stands_above_is_told_by_the_line_not_by_who_stands_in_for_whom():
    """A manager who is away does not rise above themselves, nor do those above fall to their place."""
    assert above(with_in_charge(), FIRST, ANNA) == [[CARLA]]
    assert above(with_in_charge(bernd=CARLA), FIRST, ANNA) == [[CARLA]]
    assert above(with_in_charge(bernd=DEPUTY, carla=BERND), FIRST, ANNA) == [[CARLA]]
    assert above(with_in_charge(carla=DEPUTY), FIRST, ANNA) == [[DEPUTY, CARLA]]


def test_nobody_stands_above_where_the_line_ends():
    assert above(with_in_charge(carla=DEPUTY), SECOND, ANNA) == []
    assert above(Line(managers={FIRST: None}, teams={}, in_charge={}), FIRST, ANNA) == []


def known(closed: frozenset[int] = frozenset(), **different: Person) -> Line:
    """The office with what is known of its people; Bernd and Carla belong to the second team."""
    usual = Person(team_id=SECOND, manager_id=CARLA, is_agent=False, is_here=True)
    names = {"bernd": BERND, "carla": CARLA, "deputy": DEPUTY}
    in_charge: dict[int, int | None] = {BERND: BERND, CARLA: DEPUTY if "deputy" in different else CARLA}
    people = {number: different.get(name, usual) for name, number in names.items()}
    return Line(managers=OFFICE.managers, teams=OFFICE.teams, in_charge=in_charge, people=people, closed=closed)


GONE = Person(team_id=SECOND, manager_id=CARLA, is_agent=False, is_here=False)
OF_BERND = Person(team_id=FIRST, manager_id=BERND, is_agent=True, is_here=True)


def test_who_has_left_answers_nothing_and_stands_above_nobody():
    assert steps_of(known(), FIRST, ANNA) == ([[BERND], [CARLA]], [[CARLA]], False)
    assert steps_of(known(bernd=GONE), FIRST, ANNA) == ([[CARLA]], [[CARLA]], False)
    assert steps_of(known(carla=GONE), FIRST, ANNA) == ([[BERND]], [[BERND]], True)


def test_what_a_manager_asks_no_agent_of_theirs_answers_who_stands_in_for_the_one_above():
    line = known(deputy=OF_BERND)

    assert steps_of(line, FIRST, BERND).all == [[CARLA]]
    assert steps_of(line, FIRST, ANNA).all == [[BERND], [DEPUTY, CARLA]]


def test_a_closed_team_exists_for_its_manager_and_its_people_alone():
    assert steps_of(known(frozenset({FIRST})), FIRST, ANNA) == ([[BERND]], [[BERND]], True)
    assert steps_of(known(frozenset({SECOND})), FIRST, ANNA).all == [[BERND], [CARLA]]


def test_a_request_is_on_the_list_of_the_first_step_and_once_late_of_the_next_as_well():
    steps = [[BERND], [DEPUTY, CARLA], [ANNA]]

    assert [is_listed(steps, each, is_late=False) for each in (BERND, CARLA, DEPUTY, ANNA)] == [True, *[False] * 3]
    assert [is_listed(steps, each, is_late=True) for each in (BERND, CARLA, DEPUTY, ANNA)] == [*[True] * 3, False]


def test_what_is_found_against_a_manager_is_settled_by_the_nearest_one_above_who_is_here():
    assert settles_above(known(), FIRST) == CARLA
    assert settles_above(known(deputy=OF_BERND), FIRST) == CARLA
    assert settles_above(known(carla=GONE), FIRST) is None
    assert settles_above(known(), SECOND) is None


people = st.integers(1, 6)


@given(
    managers=st.dictionaries(people, st.none() | people, min_size=1),
    teams=st.dictionaries(people, people),
    in_charge=st.dictionaries(people, st.none() | people),
    team=people,
    asker=people,
)
def test_a_line_that_leads_in_circles_ends_and_never_names_who_asked_or_anybody_twice(
    managers, teams, in_charge, team, asker
):
    steps = answerers(Line(managers=managers, teams=teams, in_charge=in_charge), team, asker)
    found = [each for step in steps for each in step]

    higher = [
        each for step in above(Line(managers=managers, teams=teams, in_charge=in_charge), team, asker) for each in step
    ]

    assert all(steps)
    assert not {asker, managers.get(team)} & set(higher)
    assert len(higher) == len(set(higher))
    assert asker not in found
    assert len(found) == len(set(found))
    assert set(found) <= {*managers.values(), *in_charge.values()} - {None}


def test_a_rung_comes_once_its_moment_has_passed_and_only_once():
    before = a_rung(-2 * HOUR, number=1, audience=(Audience.APPROVER,))
    answer_by = MOMENT + 5 * HOUR

    def since(hours: float, until: float) -> list[int]:
        found = passed([before], answer_by, MOMENT + hours * HOUR, MOMENT + until * HOUR, calendar=BERLIN)
        return [each.rung.id for each in found]

    assert since(0, 2) == []
    assert since(2, 3) == [1]
    assert since(3, 5) == []


def test_of_a_rung_that_repeats_only_the_last_time_that_has_passed_counts():
    again = a_rung(HOUR, number=2, repeat=HOUR, repeat_most=3)
    answer_by = MOMENT + HOUR

    [found] = passed([again], answer_by, MOMENT, MOMENT + 4.5 * HOUR, calendar=BERLIN)
    assert (found.occurrence, found.moment) == (2, MOMENT + 4 * HOUR)
    [last] = passed([again], answer_by, MOMENT + 4.5 * HOUR, MOMENT + timedelta(days=9), calendar=BERLIN)
    assert last.occurrence == 3
    assert passed([again], answer_by, last.moment, MOMENT + timedelta(days=90), calendar=BERLIN) == []


@given(
    offset=st.integers(-20, 20),
    repeat=st.integers(0, 5),
    steps=st.lists(st.integers(1, 600), min_size=1, max_size=30),
)
def test_however_often_one_looks_no_moment_comes_twice_and_the_last_one_is_not_missed(offset, repeat, steps):
    rung = a_rung(offset * HOUR, number=1, repeat=repeat * HOUR if repeat else None, repeat_most=3)
    answer_by, since, told = MOMENT + 24 * HOUR, MOMENT, []

    for minutes in steps:
        now = since + timedelta(minutes=minutes)
        told += [each.moment for each in passed([rung], answer_by, since, now, calendar=BERLIN)]
        since = now

    assert told == sorted(set(told))
    assert told[-1:] == [each.moment for each in passed([rung], answer_by, MOMENT, since, calendar=BERLIN)][-1:]
