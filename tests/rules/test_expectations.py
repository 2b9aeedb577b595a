"""Whether an expectation was corrected before it was disappointed, and what may be done with one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import MOMENT
from tracker.expectations.rules import (
    Answer,
    ExpectationFacts,
    PromiseMade,
    check_is_open,
    check_may_note,
    check_said,
    corrected_before_disappointed,
    was_corrected_in_time,
    was_disappointed,
)
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.promises.measures import Share
from tracker.promises.rules import State

HOUR = timedelta(hours=1)
CORRECTED = ExpectationFacts(answer=Answer.CORRECTED, answered_at=MOMENT)


def _met(state: State, *, kept_after: timedelta | None = None) -> ExpectationFacts:
    kept_at = None if kept_after is None else MOMENT + kept_after
    promise = PromiseMade(state=state, late_at=MOMENT, kept_at=kept_at)
    return ExpectationFacts(answer=Answer.MET, answered_at=MOMENT - HOUR, promise=promise)


def test_a_correction_before_the_complaint_is_in_time():
    before = ExpectationFacts(answer=Answer.CORRECTED, answered_at=MOMENT, complained_at=MOMENT + HOUR)
    after = ExpectationFacts(answer=Answer.CORRECTED, answered_at=MOMENT, complained_at=MOMENT - HOUR)
    at_once = ExpectationFacts(answer=Answer.CORRECTED, answered_at=MOMENT, complained_at=MOMENT)

    assert was_corrected_in_time(CORRECTED)
    assert was_corrected_in_time(before)
    assert not was_corrected_in_time(after)
    assert not was_corrected_in_time(at_once)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (_met(State.KEPT, kept_after=-HOUR), False),
        (_met(State.KEPT, kept_after=HOUR), True),
        (_met(State.PARTLY_KEPT, kept_after=-HOUR), True),
        (_met(State.BROKEN), True),
        (_met(State.WITHDRAWN), False),
        (ExpectationFacts(answer=Answer.OPEN, complained_at=MOMENT), True),
        (ExpectationFacts(answer=Answer.OPEN), False),
    ],
)
def test_who_complains_or_was_promised_in_vain_is_disappointed(facts: ExpectationFacts, *, expected: bool):
    assert was_disappointed(facts, MOMENT) is expected


def test_an_open_promise_disappoints_once_it_is_overdue():
    facts = _met(State.OPEN)

    assert not was_disappointed(facts, MOMENT)
    assert was_disappointed(facts, MOMENT + HOUR)


def test_what_is_open_or_met_by_a_promise_that_holds_does_not_count():
    register = [
        CORRECTED,
        ExpectationFacts(answer=Answer.OPEN),
        _met(State.KEPT, kept_after=-HOUR),
        _met(State.BROKEN),
        ExpectationFacts(answer=Answer.OPEN, complained_at=MOMENT),
    ]

    assert corrected_before_disappointed(register, MOMENT) == Share(1, 3)


@given(st.lists(st.sampled_from([CORRECTED, _met(State.BROKEN), ExpectationFacts(answer=Answer.OPEN)])))
def test_never_more_are_corrected_in_time_than_count(register: list[ExpectationFacts]):
    share = corrected_before_disappointed(register, MOMENT)

    assert 0 <= share.part <= share.whole <= len(register)


def test_administrators_note_nothing_nobody_answers_twice_and_a_correction_has_words():
    with pytest.raises(Forbidden):
        check_may_note(Viewer(id=1, name="", role=Role.ADMIN, team_id=1))
    with pytest.raises(Invalid):
        check_is_open(Answer.MET)
    with pytest.raises(Invalid):
        check_said("")
