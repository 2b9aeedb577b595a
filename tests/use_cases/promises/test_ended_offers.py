"""An offer that ends without an answer leaves a trace: who had been asked stands in the event that ended it."""

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.kernel.people import Viewer
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, State
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.promises.use_cases.taking_over import take_over
from tracker.promises.use_cases.undoing import undo


@pytest.fixture
def owner(session: Session) -> Viewer:
    return b.an_agent(session)


@pytest.fixture
def asked(session: Session) -> Viewer:
    return b.an_agent(session)


@pytest.fixture
def promise(session: Session, owner: Viewer, asked: Viewer) -> Promise:
    return b.a_promise(session, owner, owner_id=asked.id)


def told(session: Session, promise: Promise) -> tuple[object, object]:
    return history(session, "promise", promise.id)[0].changes["hand_over_to_id"]


def test_an_ending_tells_whom_it_asks_no_more_and_taking_it_back_asks_again(
    session: Session, promise: Promise, owner: Viewer, asked: Viewer
) -> None:
    ending = Settlement(outcome=State.WITHDRAWN, note="Not needed.")
    command = SettlePromise(promise_id=promise.id, actor=owner, seen_version=promise.row_version, settlement=ending)
    settle_promise(session, command, MOMENT)
    session.flush()

    ended = history(session, "promise", promise.id)[0]
    undo(session, promise.id, ended.id, actor=owner, now=MOMENT)

    assert ended.changes["hand_over_to_id"] == (asked.id, None)
    assert told(session, promise) == (None, asked.id)


def test_another_offer_tells_whom_it_asks_instead(
    session: Session, promise: Promise, owner: Viewer, asked: Viewer
) -> None:
    other = b.an_agent(session)
    command = HandOverPromise(promise_id=promise.id, actor=owner, seen_version=promise.row_version, to_id=other.id)

    hand_over_promise(session, command, MOMENT)

    assert told(session, promise) == (asked.id, other.id)


def test_who_takes_over_from_somebody_leaving_ends_what_they_had_offered(
    session: Session, promise: Promise, owner: Viewer, asked: Viewer
) -> None:
    heir = b.an_agent(session)

    take_over(session, from_id=owner.id, to_id=heir.id, actor=b.an_admin(session), now=MOMENT)

    assert told(session, promise) == (asked.id, None)
