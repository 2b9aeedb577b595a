"""Somebody always answers."""

import pytest

from tracker.accounts.rules.standing_in import Presence, responsible

PERSON, DEPUTY, MANAGER = 1, 2, 3


@pytest.mark.parametrize(
    ("away", "deputy_away", "answers"),
    [
        (False, False, PERSON),
        (False, True, PERSON),
        (True, False, DEPUTY),
        (True, True, MANAGER),
    ],
)
def test_the_deputy_answers_for_who_is_away_and_the_manager_for_both(
    away: bool,  # noqa: FBT001
    deputy_away: bool,  # noqa: FBT001
    answers: int,
) -> None:
    person = Presence(PERSON, is_away=away, deputy_id=DEPUTY, manager_id=MANAGER)
    deputy = Presence(DEPUTY, is_away=deputy_away, deputy_id=None, manager_id=MANAGER)

    assert responsible(person, {DEPUTY: deputy}) == answers


def test_without_anybody_else_it_stays_with_the_person() -> None:
    assert responsible(Presence(PERSON, is_away=True, deputy_id=None, manager_id=None), {}) == PERSON
