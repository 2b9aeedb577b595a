"""Taking back a new date, and what was only written down: as if it had never been said, and yet told in the history."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.queries import Told, history, last_events
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.promises.actions import undoable
from tracker.promises.records import Informing, Promise, Renegotiation
from tracker.promises.rules import Channel, Due, Settlement, State
from tracker.promises.timeline import without_undone
from tracker.promises.use_cases.following_up import FollowUp, add_note, record_attempt
from tracker.promises.use_cases.renegotiating import (
    InformCustomer,
    Informed,
    RenegotiatePromise,
    inform_customer,
    renegotiate_promise,
)
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.promises.use_cases.telling import tell
from tracker.promises.use_cases.undoing import undo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TOLD = Informed(at=MOMENT, channel=Channel.PHONE, words="It takes longer.")


@pytest.fixture
def ann(session: Session) -> Viewer:
    return b.an_agent(session)


@pytest.fixture
def promise(session: Session, ann: Viewer) -> Promise:
    return b.a_promise(session, ann)


def test_a_new_date_that_is_taken_back_was_never_agreed(session: Session, ann: Viewer, promise: Promise) -> None:
    _renegotiate(session, ann, promise, Due(MOMENT + 5 * DAY), TOLD)
    first = _facts(promise)
    _renegotiate(session, ann, promise, Due(MOMENT + 50 * DAY, (MOMENT + 50 * DAY).date()), TOLD)

    undo(session, promise.id, _last(session, promise), actor=ann, now=MOMENT + 2 * MINUTE)

    assert _facts(promise) == first
    assert session.scalars(select(Renegotiation.level)).all() == [1]
    assert session.scalar(select(func.count()).select_from(Informing)) == 1
    assert [each.kind for each in history(session, "promise", promise.id)][:2] == ["undone", "promise_renegotiated"]
    _renegotiate(session, ann, promise, Due(MOMENT + 6 * DAY))
    assert promise.renegotiations == 2


def test_that_the_customer_was_informed_is_taken_back(session: Session, ann: Viewer, promise: Promise) -> None:
    inform = InformCustomer(promise_id=promise.id, actor=ann, informed=TOLD)
    inform_customer(session, inform, MOMENT)
    version = promise.schedule_version

    undo(session, promise.id, _last(session, promise), actor=ann, now=MOMENT + MINUTE)

    assert promise.first_informed_at is None
    assert session.scalars(select(Informing.id)).all() == []
    assert promise.schedule_version == version


def test_an_attempt_and_a_note_are_taken_back(session: Session, ann: Viewer, promise: Promise) -> None:
    follow_up = FollowUp(promise_id=promise.id, actor=ann, words="The wrong customer.")

    record_attempt(session, follow_up, Channel.PHONE, MOMENT)
    undo(session, promise.id, _last(session, promise), actor=ann, now=MOMENT + MINUTE)
    add_note(session, follow_up, MOMENT + 2 * MINUTE)
    undo(session, promise.id, _last(session, promise), actor=ann, now=MOMENT + 3 * MINUTE)

    assert promise.attempts == 0
    kinds = [each.kind for each in history(session, "promise", promise.id)][:4]
    assert kinds == ["undone", "note_added", "undone", "attempt_made"]


def test_what_a_mail_has_told_the_customer_is_not_taken_back(session: Session, ann: Viewer, promise: Promise) -> None:
    _renegotiate(session, ann, promise, Due(MOMENT + 5 * DAY))
    moved = _last(session, promise)
    tell(session, promise, "confirmation_sent", actor=ann, now=MOMENT, words={"to": "sommer@example.com"})

    with pytest.raises(Invalid, match="A mail about this is already on its way"):
        undo(session, promise.id, moved, actor=ann, now=MOMENT + MINUTE)

    assert promise.renegotiations == 1


def _renegotiate(session: Session, ann: Viewer, promise: Promise, due: Due, informed: Informed | None = None) -> None:
    command = RenegotiatePromise(
        promise_id=promise.id,
        actor=ann,
        seen_version=promise.row_version,
        due=due,
        reason="Parts",
        informed=informed,
    )
    renegotiate_promise(session, command, MOMENT)
    session.flush()


def _last(session: Session, promise: Promise) -> int:
    return history(session, "promise", promise.id)[0].id


def _facts(promise: Promise) -> tuple[object, ...]:
    day = (promise.due_at, promise.due_day, promise.due_on, promise.late_at, promise.remind_at)
    return (*day, promise.renegotiations, promise.first_due_at, promise.first_informed_at)


def test_after_an_erasure_it_is_still_known_that_something_was_taken_back() -> None:
    kinds = ("promise_kept", "undone", "promise_broken", "undone", "promise_kept")
    told = [Told(number, MOMENT, 1, kind, {}, {}) for number, kind in enumerate(kinds)]

    assert [each.id for each in without_undone(told)] == [4]


def test_a_note_does_not_end_that_what_was_kept_is_taken_back(session: Session, ann: Viewer, promise: Promise) -> None:
    # given a promise that was kept, with a note after it, and one that was taken back
    ending = Settlement(outcome=State.KEPT, kept_at=MOMENT)
    settle = SettlePromise(promise_id=promise.id, actor=ann, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, settle, MOMENT)
    kept = _last(session, promise)
    for text in ("By parcel.", "By post."):
        add_note(session, FollowUp(promise_id=promise.id, actor=ann, words=text), MOMENT)
    undo(session, promise.id, _last(session, promise), actor=ann, now=MOMENT + MINUTE)
    told = history(session, "promise", promise.id)
    assert undoable(told, ann, MOMENT + MINUTE) == {kept}
    assert last_events(session, "promise", [promise.id], kinds=["promise_kept"]) == {promise.id: kept}

    # when it is taken back
    undo(session, promise.id, kept, actor=ann, now=MOMENT + 2 * MINUTE)

    # then it is open, and the other note is still there
    assert promise.state == "open"
    assert "By parcel." in [each.words.get("note") for each in history(session, "promise", promise.id)]
