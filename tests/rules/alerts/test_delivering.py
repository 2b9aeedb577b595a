"""What becomes of a delivery."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.alerts.rules.delivering import PAUSES, Occasion, Outcome, is_over, next_try, obstacle
from tracker.alerts.rules.ladders import NoticeKind
from tracker.promises.rules import SETTLED, State

DUE = MOMENT + timedelta(hours=3)
WARNING = Occasion(kind=NoticeKind.BEFORE_DUE, due_at=DUE)


def test_a_message_about_an_open_promise_goes_out():
    assert obstacle(WARNING, State.OPEN, DUE) == ""


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_a_message_that_waited_is_wanted_no_more_after_an_outcome(state: State):
    assert obstacle(WARNING, state, DUE) == "settled"


def test_a_message_that_waited_is_wanted_no_more_after_a_new_date():
    assert obstacle(WARNING, State.OPEN, DUE + timedelta(days=1)) == "rescheduled"


def test_a_reminder_of_a_draft_is_wanted_no_more_once_it_is_complete():
    reminder = Occasion(kind=NoticeKind.DRAFT, due_at=DUE)

    assert obstacle(reminder, State.DRAFT, DUE) == ""
    assert obstacle(reminder, State.OPEN, DUE) == "completed"


@pytest.mark.parametrize("occasion", [WARNING, Occasion(kind=NoticeKind.DRAFT, due_at=None)])
def test_an_occasion_survives_being_stored(occasion: Occasion):
    assert Occasion.unpacked(occasion.packed()) == occasion


@pytest.mark.parametrize("attempts", range(1, 8))
def test_the_pause_grows_with_every_failure(attempts: int):
    pause = PAUSES[attempts - 1]

    assert next_try(attempts, MOMENT, luck=1.0) == MOMENT + pause
    assert next_try(attempts, MOMENT, luck=0.5) == MOMENT + pause / 2


def test_nobody_comes_back_before_the_receiver_wants_it_but_nobody_waits_longer_than_an_hour():
    assert next_try(1, MOMENT, 0.0, timedelta(minutes=9)) == MOMENT + timedelta(minutes=9)
    assert next_try(1, MOMENT, 0.0, timedelta(days=9)) == MOMENT + timedelta(hours=1)
    assert next_try(7, MOMENT, 1.0, timedelta(minutes=9)) == MOMENT + PAUSES[-1]


def test_the_longest_pause_is_the_last_one():
    assert next_try(20, MOMENT, luck=1.0) == MOMENT + PAUSES[-1]


@pytest.mark.parametrize(
    ("attempts", "outcome", "over"),
    [
        (1, Outcome.TRANSIENT, False),
        (7, Outcome.AMBIGUOUS, False),
        (8, Outcome.TRANSIENT, True),
        (1, Outcome.PERMANENT, True),
    ],
)
def test_a_delivery_is_given_up_after_eight_attempts_or_when_trying_cannot_help(attempts, outcome, over):
    assert is_over(attempts, 8, outcome) is over
