"""A review that was ended goes on with whatever is done in it, and its history says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.records import Event
from tracker.promises.rules import Due
from tracker.review.use_cases import StartReview, end_review, skip, start_review, take_up

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("deed", ["skip", "take_up"])
def test_what_is_left_or_taken_up_after_the_end_is_told_as_going_on(session: Session, deed: str) -> None:
    team = b.a_team(session)
    manager = b.a_manager(session, of=team)
    promise = b.a_promise(session, b.an_agent(session, team=team), now=MOMENT - 9 * HOUR, due=Due(MOMENT - HOUR))
    review = start_review(session, StartReview(actor=manager), MOMENT)
    end_review(session, manager, review.id, MOMENT + HOUR)

    if deed == "skip":
        skip(session, manager, (review.id, promise.id), MOMENT + 2 * HOUR)
    else:
        take_up(session, manager, review.id, MOMENT + 2 * HOUR)

    told = select(Event.kind).where(Event.subject_type == "review", Event.subject_id == review.id).order_by(Event.id)
    assert session.scalars(told).all() == ["review_started", "review_ended", "review_continued"]
    assert review.ended_at is None
