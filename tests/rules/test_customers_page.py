"""When a customer's link holds, what may be said behind it, and what a record adds up to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import at
from tracker.kernel.errors import Gone, NotFound, TooMany
from tracker.portal.rules import (
    MOST_WORDS_AN_HOUR,
    LinkFacts,
    SaidFacts,
    Tally,
    Word,
    check_holds,
    check_may_say,
    check_not_too_much,
    is_said_already,
    tally,
    words_on,
)
from tracker.promises.rules import PromiseFacts, Standing, State

NOW = at("2026-11-27 09:00")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_a_link_holds_until_it_expires_or_is_revoked():
    assert LinkFacts(expires_at=NOW + MINUTE).holds(NOW)
    assert not LinkFacts(expires_at=NOW).holds(NOW)
    assert not LinkFacts(expires_at=NOW + DAY, revoked_at=NOW - DAY).holds(NOW)


def test_revoked_and_expired_links_are_refused_alike():
    words = set()
    for link in (LinkFacts(expires_at=NOW), LinkFacts(expires_at=NOW + DAY, revoked_at=NOW)):
        with pytest.raises(Gone) as refused:
            check_holds(link, NOW)
        words.add(refused.value.message)

    assert len(words) == 1


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.DRAFT, Standing.WITHDRAWN}))
def test_a_date_is_only_spoken_of_while_it_is_ahead(standing: Standing):
    is_ahead = standing in {Standing.OPEN, Standing.DUE_SOON}

    assert (Word.OBJECTS in words_on(standing)) is is_ahead
    assert Word.CALL in words_on(standing)


def test_what_the_page_does_not_offer_cannot_be_said():
    with pytest.raises(NotFound):
        check_may_say(Word.THANKS, Standing.BROKEN)


def test_the_same_word_within_a_day_is_one_word():
    before = [SaidFacts(promise_id=1, word=Word.CALL, at=NOW - DAY + MINUTE, words="0711 1")]
    again = SaidFacts(promise_id=1, word=Word.CALL, at=NOW, words="0711 1")

    assert is_said_already(again, before)
    assert is_said_already(replace(again, words=""), before)
    assert not is_said_already(replace(again, at=NOW + MINUTE), before)
    assert not is_said_already(replace(again, word=Word.THANKS), before)
    assert not is_said_already(replace(again, promise_id=2), before)


def test_other_words_are_a_further_word():
    before = [SaidFacts(promise_id=1, word=Word.CALL, at=NOW - MINUTE, words=words) for words in ("", "0711 1")]

    assert not is_said_already(SaidFacts(promise_id=1, word=Word.CALL, at=NOW, words="0711 2"), before)


def test_ten_words_an_hour_are_enough_and_the_wait_ends_when_the_first_is_an_hour_old():
    before = [SaidFacts(promise_id=n, word=Word.CALL, at=NOW - n * MINUTE) for n in range(MOST_WORDS_AN_HOUR)]

    check_not_too_much(before[1:], NOW)
    with pytest.raises(TooMany) as refused:
        check_not_too_much(before, NOW)

    assert refused.value.retry_after_s == 51 * 60 + 1
    check_not_too_much(before, NOW + 51 * MINUTE)


def test_the_public_count_says_what_the_record_bears_out():
    due = PromiseFacts(
        id=1,
        state=State.KEPT,
        team_id=1,
        owner_id=1,
        made_at=NOW - DAY,
        due_at=NOW,
        first_due_at=NOW,
        tolerance=DAY,
        kept_at=NOW,
    )
    promises = [
        due,
        replace(due, renegotiations=3),
        replace(due, kept_at=NOW + MINUTE),
        replace(due, state=State.PARTLY_KEPT),
        replace(due, state=State.BROKEN, kept_at=None),
        replace(due, state=State.OPEN, kept_at=None),
        replace(due, state=State.OPEN, kept_at=None, due_at=NOW + DAY),
    ]

    counted = tally(promises, NOW + MINUTE)

    assert counted == Tally(made=7, kept=1, kept_moved=1, kept_late=1, not_kept=2, overdue=1, open=1)
