"""In a review, a promise that somebody else takes over is decided, before the answer and after it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.support.builders import a_manager, a_promise, a_team, an_agent
from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.promises.rules import Due
from tracker.promises.use_cases.handing_over import (
    HandOverPromise,
    accept_hand_over,
    decline_hand_over,
    hand_over_promise,
)
from tracker.review import queries
from tracker.review.records import Review
from tracker.review.rules import Progress, progress
from tracker.review.use_cases import StartReview, start_review

HOUR = timedelta(hours=1)


def how_far(session: Session, manager: Viewer, review: Review) -> Progress:
    session.flush()
    return progress(queries.items(session, manager, review.id), review.facts(), MOMENT + 2 * HOUR)


def test_it_stays_decided_when_the_other_accepts_and_waits_again_when_they_decline(session: Session):
    team = a_team(session, "Service")
    manager, ann, ben = a_manager(session, of=team), an_agent(session, team=team), an_agent(session, team=team)
    kept, given = (a_promise(session, ann, now=MOMENT - 30 * HOUR, due=Due(MOMENT - HOUR)) for _ in range(2))
    review = start_review(session, StartReview(actor=manager), MOMENT)
    for promise in (kept, given):
        asked = HandOverPromise(promise_id=promise.id, actor=manager, seen_version=promise.row_version, to_id=ben.id)
        hand_over_promise(session, asked, MOMENT + HOUR)
    assert how_far(session, manager, review).dealt_with == 2

    accept_hand_over(session, given.id, ben, MOMENT + HOUR)
    decline_hand_over(session, kept.id, ben, MOMENT + HOUR)

    after = how_far(session, manager, review)
    assert (after.decided, after.waiting) == ([given.id], [kept.id])


def test_what_was_taken_over_before_the_review_is_overdue_as_ever(session: Session):
    team = a_team(session, "Service")
    manager, ann, ben = a_manager(session, of=team), an_agent(session, team=team), an_agent(session, team=team)
    promise = a_promise(session, ann, now=MOMENT - 30 * HOUR, due=Due(MOMENT - HOUR))
    asked = HandOverPromise(promise_id=promise.id, actor=ann, seen_version=promise.row_version, to_id=ben.id)
    hand_over_promise(session, asked, MOMENT - 20 * HOUR)
    accept_hand_over(session, promise.id, ben, MOMENT - 19 * HOUR)

    review = start_review(session, StartReview(actor=manager), MOMENT)

    assert how_far(session, manager, review).waiting == [promise.id]
